import type { ChangeRule } from '../draft.ts';

/** Journey steps that an earlier crawl reached and this one did not: nothing behind them is watched any more. */
export const stepNotReached: ChangeRule = (before, after) => {
  const reached = new Set(
    before.steps.filter((step) => step.reached).map((step) => `${step.journey}/${step.index}`),
  );
  return after.steps
    .filter((step) => !step.reached && reached.has(`${step.journey}/${step.index}`))
    .map((step) => ({
      kind: 'step-not-reached',
      subject: { type: 'step', id: `${step.journey}/${step.index}`, url: null },
      message: `Step ${step.index + 1} (${step.name}) of journey ${step.journey} was not reached: what lies behind it was not looked at.`,
      before: { reached: true },
      after: { reached: false },
    }));
};
