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
  let end = Math.floor(at / minute) * minute;
  // By the clock as it runs now; a clock change in between leaves a rest, or goes too far.
  while (isQuiet(quiet, end)) {
    end += ((to - wallMinute(end, quiet.timeZone) + dayMinutes) % dayMinutes) * minute;
  }
  const over = (wallMinute(end, quiet.timeZone) - to + dayMinutes) % dayMinutes;
  const back = end - over * minute;
  if (over === 0 || back <= at) return end;
  end = back;
  while (isQuiet(quiet, end)) end += minute;
  return end;
}
