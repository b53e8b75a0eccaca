import assert from 'node:assert/strict';
import { lib, useHistory } from './history.ts';

describe('scripts', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('lists the scripts of a site, worst first', async () => {
    const [worst, ...rest] = await history.lines('scripts', '--site', 'shop');
    assert.deepEqual([worst!.url, worst!.verdict, worst!.versions], [lib.url, 'malicious', 2]);
    assert.equal(rest.length, 1);
    const { stdout } = await history.run('scripts', '--site', 'shop', '--verdict', 'malicious');
    assert.match(stdout, /malicious +\d +https:\/\/cdn\.example\/lib\.js/);
  });

  it('shows every version of one', async () => {
    const [script] = await history.lines('scripts', '--site', 'shop', '--host', 'cdn.example');
    const versions = await history.lines('scripts', 'show', script!.id as string);
    assert.deepEqual(
      versions.map((version) => [version.verdict, version.isPresent]),
      [
        ['malicious', true],
        ['benign', false],
      ],
    );
  });

  it('wants a site that is there', async () => {
    const { status, stderr } = await history.run('scripts', '--site', 'bakery');
    assert.deepEqual([status, stderr.includes('SW_STORE_NOT_FOUND')], [2, true]);
    assert.equal((await history.run('scripts')).status, 2);
  });
});
