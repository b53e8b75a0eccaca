import { minuteOf, wallMinute } from './zoned.ts';

/** A time of every day in which only critical alerts are sent; over midnight when it ends before it begins. */
export interface QuietHours {
  /** `22:00`, on the clock of the time zone; inclusive. */
  from: string;
  /** `07:00`; exclusive. */
  to: string;
  /** IANA name. */
  timeZone: string;
}

const minute = 60_000;
const dayMinutes = 1440;

export function isQuiet(quiet: QuietHours, at: number): boolean {
  const since = (wallMinute(at, quiet.timeZone) - minuteOf(quiet.from) + dayMinutes) % dayMinutes;
  return since < (minuteOf(quiet.to) - minuteOf(quiet.from) + dayMinutes) % dayMinutes;
}

/**
 * The first moment from `at` on that is not quiet: the full minute at which the clock on the wall leaves the quiet hours.
 * Where clocks are put forward over their end, that is when they are put forward; where they are put back, the quiet
 * hours end when the clock first shows their end.
 */
export function quietEnd(quiet: QuietHours, at: number): number {
  if (!isQuiet(quiet, at)) return at;
  const to = minuteOf(quiet.to);
  const from = Math.floor(at / minute) * minute;
  const left = (to - wallMinute(from, quiet.timeZone) + dayMinutes) % dayMinutes;
  const end = from + left * minute;
  if (wallMinute(end, quiet.timeZone) === to) return end;
  // The clock is changed in between, which may bring the end forward as well as put it off.
  let next = from;
  while (isQuiet(quiet, next)) next += minute;
  return next;
}
