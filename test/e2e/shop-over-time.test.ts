import assert from 'node:assert/strict';
import type { Analyzer } from '../../analyzer/analyzer.ts';
import { createAnalyzer } from '../../analyzer/index.ts';
import type { Change } from '../../core/schema/index.ts';
import { loadReleases, type ExpectedChange } from '../../samples/shop/index.ts';
import { dedupeKey, severityRank, tellOnce, type JudgedCapture } from '../../server/drift/index.ts';
import { changesBetween, Film } from './support/film.ts';

const releases = await loadReleases();
const abTest = releases.find(({ meta }) => meta.name === 'ab-test')!.meta.number;

describe('the sample shop over time', function () {
  this.timeout(400_000);
  const told = new Map<number, Change[]>();
  let sides: { a: JudgedCapture; b: JudgedCapture };

  before(async () => {
    await using analyzer = await analyzerInUse();
    // Three films, each of a third of the time: a crawl mostly waits for pages to settle.
    const cut = [0, 1, 2, 3].map((third) => Math.round((third * releases.length) / 3));
    await Promise.all([0, 1, 2].map((film) => watch(analyzer, cut[film]!, cut[film + 1]!)));
  });

  /** Crawls the releases in turn and notes the changes from each to the next. */
  async function watch(analyzer: Analyzer, from: number, to: number): Promise<void> {
    const film = new Film(analyzer);
    let last: JudgedCapture | null = null;
    for (let number = from; number <= to; number++) {
      // Once the A/B test runs, stay on the side that its first visitor got.
      const now = await film.shoot(number, number > abTest ? 'a' : undefined);
      if (last) told.set(number, changesBetween(last, now));
      if (last && number === abTest) sides = { a: now, b: await film.shoot(number, 'b') };
      last = now;
    }
  }

  for (const { meta } of releases) {
    it(`release ${meta.number}, ${meta.name}: tells exactly ${words(meta.expects)}`, () => {
      const changes = told.get(meta.number)!;
      assert.deepEqual(changes.map(outline).sort(), meta.expects.map(outline).sort(), messages(changes));
      for (const expected of meta.expects)
        assert.ok(
          changes.some((one) => matches(one, expected)),
          `${JSON.stringify(expected)}\nnot among\n${messages(changes)}`,
        );
    });
  }

  it('raises its voice for a new host, a weaker policy and the card reader only', () => {
    const loud = [...told].filter(([, changes]) =>
      changes.some(({ severity }) => severityRank(severity) >= severityRank('medium')),
    );
    assert.deepEqual(loud.map(([number]) => releases[number - 1]!.meta.name).sort(), [
      'card-reader',
      'new-analytics',
      'weaker-policy',
    ]);
  });

  it('names the line of the script that takes the card', () => {
    const change = told.get(releases.length)!.find(({ kind }) => kind === 'script-behaviour');
    const reason = change?.evidence.find(({ host }) => host === 'rec.clearpath-replay.localhost');
    assert.match(reason?.field ?? '', /cc-/);
    assert.ok(reason!.location.line >= 1);
  });

  it('tells each side of the A/B test once, then no more', () => {
    const { a, b } = sides;
    const known = new Set(told.get(abTest)!.map(dedupeKey));
    const tell = (old: JudgedCapture, now: JudgedCapture): string[] => {
      const fresh = tellOnce(changesBetween(old, now), known);
      for (const change of fresh) known.add(dedupeKey(change));
      return fresh.map((change) => `${outline(change)} ${/ribbon-[ab]/.exec(change.message)?.[0]}`);
    };
    assert.deepEqual(tell(a, b), ['low script-added ribbon-b', 'info script-removed ribbon-a']);
    assert.deepEqual(tell(b, a), ['info script-removed ribbon-b']);
    assert.deepEqual(tell(a, b), []);
    assert.deepEqual(tell(b, a), []);
  });
});

async function analyzerInUse(): Promise<Analyzer & AsyncDisposable> {
  const analyzer = await createAnalyzer({ workers: 2 });
  return Object.assign(analyzer, { [Symbol.asyncDispose]: () => analyzer.close() });
}

function outline({ severity, kind }: Pick<Change, 'severity' | 'kind'>): string {
  return `${severity} ${kind}`;
}

function words(expects: readonly ExpectedChange[]): string {
  return Object.entries(Object.groupBy(expects, outline))
    .map(([name, all]) => `${all!.length} ${name}`)
    .join(', ');
}

function matches(change: Change, { kind, severity, about, says = [] }: ExpectedChange): boolean {
  return (
    change.kind === kind &&
    change.severity === severity &&
    // Without the port, which is another one in every test.
    [about, ...says].every((part) => change.message.replace(/:\d+\//g, '/').includes(part))
  );
}

function messages(changes: readonly Change[]): string {
  return changes.map((change) => `${outline(change)}: ${change.message}`).join('\n');
}
