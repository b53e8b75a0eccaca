import { isNetworkWithin, parseNetworks } from '../../core/egress/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';
import { parseSite } from '../../crawler/index.ts';
import { checkSchedule, nextRun } from '../schedules/index.ts';
import { removeSchedule, saveSchedule, type Db, type Site } from '../store/index.ts';
import type { ScheduleInput } from './resources/site.ts';

/**
 * A site as the store keeps it, checked by the same rules as a site file and by what this service may reach. Nothing in it
 * takes values from the service's environment: whoever may write sites must not read secrets of the machine by sending
 * them to a host of their own.
 * @throws ScriptwardenError SW_SITE_INVALID, SW_JOURNEYS_UNSUPPORTED, SW_NETWORK_REFUSED
 */
export function definitionOf(given: unknown, name: string, allowNetworks: readonly string[]): SiteFile {
  const definition = parseSite(given, name, {});
  const allowed = parseNetworks(allowNetworks);
  for (const network of definition.allowNetworks) {
    if (isNetworkWithin(network, allowed)) continue;
    throw new ScriptwardenError('SW_NETWORK_REFUSED', {
      message: `allowNetworks holds ${network}, which does not lie within the networks that this service may reach.`,
      fix: 'Take it out, or let the operator add it to SCRIPTWARDEN_ALLOW_NETWORKS.',
    });
  }
  return definition;
}

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
