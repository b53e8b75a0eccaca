import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const launcher = fileURLToPath(new URL('../../bin/scriptwarden', import.meta.url));
const run = promisify(execFile);

describe('bin/scriptwarden', function () {
  this.timeout(30_000);
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'bin-'))));
  afterEach(() => rm(dir, { recursive: true }));

  it('runs from any folder, through a link, and hands arguments on', async () => {
    await symlink(launcher, join(dir, 'scriptwarden'));
    await writeFile(join(dir, 'a b.js'), 'document.title = "Basket";\n');
    const args = ['analyze', 'a b.js', '--quiet', '--format', 'jsonl'];
    const { stdout } = await run(join(dir, 'scriptwarden'), args, { cwd: dir });
    assert.equal((JSON.parse(stdout) as { path: string }).path, 'a b.js');
  });

  it('ends with the status of the command', async () => {
    const failed = run(launcher, ['analyze', 'gone.js', '--quiet'], { cwd: dir });
    await assert.rejects(failed, { code: 2 });
  });

  it('can be run by everybody', async () => {
    assert.match(await readFile(launcher, 'utf8'), /^#!\/bin\/sh\n/);
  });
});
