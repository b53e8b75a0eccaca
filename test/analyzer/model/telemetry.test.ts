import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../cli/run-cli.ts';

describe('telemetry of ONNX Runtime', () => {
  it('is off: nothing is kept of a run, no identifier and no events to send', async () => {
    const home = await mkdtemp(join(tmpdir(), 'scriptwarden-home-'));
    try {
      // Under CI the library keeps quiet by itself.
      const env = { HOME: home, XDG_CACHE_HOME: home, CI: '', GITHUB_ACTIONS: '', ORT_DISABLE_TELEMETRY: '' };
      const { status } = await runCli(['analyze', '-'], { input: 'fetch("/cart")', env });
      assert.equal(status, 0);
      assert.deepEqual(await readdir(home, { recursive: true }), []);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
