import { Cron } from 'croner';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { sha256 } from '../../core/encoding/index.ts';

/** When a site is crawled. */
export interface Schedule {
  /** Five fields as in crontab, six with seconds first, or `@daily` and the like. */
  cron: string;
  /** IANA name, e.g. Europe/Vienna; clock changes are honoured. */
  timeZone: string;
  /** Up to this many seconds after the cron time, the same for a site each time, so that sites do not start together. */
  jitterSeconds: number;
}

/** A schedule that ran so often that crawls would overlap all day is a mistake, not a wish. */
const shortestIntervalSeconds = 300;

/**
 * Checks a schedule.
 * @throws ScriptwardenError SW_SCHEDULE_INVALID naming the part that is wrong.
 */
export function checkSchedule(schedule: Schedule): void {
  if (!isTimeZone(schedule.timeZone))
    throw invalid(
      `"${schedule.timeZone}" is not a time zone.`,
      'Use an IANA name such as UTC or Europe/Vienna.',
    );
  if (
    !Number.isFinite(schedule.jitterSeconds) ||
    schedule.jitterSeconds < 0 ||
    schedule.jitterSeconds > 86_400
  )
    throw invalid(
      `A jitter of ${schedule.jitterSeconds} seconds is not between 0 and 86400.`,
      'Use a number of seconds up to a day.',
    );
  const runs = cronOf(schedule).nextRuns(3, new Date('2026-01-01T00:00:00Z'));
  if (runs.length === 0)
    throw invalid(`"${schedule.cron}" never comes due.`, 'Use a cron expression with a date that exists.');
  const gaps = runs.slice(1).map((run, index) => (run.getTime() - runs[index]!.getTime()) / 1000);
  if (gaps.some((gap) => gap < shortestIntervalSeconds))
    throw invalid(
      `"${schedule.cron}" comes due more often than every 5 minutes.`,
      'Crawl a site every 5 minutes at most.',
    );
}

/** The first time after `after` at which a site is due, its jitter included; null when never again. Pure. */
export function nextRun(schedule: Schedule, site: string, after: Date): Date | null {
  const offset = jitterMs(schedule, site);
  const next = cronOf(schedule).nextRun(new Date(after.getTime() - offset));
  return next && new Date(next.getTime() + offset);
}

/**
 * The crawls that should have started since `last` and did not, newest last; at most `most`. After a downtime one crawl
 * catches up for all of them, and `crawl-missed` tells how many there were. Pure.
 */
export function missedRuns(schedule: Schedule, site: string, last: Date, now: Date, most = 1000): Date[] {
  const missed: Date[] = [];
  for (
    let run = nextRun(schedule, site, last);
    run && run <= now && missed.length < most;
    run = nextRun(schedule, site, run)
  )
    missed.push(run);
  return missed;
}

/** Between 0 and the jitter, by the site's name. */
function jitterMs({ jitterSeconds }: Schedule, site: string): number {
  return Math.floor((parseInt(sha256(site).slice(0, 8), 16) / 0x1_0000_0000) * jitterSeconds * 1000);
}

function cronOf({ cron, timeZone }: Schedule): Cron {
  try {
    return new Cron(cron, { timezone: timeZone, paused: true });
  } catch (cause) {
    throw invalid(
      `"${cron}" is not a cron expression: ${cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : String(cause)}`,
      'Use five fields: minute, hour, day of month, month, day of week; e.g. "15 3 * * *" for 03:15 every day.',
      cause,
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function invalid(message: string, fix: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_SCHEDULE_INVALID', { message, fix, cause });
}
