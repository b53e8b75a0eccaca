import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../../../core/errors/index.ts';
import { loadSiteFile, parseSite } from '../../../crawler/index.ts';

const startUrls = ['https://shop.example/'];
const secret = 'value-that-must-not-leak';

describe('parseSite', () => {
  it('fills in secrets from the environment, anywhere in a string', () => {
    const site = parseSite({ startUrls, headers: { 'x-key': 'k ${KEY} $${KEY}' } }, 's.json', {
      KEY: secret,
    });
    assert.equal(site.headers['x-key'], `k ${secret} \${KEY}`);
  });

  const bad: [string, Record<string, unknown>, ErrorCode, RegExp][] = [
    [
      'an unset variable',
      { startUrls, headers: { a: '${UNSET_ONE}' } },
      'SW_SITE_SECRET_MISSING',
      /UNSET_ONE/,
    ],
    ['no start URL', { startUrls: [] }, 'SW_SITE_INVALID', /startUrls/],
    ['a start URL that is none', { startUrls: ['shop.example'] }, 'SW_SITE_INVALID', /startUrls\.0/],
    ['an unknown field', { startUrls, colour: 'red' }, 'SW_SITE_INVALID', /colour/],
    ['a wrong network', { startUrls, allowNetworks: ['10.0.0.0/99'] }, 'SW_SITE_INVALID', /allowNetworks\.0/],
    [
      'a foreign cookie',
      { startUrls, cookies: [{ name: 'a', value: '${KEY}', domain: 'other.example' }] },
      'SW_SITE_INVALID',
      /cookies\.0\.domain/,
    ],
    ['a budget out of range', { startUrls, budgets: { pages: 0 } }, 'SW_SITE_INVALID', /budgets\.pages/],
    ['a secret of the wrong type', { startUrls, basicAuth: '${KEY}' }, 'SW_SITE_INVALID', /basicAuth/],
    [
      'journeys',
      { startUrls, journeys: [{ title: 'buy', steps: [] }] },
      'SW_JOURNEYS_UNSUPPORTED',
      /journeys/,
    ],
  ];
  for (const [what, json, code, names] of bad) {
    it(`refuses ${what}, naming the field and no value`, () => {
      assert.throws(
        () => parseSite(json, 's.json', { KEY: secret }),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, code);
          assert.match(error.message, names);
          assert.equal(error.message.includes(secret), false);
          return true;
        },
      );
    });
  }
});

describe('loadSiteFile', () => {
  let dir: string;
  before(async () => (dir = await mkdtemp(join(tmpdir(), 'scriptwarden-site-'))));
  after(() => rm(dir, { recursive: true }));

  it('reads a file', async () => {
    await writeFile(join(dir, 'good.json'), `\ufeff${JSON.stringify({ startUrls })}`);
    assert.equal((await loadSiteFile(join(dir, 'good.json'))).budgets.pages, 20);
  });

  it('says when there is none', async () => {
    await assert.rejects(loadSiteFile(join(dir, 'none.json')), { code: 'SW_INPUT_NOT_FOUND' });
  });

  it('says when it is not JSON, without quoting it', async () => {
    await writeFile(join(dir, 'bad.json'), `{"basicAuth": ${secret}`);
    await assert.rejects(loadSiteFile(join(dir, 'bad.json')), (error: Error & { code?: string }) => {
      return error.code === 'SW_SITE_INVALID' && !error.message.includes(secret) && error.cause === undefined;
    });
  });
});
