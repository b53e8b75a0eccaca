import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutput } from '../../../cli/support/outputs.ts';

describe('an output file', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'outputs-'))));
  afterEach(() => rm(dir, { recursive: true }));

  it('is refused from the start when it cannot be written', async () => {
    await assert.rejects(openOutput('missing/out.json', dir), { code: 'SW_OUTPUT_UNWRITABLE' });
    await assert.rejects(openOutput('.', dir), { code: 'SW_OUTPUT_UNWRITABLE' });
  });

  it('is not there before it is written', async () => {
    const output = await openOutput('out.json', dir);
    assert.deepEqual(await readdir(dir), []);
    await output.write('new');
    assert.equal(await readFile(join(dir, 'out.json'), 'utf8'), 'new');
  });

  it('keeps what it held until then, and replaces it through a link', async () => {
    await writeFile(join(dir, 'real.json'), 'old');
    await symlink('real.json', join(dir, 'link.json'));
    const output = await openOutput('link.json', dir);
    assert.equal(await readFile(join(dir, 'real.json'), 'utf8'), 'old');
    await output.write('new');
    assert.equal(await readFile(join(dir, 'real.json'), 'utf8'), 'new');
    assert.deepEqual((await readdir(dir)).sort(), ['link.json', 'real.json']);
  });
});
