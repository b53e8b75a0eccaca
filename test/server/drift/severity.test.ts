import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { changeKinds } from '../../../core/schema/change.ts';
import { aggravations, baseSeverity } from '../../../server/drift/index.ts';

describe('severities of changes', () => {
  it('are the ones docs/reference/changes.md lists, both ways', async () => {
    const text = await readFile(new URL('../../../docs/reference/changes.md', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^\| `([a-z-]+)` \| (\w+) \|/gm)].map(
      (row) => [row[1]!, row[2]!] as const,
    );
    assert.deepEqual(Object.fromEntries(documented), { ...baseSeverity, ...aggravations });
  });

  it('cover every kind', () => {
    assert.deepEqual(Object.keys(baseSeverity).sort(), [...changeKinds].sort());
  });
});
