import assert from 'node:assert/strict';
import { examine, type Examination } from '../../analyzer/examine.ts';

const look = (path: string, content: string | Uint8Array, media?: 'js' | 'html'): Examination =>
  examine({ path, bytes: Buffer.from(content), level: 'full', ...(media && { media }) });

describe('examine', () => {
  const verdicts: [
    behaviour: string,
    path: string,
    content: string | Uint8Array,
    media: string,
    reason?: string,
  ][] = [
    ['a script', 'a.js', 'a()', 'js'],
    ['a page', 'a.html', '<script>a()</script>', 'html'],
    ['an empty file', 'a.js', '', 'js'],
    ['a picture', 'a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0), 'other', 'binary'],
    ['a picture named as a script', 'a.js', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'other', 'binary'],
    ['a script that is a picture as well', 'a.gif', 'GIF89a=1;fetch("/")', 'js'],
    ['a style sheet', 'a.css', 'p { color: red }', 'other', 'not-script'],
    ['prose without a name', '-', 'Dear reader, it was a dark and stormy night.', 'other', 'not-script'],
    ['text named as a script', 'a.js', ') it was (( a dark and stormy night', 'js'],
  ];
  for (const [behaviour, path, content, media, reason] of verdicts) {
    it(`knows ${behaviour}`, () => {
      const found = look(path, content);
      assert.deepEqual([found.media, found.reason], [media, reason]);
    });
  }

  it('reads UTF-16 and invalid UTF-8', () => {
    for (const bytes of [Buffer.from('\ufeffa("ü")', 'utf16le'), Buffer.from('a("ü")', 'latin1')]) {
      assert.equal(look('a.js', bytes).scripts[0]!.parse.mode, 'script');
    }
  });

  it('judges nameless text as a script when the caller says so', () => {
    assert.equal(look('-', 'Dear reader, it was a dark night.', 'js').reason, undefined);
  });

  it('gives places of a page in the page', () => {
    const error = look('a.html', '<p>\n  <script>\nvar a = = 1; b(c); d(e); f(g)</script>').scripts[0]!.parse
      .error;
    assert.deepEqual(error?.location, { line: 3, column: 9 });
  });

  it('hashes a script of a page by its own source', () => {
    const [inline] = look('a.html', '<script>a()</script>').scripts;
    const [alone] = look('a.js', 'a()').scripts;
    assert.equal(inline!.sha256, alone!.sha256);
    assert.equal(inline!.structureHash, alone!.structureHash);
  });

  it('gives no structure hash to what was parsed loosely', () => {
    const [script] = look('a.js', 'a(b); c(d); var e = f(g); h(').scripts;
    assert.deepEqual([script!.parse.mode, script!.structureHash, script!.shapeHash], ['loose', null, null]);
  });

  it('is deterministic', () => {
    const one = look('a.js', 'fetch("https://a.example/?" + b.value)').scripts[0]!;
    const other = look('a.js', 'fetch("https://a.example/?" + b.value)').scripts[0]!;
    assert.deepEqual({ ...one, timings: null }, { ...other, timings: null });
  });

  it('looks at tokens only when asked to', () => {
    const found = examine({
      path: 'a.js',
      bytes: Buffer.from('fetch("https://a.example/")'),
      level: 'tokens',
    });
    assert.deepEqual([found.partial, found.scripts[0]!.parse.mode], [true, 'none']);
    assert.deepEqual(found.scripts[0]!.behaviour.hosts, ['a.example']);
  });
});
