import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Period } from '../store/index.ts';

const day = 86_400_000;
const defaultDays = 30;

/**
 * The period somebody asks for: days (`2026-11-01`, in UTC, the last one included) or RFC 3339 times. Without an end it
 * lasts until now, without a start 30 days.
 * @throws ScriptwardenError SW_PERIOD_INVALID.
 */
export function periodOf(given: { from?: string | undefined; to?: string | undefined }, now: number): Period {
  const to = given.to === undefined ? now : timeOf(given.to, 'to') + (isDay(given.to) ? day : 0);
  const from = given.from === undefined ? to - defaultDays * day : timeOf(given.from, 'from');
  if (from < to) return { from, to };
  throw invalid(`The period ends (${text(to)}) before it begins (${text(from)}).`);
}

function timeOf(given: string, which: string): number {
  const form = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/i;
  const time = form.test(given) ? Date.parse(given) : NaN;
  if (!Number.isNaN(time)) return time;
  throw invalid(`"${given.slice(0, 60)}" (${which}) is neither a day nor a time.`);
}

function isDay(given: string): boolean {
  return given.length === 10;
}

function text(time: number): string {
  return new Date(time).toISOString();
}

function invalid(message: string): ScriptwardenError {
  return new ScriptwardenError('SW_PERIOD_INVALID', {
    message,
    fix: 'Give days such as 2026-11-01, or times such as 2026-11-01T00:00:00Z, the earlier one first.',
  });
}
