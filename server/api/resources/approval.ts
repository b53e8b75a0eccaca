import { z } from 'zod';
import { behaviour } from '../../../core/schema/index.ts';
import { approvalDecisions, approvalScopes, type Approval } from '../../store/index.ts';
import { id, time, timeOf, timeOrNull } from './common.ts';

export const approvalSchema = z
  .object({
    id,
    site: id.nullable().describe('Null: every site'),
    scope: z.enum(approvalScopes),
    target: z.string().describe('Script id, registrable domain, host or structure hash, by scope'),
    decision: z.enum(approvalDecisions),
    owner: z.string().nullable(),
    purpose: z.string().nullable(),
    justification: z.string().nullable(),
    decidedBy: z.string(),
    decidedAt: time,
    expiresAt: time.nullable(),
    behaviour: behaviour.nullable().describe('What was approved; more than this loses the approval'),
    endedAt: time.nullable(),
    endedReason: z.string().nullable(),
  })
  .meta({ id: 'Approval' });

export function approvalResource(approval: Approval): z.infer<typeof approvalSchema> {
  const { siteId, ...rest } = approval;
  return {
    ...rest,
    id: String(approval.id),
    site: siteId === null ? null : String(siteId),
    decidedAt: timeOf(approval.decidedAt),
    expiresAt: timeOrNull(approval.expiresAt),
    endedAt: timeOrNull(approval.endedAt),
  };
}
