import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'parse5';
import type { SiteReport } from '../../../core/schema/index.ts';
import { renderSiteReport, renderSiteText } from '../../../server/reports/index.ts';
import { reportWith } from './sample.ts';

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
      if (name === 'href') assert.match(value, /^#[a-z]+(?:-\d+)?$/);
    }
  }
}

describe('the site report as a page', () => {
  it('says first what matters, then names every section', () => {
    const source = renderSiteReport(reportWith());
    assert.match(source, /<h1>1 malicious script in this period<\/h1>/);
    for (const title of [
      'Findings',
      'Changes',
      'Alerts',
      'Script inventory',
      'Monitoring cadence',
      'Coverage',
    ])
      assert.match(source, new RegExp(`>${title}</h2>`));
  });

  it('tells who approved what and why, and who saw to an alert', () => {
    const source = renderSiteReport(reportWith());
    for (const part of ['Ada Example', 'own code', 'Payments team', 'Security desk', 'Bo Example'])
      assert.ok(source.includes(part), part);
  });

  it('writes the addresses of findings so that nobody opens them', () => {
    const source = renderSiteReport(reportWith());
    assert.ok(source.includes('collect[.]evil[.]example'));
    assert.ok(!source.includes('collect.evil.example'));
    assert.ok(!renderSiteText(reportWith()).includes('collect.evil.example'));
  });

  it('shows markup, formulas and control characters from outside as text', () => {
    const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'</title></style>=cmd|' /C calc'!A0\u202egpj.\x1b[31m`;
    const source = renderSiteReport(reportWith(attack));
    assertInert(source);
    assert.doesNotMatch(source, /[\u202a-\u202e\x1b]/);
    assert.doesNotMatch(renderSiteText(reportWith(attack)), /[\u202a-\u202e\x1b]/);
  });

  it('stays inert and well formed whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => assertInert(renderSiteReport(reportWith(text)))),
      { numRuns: 15 },
    );
  });

  it('stays readable however much there is', () => {
    const { scripts, changes, ...rest } = reportWith();
    const many: SiteReport = {
      ...rest,
      scripts: Array.from({ length: 3000 }, (_, id) => ({
        ...scripts[0]!,
        id: String(id),
        label: 'x'.repeat(5000),
      })),
      changes: { items: Array.from({ length: 2000 }, () => changes.items[0]!), left: 9000 },
    };
    const source = renderSiteReport(many);
    assert.ok(source.length < 4_000_000, String(source.length));
    assert.match(source, /2,000 more scripts/);
  });

  it('says so where there is nothing', () => {
    const empty: SiteReport = {
      ...reportWith(),
      scripts: [],
      pages: [],
      alerts: [],
      findings: { scripts: [], leaks: [] },
      changes: { items: [], left: 0 },
    };
    assertInert(renderSiteReport(empty));
    assert.match(renderSiteReport(empty), /No alert was raised/);
  });
});
