import { sha256 } from '../../../core/encoding/index.ts';
import type { CanaryLeak, Evidence, Location, Sighting } from '../../../core/schema/index.ts';
import { defangHost } from '../../../core/encoding/index.ts';
import { isNotable, plural, type Entry } from '../model.ts';
import { inPage, pagePath } from '../place.ts';
import { artifactLocation } from './artifacts.ts';
import { leakRule, levelOf, scoreRule } from './rules.ts';
import { message, reasonMessage } from './text.ts';
import type { SarifArtifactLocation, SarifCodeFlow, SarifLocation, SarifResult } from './types.ts';

const maxSightings = 10;

export type RuleIndex = (rule: string, severity: Evidence['severity']) => number;

/** One result for each reason of a suspicious or malicious script; one for the verdict where it has no reason. */
export function resultsOf(entry: Entry, index: number, cwd: string, ruleIndex: RuleIndex): SarifResult[] {
  if (!isNotable(entry)) return [];
  const artifact: SarifArtifactLocation = { ...artifactLocation(entry.path, cwd), index };
  const base = {
    kind: 'fail' as const,
    rank: 100 - (entry.scores?.integrity ?? 1),
  };
  const properties = {
    verdict: entry.verdict,
    category: entry.category,
    scores: entry.scores,
    sha256: entry.sha256,
    structureHash: entry.structureHash,
  };
  if (entry.evidence.length === 0) {
    const severity = entry.verdict === 'malicious' ? 'high' : 'medium';
    return [
      {
        ...base,
        ruleId: scoreRule,
        ruleIndex: ruleIndex(scoreRule, severity),
        level: levelOf(severity),
        message: message(`${verdictWords(entry)}. No single place in the code stands out.`),
        locations: [{ physicalLocation: { artifactLocation: artifact } }],
        ...related(entry, cwd),
        partialFingerprints: fingerprints(entry, scoreRule, {}, 1),
        properties,
      },
    ];
  }
  const seen = new Map<string, number>();
  return entry.evidence.map((reason) => {
    const key = [reason.rule, reason.field, reason.host].join('\n');
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return {
      ...base,
      ruleId: reason.rule,
      ruleIndex: ruleIndex(reason.rule, reason.severity),
      // Of a script that may be innocent nothing is an error.
      level:
        entry.verdict === 'suspicious' && levelOf(reason.severity) === 'error'
          ? 'warning'
          : levelOf(reason.severity),
      message: reasonMessage(`${sentence(reason.message)} ${verdictWords(entry)}.`, reason),
      locations: [locationAt(artifact, reason.location, reason)],
      ...related(entry, cwd, reason.location),
      partialFingerprints: fingerprints(entry, reason.rule, reason, nth),
      ...codeFlows(reason, artifact),
      properties: {
        ...properties,
        severity: reason.severity,
        ...(reason.field !== undefined && { field: reason.field }),
        ...(reason.host !== undefined && { host: reason.host }),
      },
    };
  });
}

/** Test data at a host it should not have reached: seen, not guessed, and so the gravest of all. */
export function leakResult(
  leak: CanaryLeak,
  startUrl: string,
  cwd: string,
  ruleIndex: RuleIndex,
): SarifResult {
  return {
    ruleId: leakRule,
    ruleIndex: ruleIndex(leakRule, 'critical'),
    kind: 'fail',
    level: 'error',
    message: message(
      `What was typed into ${leak.field} was sent to ${defangHost(leak.host)} by ${leak.via} (${leak.encoding}).`,
    ),
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(startUrl, cwd) } }],
    partialFingerprints: fingerprintOf([leakRule, leak.field, leak.host, leak.via], 1),
    rank: 100,
    properties: { severity: 'critical', field: leak.field, host: leak.host },
  };
}

function locationAt(
  artifactLocation: SarifArtifactLocation,
  { line, column }: Location,
  reason?: Evidence,
): SarifLocation {
  const snippet = reason && { snippet: { text: reasonMessage(reason.snippet, reason).text } };
  return {
    physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column, ...snippet } },
  };
}

/** Where a crawl met the script; inline code with its place in the page. */
function related(entry: Entry, cwd: string, location?: Location): { relatedLocations?: SarifLocation[] } {
  const sightings = [
    ...new Map((entry.sightings ?? []).map((one) => [`${one.kind} ${one.pageUrl}`, one])).values(),
  ];
  if (sightings.length === 0) return {};
  return {
    relatedLocations: sightings
      .slice(0, maxSightings)
      .map((sighting, id) => seenAt(sighting, id + 1, cwd, location)),
  };
}

function seenAt(sighting: Sighting, id: number, cwd: string, location: Location | undefined): SarifLocation {
  const place = location && inPage(location, sighting);
  return {
    id,
    message: message(`Seen on ${pagePath(sighting.pageUrl)} (${sighting.kind})`),
    physicalLocation: {
      artifactLocation: artifactLocation(sighting.pageUrl, cwd),
      ...(place && { region: { startLine: place.line, startColumn: place.column } }),
    },
  };
}

function codeFlows(reason: Evidence, artifact: SarifArtifactLocation): { codeFlows?: SarifCodeFlow[] } {
  const steps = reason.steps ?? [];
  if (steps.length === 0) return {};
  const locations = steps.map((step) => ({
    location: {
      message: reasonMessage(step.message, reason),
      ...(step.location && locationAt(artifact, step.location)),
    },
  }));
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}

/** The same finding keeps its fingerprint when the script is reformatted, renamed or moved to another URL. */
function fingerprints(
  entry: Entry,
  rule: string,
  { field = '', host = '' }: Partial<Pick<Evidence, 'field' | 'host'>>,
  nth: number,
): Record<string, string> {
  return fingerprintOf([rule, entry.structureHash ?? entry.sha256, field, host], nth);
}

/** GitHub reads only its own name, `primaryLocationLineHash`. */
function fingerprintOf(parts: readonly string[], nth: number): Record<string, string> {
  const value = `${sha256(parts.join('\n')).slice(0, 32)}:${nth}`;
  return { 'scriptwardenStructure/v1': value, primaryLocationLineHash: value };
}

function verdictWords({ verdict, category, scores, behaviour }: Entry): string {
  const score = scores ? `, score ${scores.integrity} of 99` : '';
  const fields =
    behaviour.fields.length > 0 ? `; the script reads ${plural(behaviour.fields.length, 'field')}` : '';
  return `Verdict: ${verdict}${category ? ` (${category})` : ''}${score}${fields}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
