import type { AnyNode } from 'acorn';
import type { Evidence, Severity } from '../../../core/schema/index.ts';
import type { FlowFacts } from '../flow/index.ts';
import { snippetAround } from '../position.ts';

/** One reason that may speak against a script. Pure: the same facts give the same evidence. */
export interface EvidenceRule {
  /** Stable name, as in `evidence.rule`. */
  readonly name: string;
  /** What it means that the rule speaks, in one sentence; docs/reference/evidence.md repeats it. */
  readonly meaning: string;
  /** The lowest and the highest severity it gives. */
  readonly severity: readonly [Severity, Severity];
  readonly find: (facts: FlowFacts) => Evidence[];
}

const maxSnippet = 200;
const maxStepText = 90;

export interface EvidenceParts {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly node: AnyNode;
  readonly field?: string | undefined;
  readonly host?: string | undefined;
  readonly steps?: readonly (readonly [string, AnyNode])[];
}

/** Evidence at a node, with its place and an excerpt. */
export function evidenceAt({ code }: FlowFacts, parts: EvidenceParts): Evidence {
  const { node, field, host, steps } = parts;
  return {
    rule: parts.rule,
    severity: parts.severity,
    message: parts.message,
    location: code.positions.at(node.start),
    snippet: snippetAround(code.text, node.start, node.end, maxSnippet),
    ...(field === undefined ? {} : { field }),
    ...(host === undefined ? {} : { host }),
    ...(steps === undefined
      ? {}
      : {
          steps: steps.map(([message, at]) => ({ message, location: code.positions.at(at.start) })),
        }),
  };
}

/** A short piece of source for a message. */
export function excerpt({ code }: FlowFacts, node: AnyNode): string {
  const text = code.text.slice(node.start, Math.min(node.end, node.start + maxStepText)).replace(/\s+/g, ' ');
  return node.end - node.start > maxStepText ? `${text}…` : text;
}
