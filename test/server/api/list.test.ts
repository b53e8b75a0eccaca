import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commaList, csvOf } from '../../../server/api/list.ts';

describe('CSV of a list', () => {
  it('has a header and one row an item', () => {
    const csv = csvOf([
      { id: '1', url: 'https://a.example/x.js', score: 3, tags: ['a', 'b'] },
      { id: '2', url: null, score: 99, tags: [] },
    ]);
    assert.equal(csv, 'id,url,score,tags\r\n1,https://a.example/x.js,3,"[""a"",""b""]"\r\n2,,99,[]\r\n');
  });

  it('keeps the columns it is told when there are no rows', () => {
    assert.equal(csvOf([], true, ['id', 'url']), 'id,url\r\n');
  });

  it('gives a spreadsheet no formula', () => {
    const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\uff1d', '\uff0b', '\uff0d', '\uff20');
    fc.assert(
      fc.property(starts, fc.string(), (start, rest) => {
        const [, row = ''] = csvOf([{ cell: `${start}${rest}` }]).split('\r\n');
        assert.doesNotMatch(row.replace(/^"/, ''), /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
      }),
    );
  });

  it('keeps every text within its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cells = parse(csvOf([{ a: text, b: 'end' }]));
        assert.equal(cells.length, 2);
        assert.equal(cells[1]![1], 'end');
      }),
    );
  });
});

describe('a list of words in a query', () => {
  const schema = commaList(['one', 'two', 'three'] as const);

  it('is repeated or joined by commas', () => {
    assert.deepEqual(schema.parse('one,two'), ['one', 'two']);
    assert.deepEqual(schema.parse(['one', 'two,three']), ['one', 'two', 'three']);
  });

  it('takes nothing else', () => {
    assert.equal(schema.safeParse('four').success, false);
    assert.equal(schema.safeParse('').success, false);
  });
});

/** RFC 4180 in a few lines: quotes, doubled quotes, rows. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (match[0] === '') break;
    rows.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push([]);
  }
  if (rows.at(-1)!.length === 0) rows.pop();
  return rows;
}
