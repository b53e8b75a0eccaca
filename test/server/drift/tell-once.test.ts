import assert from 'node:assert/strict';
import type { Change } from '../../../core/schema/change.ts';
import { compare, dedupeKey, tellOnce, type SiteState } from '../../../server/drift/index.ts';
import { script, site, version } from './states.ts';

const app = 'https://shop.example/app.js';

function drift(before: Partial<SiteState>, after: Partial<SiteState>): Change[] {
  return compare(site(before), site({ crawl: 'crawl-2', ...after }));
}

function told(changes: readonly Change[]): string[] {
  return changes.map((one) => `${one.severity} ${one.kind} ${one.subject.id}`);
}

describe('telling a change once', () => {
  const a = { scripts: [script()] };
  const b = { scripts: [script({ versions: [version('b')] })] };

  it('keeps quiet about the two sides of an A/B test after telling each', () => {
    const there = drift(a, b);
    const back = drift(b, a);
    const history = new Set([...there, ...back].map(dedupeKey));
    assert.equal(tellOnce(there, new Set()).length, 1);
    assert.deepEqual(tellOnce(drift(a, b), history), []);
  });

  it('tells what matters again when it comes back', () => {
    const bad = { scripts: [script({ versions: [version('b', { verdict: 'malicious' })] })] };
    const history = new Set(drift(a, bad).map(dedupeKey));
    assert.deepEqual(told(tellOnce(drift(a, bad), history)), [`critical verdict-changed ${app}`]);
  });

  it('gives equal changes equal ids', () => {
    assert.deepEqual(
      drift(a, b).map((one) => one.id),
      drift(a, b).map((one) => one.id),
    );
  });
});
