import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { featureNames } from '../../../../analyzer/features.ts';
import { featureGroups } from '../../../../analyzer/static/features/index.ts';

const root = new URL('../../../../', import.meta.url);
const files = async (folder: string, ending: string): Promise<string[]> =>
  (await readdir(new URL(folder, root)))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

describe('feature groups', () => {
  const names = featureGroups.map((group) => group.name).sort();

  it('are one file each', async () => {
    assert.deepEqual(await files('analyzer/static/features/groups/', '.ts'), names);
  });

  it('have one test each', async () => {
    assert.deepEqual(await files('test/analyzer/static/features/groups/', '.test.ts'), names);
  });

  it('are documented', async () => {
    const page = await readFile(new URL('docs/reference/features.md', root), 'utf8');
    const all = [...new Set(featureNames.map((name) => name.split('@')[0]!))].sort();
    assert.deepEqual([...page.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name).sort(), all);
  });
});
