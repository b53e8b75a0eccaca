import assert from 'node:assert/strict';
import type { Analyzer } from '../../../analyzer/analyzer.ts';
import { queueUpgrade, StoreQueue, upgradeAnalyses } from '../../../server/jobs/index.ts';
import { decide } from '../../../server/approvals/decide.ts';
import { activeApprovals, listChanges, listScripts } from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { crawlOnce, realAnalyzer, watchedShop } from './site.ts';

const scripts = [
  { body: 'function one(a, b) { return a + b }', url: 'https://cdn.example/one.js' },
  { body: 'function two(a, b) { return a + b }', url: 'https://cdn.example/two.js' },
  { body: 'function six(a, b) { return a + b }', url: 'https://cdn.example/six.js' },
];

/** The real analyzer as a later version that is wary of `one` and sure about `two`. */
async function laterAnalyzer(): Promise<Analyzer> {
  const { analyzer } = await realAnalyzer.acquire();
  return {
    version: `${analyzer.version}+later`,
    close: () => Promise.resolve(),
    async analyze(input) {
      const result = await analyzer.analyze(input);
      const text = Buffer.from(input.bytes).toString();
      const verdict = text.includes('one')
        ? 'suspicious'
        : text.includes('two')
          ? 'malicious'
          : result.analysis.verdict;
      return { ...result, analysis: { ...result.analysis, verdict } };
    },
  };
}

onEveryDatabase('a detector upgrade', (databases) => {
  it('tells in one digest what it alone changed, and what is malicious now by itself; once', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { store } = context;
    site.show({ url: 'https://shop.example/', scripts });
    await crawlOnce(context, siteId);
    const later = await laterAnalyzer();
    assert.notEqual(await queueUpgrade(store, new StoreQueue(store), later.version, Date.now()), null);
    assert.equal(await upgradeAnalyses(context, later), 3);
    assert.equal(await upgradeAnalyses(context, later), 0);
    const { items } = await listChanges(store.db);
    assert.deepEqual(
      items.map(({ kind, severity, subject }) => `${severity} ${kind} ${subject.url}`).sort(),
      ['critical verdict-changed https://cdn.example/two.js', 'info detector-upgrade https://shop.example/'],
    );
    assert.match(
      items.find((one) => one.kind === 'detector-upgrade')!.message,
      /one\.js \(benign to suspicious\)/,
    );
    const worst = (await listScripts(store.db, { siteId })).items.map((script) => script.verdict);
    assert.deepEqual(worst.sort(), ['benign', 'malicious', 'suspicious']);
    const next = {
      ...context,
      analyzers: {
        ...realAnalyzer,
        acquire: () => Promise.resolve({ analyzer: later, release: () => Promise.resolve() }),
      },
    };
    assert.deepEqual(await crawlOnce(next, siteId), []);
  });

  it('does not make what a changed script did all along look new, and takes no approval away', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { db } = context.store;
    const show = (comment: string): unknown =>
      site.show({
        url: 'https://shop.example/',
        scripts: scripts.map((one) => ({ ...one, body: one.body + comment })),
      });
    show('');
    await crawlOnce(context, siteId);
    const items = (await listScripts(db, { siteId })).items;
    for (const { id } of items)
      await decide(db, {
        siteId,
        scope: 'script',
        target: String(id),
        decision: 'approved',
        decidedBy: 'Ann',
      });
    const { analyzer } = await realAnalyzer.acquire();
    // As a later version that sees more in the same code.
    const keen: Analyzer = {
      version: `${analyzer.version}+keen`,
      close: () => Promise.resolve(),
      async analyze(input) {
        const { analysis, ...rest } = await analyzer.analyze(input);
        const behaviour = { ...analysis.behaviour, hosts: ['seen.example'] };
        return { ...rest, analysis: { ...analysis, behaviour } };
      },
    };
    const next = {
      ...context,
      analyzers: {
        ...realAnalyzer,
        acquire: () => Promise.resolve({ analyzer: keen, release: () => Promise.resolve() }),
      },
    };
    show('/* next */');
    assert.deepEqual(
      (await crawlOnce(next, siteId)).map((change) => change.split(' ').slice(0, 2).join(' ')),
      Array(3).fill('info script-cosmetic'),
    );
    await upgradeAnalyses(context, keen);
    assert.deepEqual(await crawlOnce(next, siteId), []);
    assert.equal((await activeApprovals(db, { siteId })).length, 3);
  });

  it('is silent about a false positive that a person declared', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { db } = context.store;
    site.show({ url: 'https://shop.example/', scripts: [scripts[1]!] });
    await crawlOnce(context, siteId);
    const [script] = (await listScripts(db, { siteId })).items;
    await decide(db, {
      siteId,
      scope: 'structure',
      target: script!.structureHash!,
      decision: 'false-positive',
      decidedBy: 'Ann',
      justification: 'our own',
      expiresAt: Date.now() + 86_400_000,
    });
    await upgradeAnalyses(context, await laterAnalyzer());
    assert.deepEqual(
      (await listChanges(db)).items.map((change) => change.kind),
      ['detector-upgrade'],
    );
  });
});
