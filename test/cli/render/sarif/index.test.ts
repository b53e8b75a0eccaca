import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evidenceRules } from '../../../../analyzer/static/evidence/index.ts';
import { sha256 } from '../../../../core/encoding/index.ts';
import { renderSarif, type SarifLog } from '../../../../cli/render/sarif/index.ts';
import type { ReportModel } from '../../../../cli/render/model.ts';
import { crawlModel, entryOf, evidenceOf, receiptOf, sightingOf, skimmerOf } from '../builders.ts';

const context = { at: '2026-01-02T03:04:05.000Z', toolVersion: '1.2.3', cwd: '/home/ada/shop' };
const filesModel = (entries: ReportModel['entries']): ReportModel => ({
  subject: 's',
  entries,
  complete: true,
});
const runOf = (log: SarifLog): SarifLog['runs'][number] => log.runs[0]!;

/** What SARIF 2.1.0 asks of the parts used here. */
function assertValid(log: SarifLog): void {
  assert.equal(log.version, '2.1.0');
  const { tool, results, artifacts } = runOf(log);
  const ids = tool.driver.rules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const result of results) {
    assert.equal(ids[result.ruleIndex], result.ruleId);
    assert.ok(result.message.text.length > 0);
    assert.ok(result.rank >= 0 && result.rank <= 100);
    const flow = (result.codeFlows ?? []).flatMap(({ threadFlows }) =>
      threadFlows.flatMap(({ locations }) => locations),
    );
    for (const { physicalLocation } of [
      ...result.locations,
      ...(result.relatedLocations ?? []),
      ...flow.map(({ location }) => location),
    ]) {
      if (!physicalLocation) continue;
      const { artifactLocation, region } = physicalLocation;
      assert.match(artifactLocation.uri, /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/);
      if (artifactLocation.index !== undefined) assert.ok(artifacts[artifactLocation.index]);
      if (region) assert.ok(region.startLine >= 1 && region.startColumn >= 1);
    }
  }
}

describe('the SARIF report', () => {
  it('has one result for each reason of a finding, and none for honest scripts', () => {
    const log = renderSarif(
      filesModel([entryOf({ path: 'a.js' }), skimmerOf({ path: 'lib/b c.js' })]),
      context,
    );
    assertValid(log);
    const [result, ...rest] = runOf(log).results;
    assert.equal(rest.length, 0);
    assert.deepEqual(result!.locations[0]!.physicalLocation!.artifactLocation, {
      uri: 'lib/b%20c.js',
      uriBaseId: '%SRCROOT%',
      index: 1,
    });
    assert.deepEqual(
      [result!.locations[0]!.physicalLocation!.region!.startLine, result!.level, result!.properties.host],
      [12, 'error', 'stats.evil.example'],
    );
  });

  it('lists every rule of evidence with what it means and how grave it is', () => {
    const { rules } = runOf(renderSarif(filesModel([]), context)).tool.driver;
    for (const { name, meaning } of evidenceRules) {
      const rule = rules.find(({ id }) => id === name);
      assert.equal(rule?.shortDescription.text, meaning);
      assert.match(rule.properties['security-severity'], /^\d+\.\d$/);
    }
  });

  it('tells the flow step by step', () => {
    const steps = [
      { message: 'reads #card', location: { line: 3, column: 7 } },
      { message: 'sends it', location: { line: 9, column: 1 } },
    ];
    const log = renderSarif(filesModel([skimmerOf({ evidence: [evidenceOf({ steps })] })]), context);
    assertValid(log);
    const [flow] = runOf(log).results[0]!.codeFlows!;
    assert.deepEqual(
      flow!.threadFlows[0]!.locations.map(({ location }) => location.physicalLocation?.region?.startLine),
      [3, 9],
    );
  });

  it('keeps the fingerprint of a finding when its script moves and is reformatted', () => {
    const structureHash = sha256('structure');
    const prints = [
      skimmerOf({ structureHash }),
      skimmerOf({
        structureHash,
        sha256: sha256('other'),
        path: 'https://elsewhere.example/x.js',
        evidence: [evidenceOf({ location: { line: 1, column: 1 } })],
      }),
    ].map((entry) => runOf(renderSarif(filesModel([entry]), context)).results[0]!.partialFingerprints);
    assert.deepEqual(prints[0], prints[1]);
  });

  it('names pages where a crawl met the script, inline code at its place in the page', () => {
    const sightings = [sightingOf({ kind: 'inline', url: null, line: 20, column: 5 })];
    const log = renderSarif(crawlModel([skimmerOf({ sightings })]), context);
    assertValid(log);
    assert.equal(runOf(log).results[0]!.relatedLocations![0]!.physicalLocation!.region!.startLine, 31);
  });

  it('notes what was not seen, and leaked test data', () => {
    const shortfalls = [{ code: 'time-budget', message: 'Time ran out', count: 1, blocking: true }];
    const model = crawlModel(
      [entryOf({ verdict: 'unanalysed', scores: null, reason: 'timeout' })],
      receiptOf({ complete: false, shortfalls }),
    );
    const leak = {
      visitId: 'v1',
      field: '#card',
      host: 'evil.example',
      url: 'https://evil.example/',
      encoding: 'plain',
      via: 'fetch',
      expected: false,
    };
    const log = renderSarif({ ...model, crawl: { ...model.crawl!, canaryLeaks: [leak] } }, context);
    assertValid(log);
    const [invocation] = runOf(log).invocations;
    assert.equal(invocation!.executionSuccessful, false);
    assert.deepEqual(
      invocation!.toolExecutionNotifications.map(({ descriptor }) => descriptor.id),
      ['time-budget', 'unanalysed'],
    );
    assert.equal(runOf(log).results[0]!.ruleId, 'test-data-leaked');
  });

  it('takes any path and any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '/', 'a/..')),
        fc.string({ unit: 'binary' }),
        (path, text) => {
          const reason = evidenceOf({ message: text, snippet: text, rule: 'not-yet-known' });
          const log = renderSarif(
            filesModel([skimmerOf({ path: path.replaceAll('\0', ''), evidence: [reason] })]),
            context,
          );
          assertValid(log);
          assert.doesNotMatch(runOf(log).results[0]!.message.text, /\]\(|[\u0000-\u001f\u202a-\u202e]/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
