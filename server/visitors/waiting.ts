import { sha256 } from '../../core/encoding/index.ts';
import { reportersCounted, type ReportsToWrite } from '../store/index.ts';
import type { VisitorLimits } from './limits.ts';
import type { Report } from './report.ts';
import { reportKey } from './sift.ts';

interface WaitingReport extends Report {
  count: number;
  reporters: Set<string>;
  firstSeenAt: number;
  lastSeenAt: number;
}

interface WaitingSite {
  reports: Map<string, WaitingReport>;
  counts: Map<string, number>;
}

/** Reports put together in memory until they are written: as many as there are distinct ones, and never more than a bound. */
export class WaitingReports {
  readonly #limits: Pick<VisitorLimits, 'waitingPerSite' | 'waiting'>;
  #sites = new Map<number, WaitingSite>();
  #distinct = 0;

  constructor(limits: Pick<VisitorLimits, 'waitingPerSite' | 'waiting'>) {
    this.#limits = limits;
  }

  add(siteId: number, report: Report, reporter: string, at: number): void {
    const site = this.#site(siteId);
    const key = reportKey(report);
    const known = site.reports.get(key);
    if (known) {
      known.count++;
      known.lastSeenAt = at;
      if (known.reporters.size < reportersCounted) known.reporters.add(reporter);
    } else if (site.reports.size >= this.#limits.waitingPerSite || this.#distinct >= this.#limits.waiting) {
      this.count(siteId, 'overflow');
    } else {
      site.reports.set(key, {
        ...report,
        count: 1,
        reporters: new Set([reporter]),
        firstSeenAt: at,
        lastSeenAt: at,
      });
      this.#distinct++;
    }
  }

  /** Counts what is not kept, under the name of why. */
  count(siteId: number, outcome: string, times = 1): void {
    if (times <= 0) return;
    const { counts } = this.#site(siteId);
    counts.set(outcome, (counts.get(outcome) ?? 0) + times);
  }

  /** Takes out everything, one order for each site. */
  take(): ReportsToWrite[] {
    const sites = this.#sites;
    this.#sites = new Map();
    this.#distinct = 0;
    return [...sites].map(([siteId, { reports, counts }]) => ({
      siteId,
      counts,
      reports: [...reports].map(([key, { reporters, ...report }]) => ({
        ...report,
        key: sha256(key),
        reporters: [...reporters],
      })),
    }));
  }

  /** Puts back how many there were of an order that could not be written; the reports themselves are lost. */
  countLost({ siteId, reports, counts }: ReportsToWrite): void {
    for (const [outcome, times] of counts) this.count(siteId, outcome, times);
    this.count(
      siteId,
      'lost',
      reports.reduce((sum, { count }) => sum + count, 0),
    );
  }

  get distinct(): number {
    return this.#distinct;
  }

  #site(siteId: number): WaitingSite {
    let site = this.#sites.get(siteId);
    if (!site) this.#sites.set(siteId, (site = { reports: new Map(), counts: new Map() }));
    return site;
  }
}
