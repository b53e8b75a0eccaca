import { sha256 } from '../../core/encoding/index.ts';
import type { ChangeKind } from '../../core/schema/index.ts';
import { baseSeverity } from '../drift/index.ts';
import type { ChangeToStore, Site } from '../store/index.ts';

/** A change that no comparison of crawls finds, with the site as its subject. `key` tells what it is the same by. */
function siteChange(
  site: Pick<Site, 'id' | 'name' | 'definition'>,
  change: Pick<ChangeToStore, 'message' | 'before' | 'after'> & { kind: ChangeKind; key: unknown },
): ChangeToStore {
  const { kind, key, message, before, after } = change;
  return {
    kind,
    severity: baseSeverity[kind],
    subject: { type: 'site', id: String(site.id), url: site.definition.startUrls[0] ?? null },
    message,
    before,
    after,
    evidence: [],
    previousCrawlId: null,
    dedupeKey: sha256(JSON.stringify([kind, site.id, key])),
  };
}

/** A crawl that reached nothing. Told once until a crawl succeeds. */
export function crawlFailed(site: Pick<Site, 'id' | 'name' | 'definition'>, why: string): ChangeToStore {
  return siteChange(site, {
    kind: 'crawl-failed',
    key: null,
    message: `The crawl of ${site.name} failed, so nothing there is watched: ${why.replace(/\.$/, '')}.`,
    before: null,
    after: { reason: why },
  });
}

/** Scheduled crawls that did not take place. */
export function crawlMissed(
  site: Pick<Site, 'id' | 'name' | 'definition'>,
  missed: { due: readonly Date[]; why: 'downtime' | 'overlap' },
): ChangeToStore {
  const first = missed.due[0]!.toISOString();
  const many = missed.due.length === 1 ? 'A scheduled crawl' : `${missed.due.length} scheduled crawls`;
  const reason =
    missed.why === 'downtime'
      ? 'no worker was running; one crawl catches up now'
      : 'an earlier crawl was not finished';
  return siteChange(site, {
    kind: 'crawl-missed',
    key: [missed.why, first],
    message: `${many} of ${site.name}, first due ${first}, did not take place: ${reason}.`,
    before: null,
    after: { due: missed.due.map((due) => due.toISOString()).slice(0, 100), count: missed.due.length },
  });
}

/** What a new detector version alone changed in the verdicts of a site. */
export function detectorUpgrade(
  site: Pick<Site, 'id' | 'name' | 'definition'>,
  upgrade: { detector: string; changed: readonly { script: string; from: string; to: string }[] },
): ChangeToStore {
  const count = upgrade.changed.length;
  const some = upgrade.changed.slice(0, 3).map(({ script, from, to }) => `${script} (${from} to ${to})`);
  const more = count > some.length ? ` and ${count - some.length} more` : '';
  return siteChange(site, {
    kind: 'detector-upgrade',
    key: upgrade.detector,
    message: `A new detector judges ${count === 1 ? 'a script' : `${count} scripts`} of ${site.name} otherwise, though nothing on the site changed: ${some.join(', ')}${more}.`,
    before: null,
    after: { detector: upgrade.detector, changed: upgrade.changed.slice(0, 1000) },
  });
}
