import assert from 'node:assert/strict';
import { parse } from 'acorn';
import { loadAllSkimmers, loadSkimmers, startShop } from '../../../samples/shop/index.ts';
import { readSkimmer } from '../../../samples/shop/skimmers.ts';
import { ask } from './ask.ts';

describe('samples/shop: the skimmers', () => {
  for (const { name, meta, code, obfuscated, payload } of loadAllSkimmers()) {
    describe(name, () => {
      it('parses, obfuscated too', () => {
        for (const text of [code, obfuscated!]) parse(text, { ecmaVersion: 'latest' });
      });

      it('is inert: every address in it is loopback or reserved', () => {
        const hosts = [
          ...(code + payload + JSON.stringify(meta.serves)).matchAll(/\/\/([a-z0-9.-]+\.[a-z]+)/gi),
        ].map((match) => match[1]!);
        for (const host of [...hosts, meta.sendsTo]) assert.match(host, /\.(localhost|invalid)$/);
        const all = code + payload;
        assert.ok(all.includes(meta.sendsTo), 'the metadata names the host it sends to');
      });

      it('does not give itself away by name', () =>
        assert.doesNotMatch(code, /skim|magecart|steal|malicious/i));

      it('is served when asked for, and in no other shop', async () => {
        assert.equal(await servedCopies([name], code), 1);
        assert.equal(await servedCopies([], code), 0);
      });
    });
  }

  it('are three unless asked for more, and at least twelve in all', () => {
    assert.deepEqual(
      loadSkimmers().map(({ name }) => name),
      ['form-submit', 'library-beacon', 'tag-keys'],
    );
    assert.ok(loadAllSkimmers().length >= 12);
  });

  it('covers the ways in: a page, a library, a tag, an image', () => {
    const kinds = new Set(loadAllSkimmers().map(({ meta }) => meta.delivery.kind));
    assert.deepEqual([...kinds].sort(), ['append', 'image', 'inline', 'tag']);
  });

  it('names the known ones when asked for another', async () => {
    await assert.rejects(startShop({ skimmers: ['nope'] }), /Unknown skimmer "nope"; known: form-submit/);
  });

  it('refuses a file with malformed metadata by name', () => {
    assert.throws(() => readSkimmer('odd', 'alert(1)'), /odd\.js/);
    assert.throws(() => readSkimmer('odd', '/* meta\n{"reads": []}\n*/\n'), /odd\.js/);
  });
});

/** How many of the shop's responses hold the code, with its addresses as served. */
async function servedCopies(skimmers: string[], code: string): Promise<number> {
  const shop = await startShop({ skimmers });
  try {
    const places = loadAllSkimmers().map(({ meta: { delivery } }): [string, string] =>
      'path' in delivery ? [delivery.host, delivery.path] : [shop.hosts.shop, '/checkout'],
    );
    const different = [...new Map(places.map((place) => [place.join(''), place])).values()];
    const answers = await Promise.all(different.map(([host, path]) => ask(shop, host, path)));
    // Lines with an address change when served, so compare the others.
    const lines = code.split('\n').filter((line) => line.trim() !== '' && !line.includes('//'));
    return answers.filter(({ body }) => lines.every((line) => body.includes(line))).length;
  } finally {
    await shop.close();
  }
}
