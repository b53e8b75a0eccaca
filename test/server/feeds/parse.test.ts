import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFeed } from '../../../server/feeds/parse/index.ts';
import type { FeedFormat } from '../../../server/store/index.ts';

async function told(text: string | Uint8Array, format: FeedFormat = 'auto', size = 7): Promise<string[]> {
  const bytes = Buffer.from(text as string);
  // eslint-disable-next-line @typescript-eslint/require-await -- pieces as a network brings them
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const parsed = await Array.fromAsync(parseFeed(pieces(), format));
  return parsed.map((one) =>
    'entry' in one ? `${one.line} ${one.entry.kind} ${one.entry.value}` : `${one.line} - ${one.skipped}`,
  );
}

const hash = 'ab'.repeat(32);

describe('threat feeds in plain text', () => {
  it('have one entry a line, with comments', async () => {
    const text = `# bad things\r\n\r\nevil.example # since May\n; old\n! adblock\n// C\n  Other.Example. \n${hash.toUpperCase()}\nsha256:${hash}\nhttps://x.example/a.js?b=1#c`;
    assert.deepEqual(await told(text), [
      '3 domain evil.example',
      '7 domain other.example',
      `8 hash ${hash}`,
      `9 hash ${hash}`,
      '10 url x.example/a.js?b=1',
    ]);
  });

  it('are understood defanged', async () => {
    const text =
      'hxxps://evil[.]example/x\nhxxp[://]evil[.]example[:]8080/y\nevil(.)example\nevil[dot]example';
    assert.deepEqual(await told(text), [
      '1 url evil.example/x',
      '2 url evil.example:8080/y',
      '3 domain evil.example',
      '4 domain evil.example',
    ]);
  });

  it('may be a hosts file, which means exact hosts', async () => {
    const text =
      '127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 evil.example www.evil.example # both\n0.0.0.0\tx.example';
    assert.deepEqual(await told(text), [
      '1 - local',
      '2 - local',
      '3 host evil.example',
      '3 host www.evil.example',
      '4 host x.example',
    ]);
  });

  it('know wildcards, Adblock domains, ports, addresses and other alphabets', async () => {
    const text =
      '*.evil.example\n.evil.example\n||evil.example^\n||evil.example^$third-party\nevil.example:8080\n93.184.216.34\n93.184.216.34:443\n[2001:db9::1]:80\nböse.example\nevil.example/a.js\nwww.böse.example/ü';
    assert.deepEqual(await told(text), [
      '1 subdomain evil.example',
      '2 domain evil.example',
      '3 domain evil.example',
      '4 domain evil.example',
      '5 host evil.example',
      '6 host 93.184.216.34',
      '7 host 93.184.216.34',
      '8 host [2001:db9::1]',
      '9 domain xn--bse-sna.example',
      '10 url evil.example/a.js',
      '11 url www.xn--bse-sna.example/%C3%BC',
    ]);
  });

  it('are not taken where they would damn too much or say nothing', async () => {
    const text = `com\nco.uk\ngithub.io\n*.github.io\nlocalhost\n10.0.0.1\n${'ab'.repeat(16)}\ntwo words\nftp://x.example/\n${'x'.repeat(9000)}\nfoo\0bar.example\n10.0.0.0/8`;
    assert.deepEqual(await told(text, 'auto', 1000), [
      '1 - too-broad',
      '2 - too-broad',
      '3 - too-broad',
      '4 - too-broad',
      '5 - local',
      '6 - local',
      '7 - other-hash',
      '8 - not-understood',
      '9 - not-understood',
      '10 - too-long',
      '11 - binary',
      '12 - not-understood',
    ]);
  });
});

describe('threat feeds in CSV', () => {
  it('are known by a column in their header', async () => {
    assert.deepEqual(await told('id,Domain,note\n1,evil.example,"a, b"\n2,"other.example",x\n'), [
      '2 domain evil.example',
      '3 domain other.example',
    ]);
    assert.deepEqual(await told('sha256;family\n' + hash + ';x\n'), [`2 hash ${hash}`]);
    assert.deepEqual(await told('\ufeffindicator\ttype\nevil.example\tdomain\n'), ['2 domain evil.example']);
  });

  it('may have their header in a comment', async () => {
    const text =
      '# a list\n# id,dateadded,url,host\n"1","2026","http://shared.example/bad.js","shared.example"\n';
    assert.deepEqual(await told(text), ['3 url shared.example/bad.js']);
  });

  it('go on after a row that makes no sense', async () => {
    const text = 'domain\nnot a host\n"unclosed\nevil.example\n';
    const entries = await told(text, 'csv');
    assert.ok(entries.every((one) => one.endsWith('not-understood')));
    assert.deepEqual(await told('domain,x\n,\nevil.example\n', 'csv'), ['3 domain evil.example']);
  });

  it('are refused without a header that says what is what', async () => {
    await assert.rejects(told('1,evil.example\n', 'csv'), { code: 'SW_FEED_INVALID' });
  });
});

describe('threat feeds of any bytes', () => {
  it('are read to their end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, size) => {
          for (const line of await told(bytes, 'auto', size)) assert.match(line, /^\d+ /);
        },
      ),
    );
  });

  it('give the same entries however they arrive', async () => {
    const lines = fc.array(
      fc.constantFrom('evil.example', '# x', '', hash, '0.0.0.0 a.example', 'http://b.example/ü'),
    );
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 20 }),
        async (all, end, size) => {
          const text = all.join(end);
          assert.deepEqual(await told(text, 'plain', size), await told(text, 'plain', 1e6));
        },
      ),
    );
  });
});
