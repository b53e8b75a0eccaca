import type { Behaviour, Category, Evidence, Scores, Verdict } from '../../core/schema/index.ts';
import { union } from './behaviour.ts';
import type { ScriptState, SiteState } from './state.ts';

const verdictOrder: readonly Verdict[] = ['benign', 'unanalysed', 'suspicious', 'malicious'];

/** Position of a verdict from harmless to harmful. */
export function verdictRank(verdict: Verdict): number {
  return verdictOrder.indexOf(verdict);
}

/** What all versions of a script do together. */
export function behaviourOf(script: ScriptState): Behaviour {
  return union(script.versions.map((version) => version.analysis?.behaviour));
}

/** The worst verdict among the versions present; null when none was analysed. */
export function worstVerdict(script: ScriptState): Verdict | null {
  return worstAnalysis(script)?.verdict ?? null;
}

/** The analysis with the worst verdict, then the lowest integrity score. */
export function worstAnalysis(
  script: ScriptState,
): NonNullable<ScriptState['versions'][number]['analysis']> | null {
  const analyses = script.versions.flatMap((version) => version.analysis ?? []);
  return (
    analyses.sort(
      (one, other) =>
        verdictRank(other.verdict) - verdictRank(one.verdict) ||
        (one.scores?.integrity ?? 100) - (other.scores?.integrity ?? 100),
    )[0] ?? null
  );
}

/** The worst reasons of a script's worst version, at most five. */
export function evidenceOf(script: ScriptState): Evidence[] {
  return (worstAnalysis(script)?.evidence ?? []).slice(0, 5);
}

export interface ScriptSummary {
  versions: string[];
  verdict: Verdict | null;
  category: Category | null;
  scores: Scores | null;
  behaviour: Behaviour;
}

/** A script as `before` and `after` of a change show it. */
export function summaryOf(script: ScriptState): ScriptSummary {
  const worst = worstAnalysis(script);
  return {
    versions: script.versions.map((version) => version.sha256).sort(),
    verdict: worst?.verdict ?? null,
    category: worst?.category ?? null,
    scores: worst?.scores ?? null,
    behaviour: behaviourOf(script),
  };
}

/** Every host the site is known to use: contacted, or named by a script. */
export function siteHosts(state: SiteState): Set<string> {
  return new Set([
    ...state.ownHosts,
    ...state.pages.flatMap((page) => page.hosts.map((contact) => contact.host)),
    ...state.scripts.flatMap((script) => behaviourOf(script).hosts),
    ...state.scripts.flatMap((script) => script.host ?? []),
  ]);
}
