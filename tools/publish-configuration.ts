// Writes the tables of docs/reference/configuration.md from the schema of the settings.
import { readFile, writeFile } from 'node:fs/promises';
import { settings } from '../server/config/index.ts';
import { referenceTables } from '../server/config/reference.ts';

const file = new URL('../docs/reference/configuration.md', import.meta.url);
const page = await readFile(file, 'utf8');
const written = page.replace(
  /(<!-- settings -->\n)[\s\S]*?(<!-- end of settings -->)/,
  (_, start: string, end: string) => `${start}\n${referenceTables(settings)}\n\n${end}`,
);
await writeFile(file, written);
