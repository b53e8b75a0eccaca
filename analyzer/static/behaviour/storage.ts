import type { Code } from '../flow/code.ts';
import type { Ends } from '../flow/find.ts';
import type { StorageName } from './names.ts';

const byPath: readonly (readonly [RegExp, StorageName])[] = [
  [/^document\.cookie$/, 'cookie'],
  [/^localStorage(?:\.|$)/, 'local-storage'],
  [/^sessionStorage(?:\.|$)/, 'session-storage'],
  [/^(?:indexedDB|webkitIndexedDB|mozIndexedDB)(?:\.|$)/, 'indexed-db'],
  [/^caches(?:\.|$)/, 'cache'],
  [/^cookieStore(?:\.|$)/, 'cookie'],
];

/** Where the script keeps or reads data, by the global objects it names. */
export function findStorage(code: Code, ends: Ends): StorageName[] {
  const found = new Set<StorageName>();
  for (const member of ends.members) {
    const path = code.pathOf(member) ?? code.pathOf(member.object);
    const name = path === null ? undefined : byPath.find(([pattern]) => pattern.test(path))?.[1];
    if (name) found.add(name);
    else if (
      code.folder.nameOf(member) === 'cookie' &&
      /^d(?:oc(?:ument)?)?$/.test(nameOfObject(member.object))
    )
      found.add('cookie');
  }
  for (const [global, name] of [
    ['localStorage', 'local-storage'],
    ['sessionStorage', 'session-storage'],
    ['indexedDB', 'indexed-db'],
  ] as const)
    if (code.hasGlobal(global)) found.add(name);
  return [...found];
}

function nameOfObject(node: { type: string; name?: string }): string {
  return node.type === 'Identifier' ? (node.name ?? '') : '';
}
