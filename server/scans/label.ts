import { escapeForTerminal } from '../../core/encoding/index.ts';

/** UTF-16 units of a label at most. */
export const longestLabel = 300;

/**
 * What a file is called wherever it is shown. A name from outside is a label and nothing else: never a path, never
 * trusted, bounded, with control characters, bidirectional overrides and other invisible ones written as escapes. The end
 * stays, since it holds the extension. `../` stays too: it is told, not followed.
 */
export function labelOf(name: string, fallback = 'unnamed'): string {
  // Cut first: nobody escapes a name of a megabyte. Escapes make it longer, so it is cut again.
  const label = cut(escapeForTerminal(cut(name.toWellFormed().trim(), 4 * longestLabel)), longestLabel);
  return label === '' ? fallback : label;
}

/** What an entry of an archive is called. */
export function entryLabel(archive: string, entry: string): string {
  return `${cut(archive, 100)}/${labelOf(entry)}`;
}

/** The extension, which is all of a name that counts for its analysis; empty without one. */
export function nameKindOf(name: string): string {
  const bare = name.replace(/[?#].*$/s, '');
  return /\.([a-z0-9]{1,8})$/i.exec(bare)?.[1]!.toLowerCase() ?? '';
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor(most / 3);
  return `${text.slice(0, most - tail - 1)}\u2026${text.slice(-tail)}`.toWellFormed();
}
