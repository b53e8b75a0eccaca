import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { settings } from '../../../server/config/index.ts';
import { referenceTables } from '../../../server/config/reference.ts';

/** Tables without the blanks that only align them. */
function rows(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^\| `|^###/.test(line))
    .map((line) => line.replaceAll(/ +/g, ' ').trim());
}

describe('docs/reference/configuration.md', () => {
  it('lists the settings as the schema has them, both ways; tools/publish-configuration.ts writes them', async () => {
    const page = await readFile(new URL('../../../docs/reference/configuration.md', import.meta.url), 'utf8');
    const [, tables = ''] = page.split(/<!-- (?:end of )?settings -->/);
    assert.deepEqual(rows(tables), rows(referenceTables(settings)));
  });

  it('has a variable of its own for each', () => {
    const variables = settings.map(({ env }) => env);
    assert.equal(new Set(variables).size, variables.length);
  });
});
