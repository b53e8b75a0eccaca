export { judge, type Judgement, type JudgementInput } from './judge.ts';
export { maliciousBelow, scoreOf, scoresOf, suspiciousBelow } from './scores.ts';
export { withReason } from './with-reason.ts';
