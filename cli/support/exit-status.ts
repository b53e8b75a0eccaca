import type { Verdict } from '../../core/schema/index.ts';

/** 0 nothing found, 1 findings, 2 wrong use, 3 incomplete, 4 internal error or something missing, 130 Ctrl-C. */
export type ExitStatus = 0 | 1 | 2 | 3 | 4 | 130;

/** Where several apply the first of these counts. */
const precedence: readonly ExitStatus[] = [130, 2, 4, 1, 3, 0];

/** The one status a run ends with. */
export function decisiveStatus(statuses: readonly ExitStatus[]): ExitStatus {
  return precedence.find((status) => statuses.includes(status)) ?? 0;
}

export const failOnChoices = ['malicious', 'suspicious'] as const;
export type FailOn = (typeof failOnChoices)[number];

/** Whether a verdict counts as a finding. */
export function isFinding(verdict: Verdict, failOn: FailOn): boolean {
  return verdict === 'malicious' || (failOn === 'suspicious' && verdict === 'suspicious');
}

/** What judging led to: findings weigh more than gaps. */
export function statusOfResults(
  results: readonly { verdict: Verdict }[],
  complete: boolean,
  failOn: FailOn,
): ExitStatus {
  if (results.some((result) => isFinding(result.verdict, failOn))) return 1;
  return complete ? 0 : 3;
}
