import {
  closeGonePages,
  dropOldKeys,
  dropOrphans,
  foldExpired,
  listSites,
  type Store,
} from '../store/index.ts';
import { endedAccess, oldAudit } from '../access/chores.ts';
import { oldDeliveries } from '../alerts/chores.ts';
import { expiredScans } from '../scans/chores.ts';
import { visitorReportsAge } from '../visitors/chore.ts';

/** Something to be done once a day. It may run again after a crash at any moment, so doing it twice must change nothing. */
export interface Chore {
  name: string;
  /** `now` in milliseconds since 1970. What it throws is told and tried again; the other chores run all the same. */
  run(context: { store: Store; now: number }): Promise<void>;
}

/** Pages that crawls reach no more show nothing any longer. */
const gonePages: Chore = {
  name: 'gone-pages',
  run: ({ store }) => forEverySite(store, (siteId) => closeGonePages(store, siteId)),
};

/** Every site's retention, and then what no site needs any more. */
const retention: Chore = {
  name: 'retention',
  async run({ store, now }) {
    try {
      await forEverySite(store, (siteId) => foldExpired(store, siteId, now));
    } finally {
      await dropOrphans(store, now);
    }
  },
};

/** Answers kept for idempotency keys. */
const idempotencyKeys: Chore = {
  name: 'idempotency-keys',
  run: ({ store, now }) => dropOldKeys(store.db, now),
};

/** Those that no setting changes, in the order in which they run. */
export const chores: Chore[] = [gonePages, retention, idempotencyKeys, endedAccess, expiredScans];

/** For how many days what ages is kept, as the settings name it. */
export interface Ages {
  auditDays: number;
  deliveryDays: number;
  reportDays: number;
}

/** Every chore, by the settings; those of the settings' defaults unless said. */
export function choresOf(ages: Partial<Ages> = {}): Chore[] {
  return [
    ...chores,
    oldAudit(ages.auditDays),
    oldDeliveries(ages.deliveryDays),
    visitorReportsAge(ages.reportDays),
  ];
}

/** Does chores one after another, the later ones even when an earlier one failed. @throws what failed, all together. */
export async function doChores(
  context: { store: Store; now: number },
  wanted: readonly Chore[] = chores,
): Promise<void> {
  const failures: Error[] = [];
  for (const chore of wanted) {
    try {
      await chore.run(context);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(new Error(`${chore.name}: ${why}`, { cause: error }));
    }
  }
  throwAll(failures);
}

/** Does something for each site. One that fails does not keep the others waiting. @throws what failed, all together. */
async function forEverySite(store: Store, work: (siteId: number) => Promise<unknown>): Promise<void> {
  const failures: Error[] = [];
  for (const site of await listSites(store.db)) {
    try {
      await work(site.id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(new Error(`${site.name}: ${why}`, { cause: error }));
    }
  }
  throwAll(failures);
}

/** One error as it is, several as one that names each. */
function throwAll(failures: readonly Error[]): void {
  if (failures.length === 0) return;
  if (failures.length === 1) throw failures[0]!;
  throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
}
