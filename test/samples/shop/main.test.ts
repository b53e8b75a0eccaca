import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../samples/shop/main.ts', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

describe('samples/shop/main.ts', () => {
  it('lists the skimmers', () => {
    const { status, stdout } = run('--list');
    assert.equal(status, 0);
    assert.match(stdout, /^style-url\n/m);
    assert.match(stdout, /^form-submit\n {2}.*\n {2}reads .*; sends to collect\.jsstats\.localhost$/m);
  });

  it('lists the releases with what a monitor should tell of each', () => {
    assert.match(
      run('--list').stdout,
      /^release 8, card-reader\n {2}.*\n {2}tells critical script-behaviour: stats\.clearpath\.localhost\/cp\.js$/m,
    );
  });

  for (const args of [
    ['--skimmer', 'nope'],
    ['--release', '99'],
    ['--release', 'x'],
    ['--port', 'x'],
    ['--what'],
    ['--clean', '--skimmer', 'form-submit'],
  ]) {
    it(`refuses ${args.join(' ')} with exit code 2`, () => {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, /--help/);
    });
  }

  it('prints where to look and stops on request', async () => {
    const child = spawn(process.execPath, [main, '--port', '0', '--skimmer', 'tag-keys']);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    while (!out.includes('Ctrl-C')) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.match(out, /Checkout {2}http:\/\/larchandloom\.localhost:\d+\/checkout/);
    assert.match(out, /tag-keys → live\.heatgrid\.localhost/);
  });
});
