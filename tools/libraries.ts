import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functionShapes } from '../analyzer/libraries/index.ts';
import { parseScript } from '../analyzer/parse/index.ts';
import { resolveScopes } from '../analyzer/static/scope/index.ts';
import { flattenTree } from '../analyzer/static/tree/index.ts';
import { readPackages } from './train/libraries.ts';
import { changed } from './train/prepare.ts';

/** Of one library, the largest first: beyond that the file grows and recognition does not. */
const mostShapes = 2_500;

/** Shapes of the functions of the packages in a list, as published and minified. What two libraries have in common belongs to the one named first. */
export async function librariesFile(list: string, cache: string): Promise<string> {
  const sizes = new Map<string, Map<number, number>>();
  const taken = new Map<number, string>();
  for (const { text, group, change } of await readPackages(list, cache, (line) => {
    console.error(line);
  })) {
    const library = group.replace('library:', '').replace(/-(?:dist|bundle)$/, '');
    const code = change ? changed(text, change) : text;
    const { program } = parseScript(code ?? '');
    if (!program) continue;
    const tree = flattenTree(program);
    const shapes = sizes.get(library) ?? new Map<number, number>();
    sizes.set(library, shapes);
    for (const { at, end, shape } of functionShapes(tree, resolveScopes(tree))) {
      if ((taken.get(shape) ?? library) !== library) continue;
      taken.set(shape, library);
      shapes.set(shape, end - at);
    }
  }
  const libraries = Object.fromEntries(
    [...sizes].sort().map(([library, shapes]) => [
      library,
      [...shapes]
        .sort((one, other) => other[1] - one[1] || one[0] - other[0])
        .slice(0, mostShapes)
        .map(([shape]) => shape)
        .sort((one, other) => one - other),
    ]),
  );
  const about = 'Written by tools/libraries.ts from models/libraries.txt; do not edit by hand.';
  return `${JSON.stringify({ about, libraries })}\n`;
}

// Run by itself, it writes the file that ships.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'scriptwarden', 'training');
  const file = await librariesFile(join(root, 'models/libraries.txt'), cache);
  await writeFile(join(root, 'models/libraries.json'), file);
  const { libraries } = JSON.parse(file) as { libraries: Record<string, number[]> };
  for (const [library, shapes] of Object.entries(libraries)) console.log(`${library}: ${shapes.length}`);
  console.log(`models/libraries.json: ${(await readFile(join(root, 'models/libraries.json'))).length} bytes`);
}
