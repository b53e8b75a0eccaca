import assert from 'node:assert/strict';
import { link, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutput } from '../../../cli/support/outputs.ts';

const rules = { option: '--json', kind: 'report' } as const;
const report = '{\n  "schemaVersion": 1,\n  "complete": true,\n  "results": []\n}\n';

describe('an output file', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'outputs-'))));
  afterEach(() => rm(dir, { recursive: true }));

  const read = (name: string): Promise<string> => readFile(join(dir, name), 'utf8');

  it('is refused from the start when it cannot be written', async () => {
    await assert.rejects(openOutput('missing/out.json', dir, rules), { code: 'SW_OUTPUT_UNWRITABLE' });
    await assert.rejects(openOutput('.', dir, rules), { code: 'SW_OUTPUT_UNWRITABLE' });
  });

  it('is not there before it is written', async () => {
    const output = await openOutput('out.json', dir, rules);
    assert.deepEqual(await readdir(dir), []);
    await output.write('new');
    assert.equal(await read('out.json'), 'new');
  });

  it('keeps what it held until then, and replaces it through a link', async () => {
    await writeFile(join(dir, 'real.json'), report);
    await symlink('real.json', join(dir, 'link.json'));
    const output = await openOutput('link.json', dir, rules);
    assert.equal(await read('real.json'), report);
    await output.write('new');
    assert.equal(await read('real.json'), 'new');
    assert.deepEqual((await readdir(dir)).sort(), ['link.json', 'real.json']);
  });

  it('takes the place of a file that was made empty for it', async () => {
    await writeFile(join(dir, 'out.json'), '');
    const output = await openOutput('out.json', dir, rules);
    assert.deepEqual(await readdir(dir), ['out.json']);
    await output.write('new');
    assert.equal(await read('out.json'), 'new');
  });

  it('never takes the place of something else', async () => {
    for (const text of ['var a = 1;', '{"name": "shop"}', ' ', `[${report}]`]) {
      await writeFile(join(dir, 'a.js'), text);
      await assert.rejects(openOutput('a.js', dir, rules), {
        code: 'SW_OUTPUT_EXISTS',
        message: /--json .*"a\.js".*no JSON report/,
      });
      assert.equal(await read('a.js'), text);
    }
  });

  it('never takes the place of an input, by whatever name, nor of one that is a report', async () => {
    await writeFile(join(dir, 'in.json'), report);
    await symlink('in.json', join(dir, 'soft.json'));
    await link(join(dir, 'in.json'), join(dir, 'hard.json'));
    for (const path of ['in.json', 'soft.json', 'hard.json'])
      await assert.rejects(openOutput(path, dir, { ...rules, inputs: ['gone.js', './in.json'] }), {
        code: 'SW_OUTPUT_EXISTS',
        message: /one of the inputs/,
      });
  });
});
