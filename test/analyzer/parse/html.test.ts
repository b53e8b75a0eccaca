import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extractScripts } from '../../../analyzer/parse/index.ts';
import { alignOffsets } from '../../../analyzer/parse/align.ts';

const texts = (html: string): string[] =>
  extractScripts(html).scripts.map(({ kind, text }) => `${kind}: ${text}`);

/** What the page has at the place of the first `needle` of the first script. */
const placeOf = (html: string, needle: string): string => {
  const [script] = extractScripts(html).scripts;
  return html.slice(script!.pageOffset(script!.text.indexOf(needle)));
};

describe('extractScripts', () => {
  const cases: [behaviour: string, html: string, expected: string[]][] = [
    [
      'finds inline scripts',
      '<script>a()</script><SCRIPT type=text/javascript>b()</SCRIPT>',
      ['script: a()', 'script: b()'],
    ],
    ['finds modules', '<script type="module">a()</script>', ['module: a()']],
    [
      'skips data blocks',
      '<script type="application/ld+json">{}</script><script type=importmap>{}</script>',
      [],
    ],
    ['skips other languages', '<script language="VBScript">MsgBox 1</script>', []],
    ['skips the content of scripts with a source', '<script src=a.js>b()</script>', []],
    ['finds handlers', '<p onclick="a(&quot;b&quot;)">', ['handler: a("b")']],
    ['finds javascript: URLs', '<a href=" java\nscript:a(%22b%22)">', ['javascript-url: a("b")']],
    ['finds data: sources', '<script src="data:text/javascript;base64,YSgp"></script>', ['data-url: a()']],
    [
      'reads srcdoc frames',
      '<iframe srcdoc="<script>a(&amp;quot;)</script><p onload=b()>">',
      ['script: a(&quot;)', 'handler: b()'],
    ],
    ['looks into templates', '<template><script>a()</script></template>', ['script: a()']],
    ['does not read scripts where scripting hides them', '<noscript><p onclick="a()"></noscript>', []],
    ['reads an unclosed script', '<script>a()', ['script: a()']],
    [
      'takes a page that is one script for that script',
      'var b = 1; a("<div>" + b);',
      ['script: var b = 1; a("<div>" + b);'],
    ],
    ['takes no prose for a script', 'Hello; <b>you</b>', []],
    [
      'reads scripts with escaped quotes',
      `<script type=\\"text/javascript\\">a(\\'b\\')</script>`,
      ["script: a('b')"],
    ],
    [
      'reads on where a closing tag stands inside a text',
      `<script>d.write('<script src=a.js></script>');b()</script><p>`,
      ["script: d.write('<script src=a.js></script>');b()"],
    ],
    ['decodes references inside SVG', '<svg><script>a(&quot;b&quot;)</script></svg>', ['script: a("b")']],
  ];
  for (const [behaviour, html, expected] of cases) {
    it(behaviour, () => assert.deepEqual(texts(html), expected));
  }

  const places: [behaviour: string, html: string, needle: string, expected: string][] = [
    ['inline script', '<p>\r\n<script>\r\na();\r\nb()</script>', 'b', 'b()</script>'],
    ['handler', '<p onclick="a(&quot;b&quot;); c()">', 'c', 'c()">'],
    ['unquoted handler', '<p onclick=a()>', 'a', 'a()>'],
    ['javascript: URL', '<a href="javascript:a(%22b%22);c()">', 'c', 'c()">'],
    ['srcdoc', '<iframe srcdoc="<p>&quot;</p><script>a()</script>">', 'a', 'a()</script>">'],
    ['handler inside srcdoc', '<iframe srcdoc="<p onclick=\'a(&amp;amp;); b()\'>">', 'b', 'b()\'>">'],
  ];
  for (const [behaviour, html, needle, expected] of places) {
    it(`knows the place in the page: ${behaviour}`, () => assert.equal(placeOf(html, needle), expected));
  }

  it('survives 100,000 nested elements', () => {
    assert.deepEqual(texts(`${'<div>'.repeat(100_000)}<script>a()`), ['script: a()']);
  });

  it('keeps the number of scripts bounded and says so', () => {
    const { scripts, partial } = extractScripts('<p onclick=a()>'.repeat(3_000));
    assert.deepEqual([scripts.length, partial], [2_000, true]);
  });

  it('takes any page and keeps places inside it', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</script>',
      '<p onclick="',
      '"',
      '>',
      'a&amp;b',
      '&#65',
      '\r\n',
      "'",
      'srcdoc=',
      '<iframe ',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = pieces.join('');
        for (const script of extractScripts(html).scripts) {
          for (let at = 0; at <= script.text.length; at++) {
            const place = script.pageOffset(at);
            assert.ok(place >= 0 && place <= html.length);
          }
        }
      }),
    );
  });
});

describe('alignOffsets', () => {
  it('follows references of every kind', () => {
    const raw = 'a&amp;amp;&#x1F600;&lt&unknown;&amp=b\r\nc';
    const decoded = 'a&amp;\u{1F600}<&unknown;&amp=b\nc';
    const map = alignOffsets(raw, decoded);
    for (const mark of ['b', 'c', '&unknown']) {
      assert.equal(map[decoded.indexOf(mark)], raw.indexOf(mark));
    }
    assert.equal(map[decoded.length], raw.length);
  });
});
