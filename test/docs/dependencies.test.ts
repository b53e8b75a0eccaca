import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('dependencies', () => {
  it('are the ones docs/reference/dependencies.md explains, both ways', async () => {
    const manifest = JSON.parse(await read('package.json')) as Record<string, Record<string, string>>;
    const page = await read('docs/reference/dependencies.md');
    const explained = [...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    assert.deepEqual(explained.sort(), declared.sort());
  });

  it('are pinned to exact versions', async () => {
    const manifest = JSON.parse(await read('package.json')) as Record<string, Record<string, string>>;
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const version of versions) assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });
});
