import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const setup = fileURLToPath(new URL('../../tools/setup.mjs', import.meta.url));

describe('tools/setup.mjs', () => {
  it('is silent and succeeds when there is nothing to do', () => {
    const result = spawnSync(process.execPath, [setup, '--no-browser'], { encoding: 'utf8' });
    assert.deepEqual([result.status, result.stdout, result.stderr], [0, '', '']);
  });

  it('prints code and fix on standard error and exits 4 when it fails', () => {
    const env = { ...process.env, PUPPETEER_EXECUTABLE_PATH: '/nowhere/chrome' };
    const result = spawnSync(process.execPath, [setup], { encoding: 'utf8', env });
    assert.equal(result.status, 4);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /^error: .*\[SW_BROWSER_MISSING\]\n {2}fix: /);
  });
});
