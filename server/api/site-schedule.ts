import { checkSchedule, nextRun } from '../schedules/index.ts';
import { removeSchedule, saveSchedule, type Db, type Site } from '../store/index.ts';
import type { ScheduleInput } from './resources/site.ts';

/** Sets, replaces or (null) removes the schedule of a site. @throws ScriptwardenError SW_SCHEDULE_INVALID */
export async function writeSchedule(
  db: Db,
  site: Pick<Site, 'id' | 'name'>,
  given: ScheduleInput | null,
  now: number,
): Promise<void> {
  if (given === null) {
    await removeSchedule(db, site.id);
    return;
  }
  const { enabled, ...wanted } =
    typeof given === 'string' ? { cron: given, timeZone: 'UTC', jitterSeconds: 0, enabled: true } : given;
  checkSchedule(wanted);
  const nextRunAt = nextRun(wanted, site.name, new Date(now))?.getTime() ?? null;
  await saveSchedule(db, { ...wanted, siteId: site.id, isEnabled: enabled, nextRunAt });
}
