import { mkdir, writeFile } from 'node:fs/promises';
import { publishedSchemas } from '../core/schema/publish.ts';

// Writes the JSON Schemas that docs/reference/schemas/ publishes. Run by `npm run schemas` after a schema changed.
const folder = new URL('../docs/reference/schemas/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, schema] of Object.entries(publishedSchemas())) {
  await writeFile(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
