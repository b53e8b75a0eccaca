import { defangHost, escapeForTerminal } from '../../core/encoding/index.ts';
import type { Change } from '../../core/schema/index.ts';
import { colours, plain } from '../render/style.ts';
import { isFinding, type FailOn } from './exit-status.ts';
import type { Io } from './io.ts';
import { severityCell } from './lists.ts';
import { hasColour } from './report-writer.ts';

/** Writes changes: severity, kind and the sentence for people, or one JSON object a line. */
export async function writeChanges(
  changes: readonly Change[],
  { format }: { format: 'text' | 'jsonl' },
  io: Io,
): Promise<void> {
  if (format === 'jsonl') {
    for (const change of changes) await io.write(`${JSON.stringify(change)}\n`);
    return;
  }
  const style = hasColour(true, io) ? colours : plain;
  if (changes.length === 0) await io.write('No changes.\n');
  for (const change of changes) {
    const { text, paint } = severityCell(change.severity, style);
    const kind = style.bold(change.kind.padEnd(17));
    const when = style.dim(`crawl ${change.crawl}`);
    await io.write(`${paint!(text.padEnd(8))}  ${kind}  ${escapeForTerminal(readable(change))}  ${when}\n`);
  }
}

/** The sentence, hosts of what is bad written so that nobody clicks them. */
function readable({ message, severity, after, evidence }: Change): string {
  if (severity !== 'critical' && severity !== 'high') return message;
  const hosts = (after as { behaviour?: { hosts?: string[] } } | null)?.behaviour?.hosts ?? [];
  const named = new Set([...hosts, ...evidence.flatMap((one) => one.host ?? [])]);
  return [...named]
    .sort((one, other) => other.length - one.length)
    .reduce((text, host) => text.replaceAll(host, defangHost(host)), message);
}

/** `3 critical, 1 high`: how many of each severity, worst first. */
export function countsOf(changes: readonly Change[]): string {
  const order = ['critical', 'high', 'medium', 'low', 'info'] as const;
  const counts = order.flatMap((severity) => {
    const count = changes.filter((change) => change.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  return counts.length > 0 ? counts.join(', ') : 'none';
}

/** Whether a change is a finding: a verdict that is one now and was not before, or a leak. */
export function isFindingChange({ kind, severity, after }: Change, failOn: FailOn): boolean {
  if (severity === 'info') return false;
  if (kind === 'canary-leak') return true;
  const verdict = (after as { verdict?: string } | null)?.verdict;
  return (
    kind === 'verdict-changed' &&
    (verdict === 'malicious' || verdict === 'suspicious') &&
    isFinding(verdict, failOn)
  );
}
