import { Cron } from 'croner';

/** When a digest is sent: at every full hour (UTC), or once a day. */
export type Digest = { every: 'hour' } | { every: 'day'; at: string; timeZone: string };

const hour = 3_600_000;

/** The end of the time that a digest gathers: always after `at`. */
export function digestEnd(digest: Digest, at: number): number {
  if (digest.every === 'hour') return (Math.floor(at / hour) + 1) * hour;
  const [hours, minutes] = digest.at.split(':').map(Number);
  const daily = new Cron(`0 ${minutes!} ${hours!} * * *`, { timezone: digest.timeZone, paused: true });
  return daily.nextRun(new Date(at))!.getTime();
}
