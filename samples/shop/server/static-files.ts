import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  type: string;
  text: string;
}

/**
 * Reads `public/HOST/PATH` into a table keyed `HOST/PATH`. Serving from a table rather than from disk means that no
 * request path is ever joined to a folder.
 */
export function loadStaticFiles(folder: URL): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const type = types[extname(entry.name)];
    if (type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const key = path.slice(pathOf(folder).length).split(sep).join('/');
    files.set(key, { type, text: readFileSync(path, 'utf8') });
  }
  return files;
}

function pathOf(folder: URL): string {
  const path = decodeURIComponent(folder.pathname);
  return path.endsWith('/') ? path : path + '/';
}
