export { checkSchedule, missedRuns, nextRun, type Schedule } from './schedule.ts';
