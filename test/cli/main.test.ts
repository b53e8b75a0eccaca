import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { runCli } from './run-cli.ts';

describe('the command line', () => {
  it('prints its version', async () => {
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { status, stdout } = await runCli(['--version']);
    assert.deepEqual([status, stdout], [0, `${(JSON.parse(manifest) as { version: string }).version}\n`]);
  });

  it('explains itself', async () => {
    const { status, stdout, stderr } = await runCli(['--help']);
    assert.deepEqual([status, stderr], [0, '']);
    for (const word of ['scan', 'analyze', 'crawl', 'report', 'Exit codes'])
      assert.match(stdout, new RegExp(word));
  });

  const wrong: [string, string[], RegExp][] = [
    ['no command', [], /No command/],
    ['an unknown command', ['scna'], /Did you mean scan\?/],
    ['an unknown option', ['analyze', '--frobnicate', 'x'], /--frobnicate/],
    ['an unknown format', ['analyze', '--format', 'xml', 'x'], /text, jsonl, json/],
    ['no input', ['analyze'], /inputs/],
    ['a number that is none', ['scan', '--pages', 'many'], /whole number/],
    ['a negative time', ['scan', '--timeout=-1'], /above 0/],
    ['an option without its value', ['crawl', 'http://a.test/', '--out'], /--out/],
    ['a crawl without --out', ['crawl', 'http://a.test/'], /--out/],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what} with exit code 2`, async () => {
      const { status, stdout, stderr } = await runCli(args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^error: .*\[SW_USAGE\]\n {2}fix: /);
      assert.match(stderr, message);
    });
  }

  it('reports errors as JSON when JSON was asked for', async () => {
    const { status, stdout, stderr } = await runCli(['analyze', '--format=json', '--frobnicate', 'x']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.equal((JSON.parse(stderr) as { error: { code: string } }).error.code, 'SW_USAGE');
  });
});
