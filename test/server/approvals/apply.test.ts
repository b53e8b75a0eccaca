import assert from 'node:assert/strict';
import type { Behaviour } from '../../../core/schema/index.ts';
import { applyApprovals, type Approval } from '../../../server/approvals/index.ts';
import { compare, type ScriptState } from '../../../server/drift/index.ts';
import { page, script, site, version } from '../drift/states.ts';

const nothing: Behaviour = { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [] };

function approval(parts: Partial<Approval>): Approval {
  return {
    id: '1',
    scope: 'script',
    target: 'https://shop.example/app.js',
    decision: 'approved',
    owner: null,
    purpose: null,
    justification: 'our own bundle',
    decidedBy: 'ada',
    decidedAt: '2025-12-01T00:00:00Z',
    expiresAt: null,
    behaviour: null,
    ...parts,
  };
}

function weigh(
  before: ScriptState[],
  after: ScriptState[],
  approvals: Approval[],
): { told: string[]; ended: string[] } {
  const state = site({ crawl: 'crawl-2', scripts: after });
  const old = site({ scripts: before });
  const { changes, ended } = applyApprovals(compare(old, state), state, approvals, old);
  return {
    told: changes.map((change) => `${change.severity} ${change.kind}`),
    ended: ended.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

const vendor = { id: 'v', label: 'v', host: 'cdn.tags.example', url: 'https://cdn.tags.example/t.js' };

describe('approvals', () => {
  it('lower what was foreseen to info and keep it in the list', () => {
    assert.deepEqual(
      weigh([], [script(vendor)], [approval({ scope: 'vendor', target: 'tags.example' })]).told,
      ['info script-added'],
    );
  });

  it('say who approved and why', () => {
    const state = site({ crawl: 'crawl-2', scripts: [script(vendor)] });
    const { changes } = applyApprovals(compare(site(), state), state, [
      approval({ scope: 'host', target: 'cdn.tags.example' }),
    ]);
    assert.match(changes[0]!.message, /approved by ada: our own bundle/);
  });

  it('are lost when the script gains behaviour, which is told with the reason', () => {
    const after = script({ versions: [version('b', { does: { hosts: ['stats.invalid'] } })] });
    const { told, ended } = weigh([script()], [after], [approval({ behaviour: nothing })]);
    assert.deepEqual(told, ['medium script-behaviour', 'medium approval-lost']);
    assert.deepEqual(ended, ['1: gained hosts stats.invalid']);
  });

  it('are not lost for what the script did under them already, though only a newer detector sees it', () => {
    const does = { hosts: ['stats.example'] };
    const [old, now] = ['a', 'b'].map((name) => script({ versions: [version(name, { does })] }));
    const approved = approval({ behaviour: nothing });
    assert.deepEqual(weigh([old!], [old!], [approved]), { told: [], ended: [] });
    assert.deepEqual(weigh([old!], [now!], [approved]), { told: ['info script-changed'], ended: [] });
  });

  it('keep an announced release quiet when its behaviour was approved', () => {
    const after = script({ versions: [version('b', { does: { hosts: ['stats.invalid'] } })] });
    const announced = approval({ behaviour: { ...nothing, hosts: ['stats.invalid'] } });
    assert.deepEqual(weigh([script()], [after], [announced]).told, ['info script-behaviour']);
  });

  it('keep all of an announced release quiet: the new host, too, and the approval of the script', () => {
    const after = script({ versions: [version('b', { does: { hosts: ['stats.invalid'] } })] });
    const hosts = [{ host: 'stats.invalid', resourceTypes: [], scripts: [after.id] }];
    const old = site({ scripts: [script()] });
    const now = site({ scripts: [after], pages: [page({ hosts })], crawl: 'crawl-2' });
    const behaviour = { ...nothing, hosts: ['stats.invalid'] };
    const announced = approval({ id: '2', scope: 'structure', target: 'structure-b', behaviour });
    const weighed = (...approvals: Approval[]): string[] =>
      applyApprovals(compare(old, now), now, approvals, old).changes.map(
        ({ severity, kind }) => `${severity} ${kind}`,
      );
    assert.deepEqual(weighed(approval({ behaviour: nothing }), announced), [
      'info host-added',
      'info script-behaviour',
    ]);
    assert.deepEqual(weighed(approval({ behaviour: nothing })), [
      'medium host-added',
      'medium script-behaviour',
      'medium approval-lost',
    ]);
  });

  it('of a vendor do not lower what is high or critical', () => {
    const reader = script({ ...vendor, versions: [version('z', { does: { fields: ['#card-number'] } })] });
    assert.deepEqual(weigh([], [reader], [approval({ scope: 'vendor', target: 'tags.example' })]).told, [
      'critical script-added',
    ]);
  });

  for (const scope of ['script', 'host', 'vendor'] as const)
    it(`by ${scope} never lower a malicious verdict`, () => {
      const bad = script({ ...vendor, versions: [version('b', { verdict: 'malicious' })] });
      const target = { script: 'v', host: 'cdn.tags.example', vendor: 'tags.example' }[scope];
      const { told } = weigh([script(vendor)], [bad], [approval({ scope, target })]);
      assert.ok(told.includes('critical verdict-changed'), told.join());
    });

  const bad = script({ versions: [version('b', { verdict: 'malicious' })] });
  const mistake = { scope: 'structure', target: 'structure-b', decision: 'false-positive' } as const;

  it('as a false positive on that structure hash lower the verdict until the end date', () => {
    const { told } = weigh([script()], [bad], [approval({ ...mistake, expiresAt: '2026-02-01T00:00:00Z' })]);
    assert.deepEqual(told, ['info verdict-changed', 'info script-changed']);
  });

  for (const [why, parts] of [
    ['ended', { expiresAt: '2025-12-31T00:00:00Z' }],
    ['has no end date', { expiresAt: null }],
    ['is about another structure', { expiresAt: '2026-02-01T00:00:00Z', target: 'structure-a' }],
  ] as const)
    it(`as a false positive that ${why} lower nothing`, () => {
      const { told } = weigh([script()], [bad], [approval({ ...mistake, ...parts })]);
      assert.ok(told.includes('critical verdict-changed'));
    });

  it('that expired lower nothing', () => {
    const expired = approval({ scope: 'vendor', target: 'tags.example', expiresAt: '2025-12-31T00:00:00Z' });
    assert.deepEqual(weigh([], [script(vendor)], [expired]).told, ['medium script-added']);
  });

  it('that reject raise what comes or does more, and say who', () => {
    const rejected = approval({ scope: 'vendor', target: 'tags.example', decision: 'rejected' });
    assert.deepEqual(weigh([], [script(vendor)], [rejected]).told, ['high script-added']);
    const does = script({ ...vendor, versions: [version('b', { does: { storage: ['cookie'] } })] });
    assert.deepEqual(weigh([script(vendor)], [does], [rejected]).told, ['high script-behaviour']);
    const other = script({ ...vendor, versions: [version('b', { structureHash: 'structure-a' })] });
    assert.deepEqual(weigh([script(vendor)], [other], [rejected]).told, ['info script-cosmetic']);
    assert.deepEqual(weigh([script(vendor)], [], [rejected]).told, ['info script-removed']);
  });
});
