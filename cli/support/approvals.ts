import type { Approval } from '../../server/store/index.ts';
import type { Io } from './io.ts';
import { shortTime, timeOf, writeList } from './lists.ts';

/** A decision as commands print it. */
export function approvalShown({ id, siteId, decidedAt, expiresAt, endedAt, ...rest }: Approval) {
  return {
    id: String(id),
    site: siteId === null ? null : String(siteId),
    ...rest,
    decidedAt: timeOf(decidedAt),
    expiresAt: timeOf(expiresAt),
    endedAt: timeOf(endedAt),
  };
}

export async function writeApprovals(
  approvals: readonly Approval[],
  options: { format: 'text' | 'jsonl' },
  io: Io,
): Promise<void> {
  await writeList(
    approvals.map(approvalShown),
    {
      columns: [
        { title: 'id', align: 'right' },
        { title: 'decision' },
        { title: 'on' },
        { title: 'target', grow: 1 },
        { title: 'by' },
        { title: 'until' },
        { title: 'why', grow: 1 },
      ],
      row: (approval) => [
        { text: approval.id },
        { text: approval.endedAt === null ? approval.decision : 'ended' },
        { text: approval.scope },
        { text: approval.scope === 'structure' ? approval.target.slice(0, 16) : approval.target },
        { text: approval.decidedBy },
        { text: shortTime(approval.expiresAt).slice(0, 10) },
        { text: approval.endedReason ?? approval.justification ?? approval.purpose ?? '' },
      ],
      empty: 'No decisions.',
    },
    options,
    io,
  );
}
