import { severities, type Evidence } from '../core/schema/index.ts';
import { inDecodedCode } from './deobfuscate/second-look.ts';
import { evidenceRules } from './static/evidence/index.ts';
import { traceRules } from './trace/evidence/index.ts';

/** What the reasons of a script say in numbers: for each rule the gravest it said, and where reasons came from. */
const rules = [...evidenceRules, ...traceRules].map(({ name }) => name);
const origins = ['in-source', 'in-opened-code', 'in-made-code', 'in-run'] as const;

export const reasonGroup = { name: 'reasons', version: 2 } as const;

/** Names of the numbers that `reasonFeatures` gives, in order. */
export const reasonFeatureNames: readonly string[] = [
  ...rules,
  ...origins,
  'rules',
  'grave-rules',
  'gravest',
].map((name) => `${reasonGroup.name}@${reasonGroup.version}/${name}`);

/** One number a rule: 0 when it was silent, 1 to 5 for `info` to `critical`; then the gravest of each origin, and counts. */
export function reasonFeatures(evidence: readonly Evidence[]): number[] {
  const gravest = new Map<string, number>();
  const raise = (name: string, to: number): void => {
    gravest.set(name, Math.max(gravest.get(name) ?? 0, to));
  };
  for (const one of evidence) {
    const rank = 1 + severities.indexOf(one.severity);
    raise(one.rule, rank);
    raise(originOf(one), rank);
  }
  const ranks = rules.map((name) => gravest.get(name) ?? 0);
  return [
    ...ranks,
    ...origins.map((name) => gravest.get(name) ?? 0),
    ranks.filter((rank) => rank > 1).length,
    ranks.filter((rank) => rank > 3).length,
    Math.max(0, ...ranks),
  ];
}

function originOf({ message }: Evidence): (typeof origins)[number] {
  if (message.startsWith(inDecodedCode)) return 'in-opened-code';
  if (message.includes(', in code made at run time by ')) return 'in-made-code';
  return message.endsWith('(emulated).') ? 'in-run' : 'in-source';
}
