// Writes the tables of docs/reference/api.md from the routes.
import { readFile, writeFile } from 'node:fs/promises';
import { referenceTables } from '../server/api/docs/reference.ts';
import { routes, tags } from '../server/api/routes.ts';

const file = new URL('../docs/reference/api.md', import.meta.url);
const page = await readFile(file, 'utf8');
const written = page.replace(
  /(<!-- routes -->\n)[\s\S]*?(<!-- end of routes -->)/,
  (_, start: string, end: string) => `${start}\n${referenceTables(routes, tags)}\n\n${end}`,
);
await writeFile(file, written);
