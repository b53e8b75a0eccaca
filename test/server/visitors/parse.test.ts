import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxEntries, parseReports } from '../../../server/visitors/parse.ts';

const violation = {
  type: 'csp-violation',
  url: 'https://shop.example/pay?token=1',
  age: 10,
  body: {
    documentURL: 'https://shop.example/pay?token=1',
    blockedURL: 'https://evil.example/x.js',
    effectiveDirective: 'script-src-elem',
    disposition: 'report',
    sourceFile: 'https://shop.example/app.js',
    lineNumber: 3,
    columnNumber: 14,
    sample: 'x'.repeat(300),
  },
};

describe('reading reports', () => {
  it('reads the Reporting API, in a list or singly', () => {
    for (const body of [[violation], violation]) {
      const { reports, malformed } = parseReports(JSON.stringify(body));
      assert.equal(malformed, 0);
      assert.deepEqual(reports, [
        {
          directive: 'script-src-elem',
          blocked: 'https://evil.example/x.js',
          page: 'https://shop.example/pay?token=1',
          source: 'https://shop.example/app.js',
          line: 3,
          column: 14,
          sample: 'x'.repeat(100),
          disposition: 'report',
        },
      ]);
    }
  });

  it('reads application/csp-report as browsers of every age send it', () => {
    const old = {
      'document-uri': 'https://shop.example/',
      'violated-directive': "script-src 'self'",
      'blocked-uri': 'inline',
    };
    const [report] = parseReports(JSON.stringify({ 'csp-report': old })).reports;
    assert.equal(report!.directive, "script-src 'self'");
    assert.equal(report!.blocked, 'inline');
    assert.equal(report!.disposition, null);
  });

  it('reads violations of an integrity policy', () => {
    const body = {
      documentURL: 'https://shop.example/',
      blockedURL: 'https://cdn.example/lib.js',
      destination: 'script',
      reportOnly: true,
    };
    const [report] = parseReports(JSON.stringify([{ type: 'integrity-violation', body }])).reports;
    assert.deepEqual(
      [report!.directive, report!.blocked],
      ['integrity-policy', 'https://cdn.example/lib.js'],
    );
  });

  it('counts reports of other kinds and entries that are none', () => {
    const body = [
      { type: 'deprecation', url: 'https://shop.example/', body: {} },
      7,
      null,
      { type: 'csp-violation' },
    ];
    const { reports, malformed, otherKinds } = parseReports(JSON.stringify(body));
    assert.deepEqual([reports.length, malformed, otherKinds], [0, 3, 1]);
  });

  it('looks at so many entries of a body and counts the rest', () => {
    const { reports, beyond } = parseReports(JSON.stringify(Array(maxEntries + 5).fill(violation)));
    assert.deepEqual([reports.length, beyond], [maxEntries, 5]);
  });

  for (const text of ['', '{', 'null', '7', '"x"', '{}', '[[]]', '{"csp-report": []}', '\ufeff{}'])
    it(`counts ${JSON.stringify(text)} as malformed`, () => {
      assert.deepEqual(parseReports(text), { reports: [], malformed: 1, otherKinds: 0, beyond: 0 });
    });

  it('takes any text without throwing, and bounds every part', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const { reports, malformed, otherKinds } = parseReports(text);
        assert.ok(reports.length + malformed + otherKinds <= maxEntries);
      }),
    );
  });

  it('takes any values in the right places, and bounds every part', () => {
    const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 5000 }));
    const names = [
      'documentURL',
      'blockedURL',
      'effectiveDirective',
      'sourceFile',
      'sample',
      'lineNumber',
      'disposition',
    ];
    const body = fc.record(Object.fromEntries(names.map((name) => [name, value])));
    fc.assert(
      fc.property(body, (fields) => {
        const { reports } = parseReports(JSON.stringify([{ type: 'csp-violation', body: fields }]));
        for (const report of reports) {
          for (const part of Object.values(report)) {
            if (typeof part === 'string')
              assert.ok(part.length <= 2048 && part.isWellFormed() && !part.includes('\0'));
          }
        }
      }),
    );
  });
});
