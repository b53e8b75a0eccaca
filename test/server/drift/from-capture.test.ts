import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  compare,
  statesOfCaptures,
  type JudgedCapture,
  type VersionFacts,
} from '../../../server/drift/index.ts';
import { makeCapture, type MadePage } from '../store/captures.ts';

const home = 'https://shop.example/';

/** A capture whose bodies have the structure that stands before their first `;`. */
function judged(pages: readonly MadePage[], day: number): JudgedCapture {
  const bodies = pages.flatMap((page) => (page.scripts ?? []).map((script) => script.body));
  const versions = new Map(
    bodies.map((body): [string, VersionFacts] => {
      const hash = sha256(body.split(';')[0]!);
      const analysis = {
        structureHash: hash,
        shapeHash: hash,
        verdict: 'benign',
        category: null,
        scores: null,
        evidence: [],
        partial: false,
        behaviour: { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [] },
      } as unknown as VersionFacts['analysis'];
      return [sha256(body), { analysis, library: null, sensitiveHash: 'same' }];
    }),
  );
  return { capture: makeCapture(pages, day), versions, id: `crawl ${day}` };
}

function drift(old: readonly MadePage[], now: readonly MadePage[]): string[] {
  const { before, after } = statesOfCaptures(judged(old, 1), judged(now, 2));
  return compare(before, after).map(({ kind, message }) => `${kind}: ${message}`);
}

describe('states of two captures', () => {
  const long = `app(${'x'.repeat(300)})`;

  it('follows a file that moved to another folder', () => {
    const at = (folder: string, body: string): MadePage[] => [
      { url: home, scripts: [{ body, url: `${home}${folder}/app.js` }] },
    ];
    assert.deepEqual(drift(at('assets', long), at('build', long)), []);
    assert.deepEqual(drift(at('assets', long), at('build', `${long};/* 2 */`)), [
      `script-cosmetic: Script ${home}build/app.js changed in spacing, comments or local names only.`,
    ]);
  });

  it('follows an inline script with other code by the place it stands at', () => {
    const around = (body: string): MadePage[] => [
      { url: home, scripts: [{ body: 'first()' }, { body }, { body: 'last()' }] },
    ];
    assert.deepEqual(drift(around('old()'), around('fresh()')), [
      `script-changed: Script inline on ${home} has other code that reads, contacts and runs nothing new.`,
    ]);
  });

  it('tells a script that some visitors do not get any more', () => {
    const visit = (visitor: string, ...bodies: string[]): MadePage => ({
      url: `${home}?${visitor}`,
      scripts: bodies.map((body) => ({ body, url: `${home}${body.slice(0, 4)}.js` })),
      visit: { visitor },
    });
    const same = [visit('plain', 'everyone()', 'some()'), visit('phone', 'everyone()', 'some()')];
    const apart = [visit('plain', 'everyone()'), visit('phone', 'everyone()', 'some()')];
    assert.deepEqual(drift(same, apart), [
      `visitor-divergence: Script ${home}some.js is served to phone but not to plain.`,
    ]);
    assert.deepEqual(drift(apart, apart), []);
  });

  it('tells a journey step that is reached no more', () => {
    const step = (index: number, failed: boolean): MadePage => ({
      url: `${home}${index}`,
      failed,
      visit: { step: { journey: 'buy', index } },
    });
    assert.deepEqual(drift([step(0, false), step(1, false)], [step(0, false), step(1, true)]), [
      'step-not-reached: Step 2 (step 2) of journey buy was not reached: what lies behind it was not looked at.',
    ]);
  });

  it('lets an unreached page keep its scripts', () => {
    const cart: MadePage = { url: `${home}cart`, scripts: [{ body: long, url: `${home}cart.js` }] };
    const front: MadePage = { url: home, scripts: [{ body: 'front()' }] };
    assert.deepEqual(drift([front, cart], [front, { url: `${home}cart`, failed: true }]), []);
  });
});
