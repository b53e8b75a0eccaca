import { ownHostsOf } from '../../drift/index.ts';
import type { ObservationState } from '../../store/film-rows.ts';
import {
  activeApprovals,
  contactsOfPeriod,
  findSite,
  listVisitorReports,
  observationsAtEnd,
  pagesOfPeriod,
  readHostUses,
  reportersCounted,
  scriptsById,
  versionCrawls,
  versionsOfPeriod,
  wireHashes,
  type Approval,
  type Db,
  type HostUse,
  type PageOfPeriod,
  type Site,
  type VersionOfPeriod,
  type VisitorReport,
} from '../../store/index.ts';

/** What a policy is suggested from. */
export interface PolicyFacts {
  site: Site;
  ownHosts: readonly string[];
  /** How many crawls were looked at. */
  crawls: number;
  pages: readonly PageOfPeriod[];
  versions: readonly VersionOfPeriod[];
  scripts: Awaited<ReturnType<typeof scriptsById>>;
  /** In how many crawls a version was seen, by `script version`. */
  seen: ReadonlyMap<string, number>;
  /** SHA-256 of the bytes on the wire, where they differ from the source. */
  wire: ReadonlyMap<number, string>;
  contacts: readonly { origin: string; scriptId: number | null }[];
  uses: readonly HostUse[];
  endState: readonly ObservationState[];
  approvals: readonly Approval[];
  /** What enough independent visitors reported; null when not asked for. */
  visitors: readonly VisitorReport[] | null;
}

/** How many of the latest crawls count: what a site no longer uses should not stay allowed. */
const crawlsLookedAt = 10;

export async function readPolicyFacts(
  db: Db,
  siteId: number,
  options: { visitors: boolean; now: number },
): Promise<PolicyFacts> {
  const site = await findSite(db, siteId);
  const rows = await db
    .selectFrom('crawls')
    .select(['id', 'number'])
    .where('site_id', '=', siteId)
    .where('number', 'is not', null)
    .where('outcome', 'in', ['done', 'incomplete'])
    .orderBy('number', 'desc')
    .limit(crawlsLookedAt)
    .execute();
  const numbers = { first: rows.at(-1)?.number ?? 1, last: rows[0]?.number ?? 0 };
  const versions = await versionsOfPeriod(db, siteId, numbers);
  return {
    site,
    ownHosts: ownHostsOf(site),
    crawls: rows.length,
    pages: await pagesOfPeriod(db, siteId, numbers),
    versions,
    scripts: await scriptsById(db, siteId),
    seen: await versionCrawls(db, siteId),
    wire: await wireHashes(db, [...new Set(versions.map((version) => version.versionId))]),
    contacts: await contactsOfPeriod(db, siteId, numbers),
    uses: await readHostUses(db, siteId, rows.at(-1)?.id ?? 0),
    endState: await observationsAtEnd(db, siteId, numbers),
    approvals: await activeApprovals(db, { siteId, at: options.now }),
    visitors: options.visitors ? await believedReports(db, siteId) : null,
  };
}

async function believedReports(db: Db, siteId: number): Promise<VisitorReport[]> {
  const { items } = await listVisitorReports(db, { siteId, limit: 5000 });
  return items.filter(({ reporters }) => reporters >= reportersCounted);
}
