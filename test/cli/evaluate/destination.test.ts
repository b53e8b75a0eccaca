import assert from 'node:assert/strict';
import { destinationOf } from '../../../cli/evaluate/destination.ts';
import { sha256 } from '../../../core/encoding/index.ts';
import type { Analysis } from '../../../core/schema/index.ts';

interface Said {
  sha256?: string;
  evidence?: readonly string[];
  hosts?: readonly string[];
  decoded?: readonly string[];
  requested?: readonly string[];
  verdict?: string;
  scripts?: readonly Analysis[];
}

/** The parts of an analysis that are looked at. */
const said = ({ verdict = 'malicious', ...said }: Said = {}): Analysis =>
  ({
    sha256: said.sha256,
    verdict,
    evidence: (said.evidence ?? []).map((host) => ({ host })),
    behaviour: { hosts: said.hosts ?? [] },
    explanation: {
      decoded: said.decoded ?? [],
      run: { requests: (said.requested ?? []).map((host) => ({ host })) },
    },
    ...(said.scripts && { scripts: said.scripts }),
  }) as unknown as Analysis;
const of = (text: string, analysis: Analysis, media: 'js' | 'html' = 'js') =>
  destinationOf({ text, media }, analysis);

describe('destinationOf', () => {
  it('finds hosts in the source, in decoded strings and in requests', () => {
    assert.ok(of('send("https://stats.invalid/c")', said()).holdsHost);
    assert.ok(of('var host = "stats.invalid";', said()).holdsHost);
    assert.ok(of('', said({ decoded: ['//stats.invalid/c'] })).holdsHost);
    assert.ok(of('', said({ requested: ['stats.invalid'] })).holdsHost);
  });

  it('finds none in names, common libraries and the made-up shop', () => {
    const text =
      'load("https://code.jquery.com/jquery.js"); on("window.name"); ns("http://www.w3.org/2000/svg");';
    assert.ok(!of(text, said({ requested: ['www.shop.example'], hosts: ['code.jquery.com'] })).holdsHost);
  });

  it('tells a host that a reason names from one that is only listed', () => {
    const { namesHost, listsHost } = of('', said({ evidence: ['stats.invalid'] }));
    assert.deepEqual([namesHost, listsHost], [true, true]);
    const listed = of('', said({ evidence: ['cdn.jsdelivr.net'], hosts: ['stats.invalid:8443'] }));
    assert.deepEqual([listed.namesHost, listed.listsHost], [false, true]);
  });

  it("looks at a page's malicious scripts only", () => {
    const guilty = 'send(card, where)';
    const honest = 'load("https://shop.invalid/a.js")';
    const page = `<script>${honest}</script><script>${guilty}</script>`;
    const script = (text: string, verdict: string) => said({ sha256: sha256(text), verdict });
    const judged = (first: string, second: string) =>
      of(page, said({ scripts: [script(honest, first), script(guilty, second)] }), 'html').holdsHost;
    assert.ok(!judged('benign', 'malicious'));
    assert.ok(judged('malicious', 'benign'));
  });
});
