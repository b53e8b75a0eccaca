import type { Behaviour, Evidence } from '../../core/schema/index.ts';
import type { Program } from 'acorn';
import { severities } from '../../core/schema/index.ts';
import type { Trace } from '../emulator/index.ts';
import { withTrace } from '../features.ts';
import { parseScript } from '../parse/index.ts';
import { collectFacts } from '../static/facts.ts';
import { extractFeatures } from '../static/features/index.ts';
import { childrenOf, type Child } from './children.ts';
import { clueOfCode, codeInWords, placer, traceEvidence } from './evidence/index.ts';
import { traceFeatures } from './features.ts';
import { behaviourOf } from './behaviour.ts';
import { sparedHosts, tempered } from './temper.ts';
import { signalsOf } from './signals.ts';

/** What is known of a script from its source. */
export interface FromSource {
  readonly text: string;
  readonly program: Program | null;
  /** Those of the source in their places of the vector. */
  readonly features: Float32Array;
  readonly evidence: readonly Evidence[];
  readonly behaviour: Behaviour;
}

/** The same with what its run showed. */
export interface FromRun {
  readonly features: Float32Array;
  readonly evidence: Evidence[];
  readonly behaviour: Behaviour;
  /** Hosts to which something went that was typed, and nothing of a card or a password. */
  readonly spared: readonly string[];
}

/** No more than so much evidence for one script: after the worst, more only hides it. */
const maxEvidence = 50;

/** Joins what a script's source says and what its run showed; code it made is analysed like the script. Pure. */
export function applyTrace(source: FromSource, trace: Trace): FromRun {
  const signals = signalsOf(source.text, trace);
  const spared = sparedHosts(signals);
  const place = placer(source.text, source.program);
  const children = childrenOf(source.text, trace).map((child) => ({ child, facts: factsOf(child) }));
  const found = [
    ...source.evidence,
    ...traceEvidence(signals, source.program),
    ...children.flatMap(({ child, facts }) =>
      facts.evidence.map((one) => ({
        ...withoutSteps(one),
        message: `${one.message.replace(/\.$/, '')}, in code made at run time by ${codeInWords(child.via)}.`,
        ...place([clueOfCode(child.via)]),
        // The excerpt shows what was found; the location, where it was made.
        snippet: one.snippet,
      })),
    ),
  ];
  return {
    features: withTrace(
      source.features,
      children.map(({ facts }) => extractFeatures(facts)),
      traceFeatures(signals),
    ),
    evidence: ranked(tempered(found, spared)),
    spared,
    behaviour: behaviourOf(
      signals,
      source.behaviour,
      children.map(({ facts }) => facts.behaviour),
    ),
  };
}

const factsOf = ({ text }: Child) => collectFacts(text, parseScript(text));

/** Steps of a child have places in the child, which is no file; their messages stay. */
function withoutSteps(evidence: Evidence): Evidence {
  if (!evidence.steps) return evidence;
  return { ...evidence, steps: evidence.steps.map(({ message }) => ({ message })) };
}

/** Worst first, then by place; what a rule says twice of one place and host is said once. */
function ranked(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return [...evidence]
    .sort(
      (one, other) =>
        severities.indexOf(other.severity) - severities.indexOf(one.severity) ||
        one.location.line - other.location.line ||
        one.location.column - other.location.column,
    )
    .filter(({ rule, location, host, message }) => {
      const key = JSON.stringify([rule, location, host ?? message]);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, maxEvidence);
}
