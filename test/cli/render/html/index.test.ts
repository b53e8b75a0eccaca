import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parse } from 'parse5';
import { renderHtml } from '../../../../cli/render/html/index.ts';
import type { ReportModel } from '../../../../cli/render/model.ts';
import { crawlModel, entryOf, evidenceOf, receiptOf, sightingOf, skimmerOf } from '../builders.ts';

const context = { at: '2026-01-02T03:04:05.000Z', toolVersion: '1.2.3', cwd: '/home/ada/shop' };
const page = (model: ReportModel): string => renderHtml(model, context);

interface Node {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
}

/** Every element of a page as a browser would build it. */
function elementsOf(source: string): Node[] {
  const found: Node[] = [];
  const walk = (node: Node): void => {
    found.push(node);
    for (const child of node.childNodes ?? []) walk(child);
  };
  walk(parse(source));
  return found;
}

/** Elements that no text from outside may bring in, and attributes that act. */
function assertInert(source: string): void {
  const known =
    /^(?:#|html$|head$|meta$|title$|style$|body$|main$|header$|section$|article$|footer$|h[1-3]$|p$|[abi]$|ul$|ol$|li$|dl$|d[td]$|div$|span$|time$|code$|pre$|table$|t(?:head|body|r|d|h)$)/;
  for (const { nodeName, attrs = [] } of elementsOf(source)) {
    assert.match(nodeName, known);
    for (const { name, value } of attrs) {
      assert.doesNotMatch(name, /^on|^style$|^src/);
      if (name === 'href') assert.match(value, /^#finding-\d+$/);
    }
  }
}

describe('the HTML report', () => {
  it('starts with the verdict in words', () => {
    assert.match(page(crawlModel([skimmerOf(), entryOf()])), /<h1>1 malicious script found<\/h1>/);
    assert.match(page(crawlModel([entryOf()])), /<h1>Nothing malicious found<\/h1>/);
    assert.match(
      page(crawlModel([entryOf()], receiptOf({ complete: false }))),
      /Nothing malicious in what was seen/,
    );
  });

  it('tells what a finding reads, where that goes, where it stands and who says so', () => {
    const source = page(crawlModel([skimmerOf()]));
    for (const part of [
      '#card-number',
      'stats[.]evil[.]example',
      'line 12, column 340',
      'detector test',
      '2 January 2026',
    ]) {
      assert.ok(source.includes(part), part);
    }
    assert.ok(!source.includes('stats.evil.example'));
  });

  it('allows its own style sheet and nothing else', () => {
    const source = page(crawlModel([skimmerOf()]));
    const style = /<style>([^]*?)<\/style>/.exec(source)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    const allowed = `content="default-src 'none'; style-src 'sha256-${hash}';`;
    assert.ok(source.replaceAll('&#39;', "'").includes(allowed));
    assertInert(source);
  });

  it('shows markup, code and names from outside as text', () => {
    const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'</title></style>\u202egpj.\x1b[31m`;
    const hostile = skimmerOf({
      path: `https://evil.example/${attack}`,
      evidence: [
        evidenceOf({
          message: attack,
          snippet: attack,
          field: attack,
          host: attack,
          rule: attack,
          steps: [{ message: attack }, { message: attack }],
        }),
      ],
      sightings: [sightingOf({ pageUrl: attack, initiator: { kind: 'script', url: attack } })],
      reason: attack,
      model: { version: attack },
      similar: [{ family: attack, similarity: 0.9 }],
    });
    const shortfalls = [{ code: attack, message: attack, url: attack, count: 2, blocking: false }];
    const source = page({ ...crawlModel([hostile], receiptOf({ shortfalls })), subject: attack });
    assertInert(source);
    assert.doesNotMatch(source, /[\u202a-\u202e\x1b]/);
    assert.match(source, /<span class="odd">\\u202e<\/span>/);
  });

  it('stays inert and well formed whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        assertInert(
          page(
            crawlModel([skimmerOf({ path: text, evidence: [evidenceOf({ message: text, snippet: text })] })]),
          ),
        ),
      ),
      { numRuns: 60 },
    );
  });

  it('bounds a name as long as a script', () => {
    assert.ok(
      page(crawlModel([entryOf({ path: `data:text/javascript,${'x'.repeat(5_000_000)}` })])).length < 60_000,
    );
  });

  it('lists what was not seen', () => {
    const shortfalls = [{ code: 'time-budget', message: 'Time ran out', count: 3, blocking: true }];
    assert.match(
      page(crawlModel([entryOf()], receiptOf({ complete: false, shortfalls }))),
      /3 × Time ran out/,
    );
  });
});
