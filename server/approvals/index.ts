export { applyApprovals, type AppliedApprovals } from './apply.ts';
export { approvalScopes, covers, isFalsePositive, isInForce, type Approval } from './approval.ts';
export { lapsedFalsePositives, type EndedDecision } from './lapsed.ts';
