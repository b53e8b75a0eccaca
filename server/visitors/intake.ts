import type { Store } from '../store/index.ts';
import { writeVisitorReports, type ReportsToWrite } from '../store/index.ts';
import { Buckets } from './buckets.ts';
import { judgeHosts } from './hosts.ts';
import { KeyRing } from './keys.ts';
import { visitorLimits, type VisitorLimits } from './limits.ts';
import { addressOf, reporterOf } from './network.ts';
import { parseReports } from './parse.ts';
import { siftReport } from './sift.ts';
import { WaitingReports } from './waiting.ts';

export interface IntakeParts {
  store: Store;
  now: () => number;
  /** Told of a write that failed; its reports are lost, their number is kept. */
  onError?: (error: unknown) => void;
  limits?: Partial<VisitorLimits>;
}

/** How reports came in since the start: for metrics. */
export interface IntakeCounts {
  bodies: number;
  reports: number;
  kept: number;
  refused: number;
}

/**
 * Takes in what visitors' browsers report. Equal reports become one in memory and are written together once a second,
 * so a flood costs neither memory nor table beyond fixed bounds.
 */
export class VisitorIntake {
  readonly limits: VisitorLimits;
  readonly keys: KeyRing;
  readonly counts: IntakeCounts = { bodies: 0, reports: 0, kept: 0, refused: 0 };
  readonly #parts: IntakeParts;
  readonly #waiting: WaitingReports;
  readonly #clients: Buckets;
  readonly #sites: Buckets;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.limits = { ...visitorLimits, ...parts.limits };
    this.keys = new KeyRing(parts.store, this.limits.keysMs);
    this.#waiting = new WaitingReports(this.limits);
    this.#clients = new Buckets({ burst: this.limits.clientBurst, perSecond: this.limits.clientPerSecond });
    this.#sites = new Buckets({ burst: this.limits.siteBurst, perSecond: this.limits.sitePerSecond });
  }

  /** Takes one body for a key. Whatever it holds, and whatever the key: it answers nothing and throws nothing. */
  async accept(key: string, body: string, ip: string | undefined): Promise<void> {
    try {
      await this.#take(key, body, ip);
    } catch (error) {
      this.#parts.onError?.(error);
    }
  }

  /** Notes a body that was not taken: of another type, too large or too slow. */
  async refuse(
    key: string,
    outcome: 'malformed' | 'too-large' | 'too-slow',
    ip: string | undefined,
  ): Promise<void> {
    try {
      const now = this.#parts.now();
      const site = await this.keys.find(key, now);
      this.counts.refused++;
      if (!site || this.#clients.take(addressOf(ip, 'client'), 1, now) < 1) return;
      this.#waiting.count(site.siteId, outcome);
      this.#schedule();
    } catch (error) {
      this.#parts.onError?.(error);
    }
  }

  async #take(key: string, body: string, ip: string | undefined): Promise<void> {
    const now = this.#parts.now();
    const site = await this.keys.find(key, now);
    if (!site) return;
    this.counts.bodies++;
    const { siteId } = site;
    const { reports, malformed, otherKinds, beyond } = parseReports(body);
    this.#waiting.count(siteId, 'malformed', malformed);
    this.#waiting.count(siteId, 'other-kind', otherKinds);
    const byClient = this.#clients.take(addressOf(ip, 'client'), Math.max(1, reports.length), now);
    const bySite = this.#sites.take(siteId, byClient, now);
    const accepted = reports.slice(0, bySite);
    this.#waiting.count(siteId, 'client-limit', beyond + Math.max(0, reports.length - byClient));
    this.#waiting.count(siteId, 'site-limit', Math.max(0, Math.min(byClient, reports.length) - bySite));
    this.counts.reports += reports.length;
    this.counts.refused += reports.length - accepted.length;
    const reporter = accepted.length > 0 ? reporterOf(ip, site.salt) : '';
    for (const raw of accepted) {
      const sifted = siftReport(raw, site);
      if ('noise' in sifted) this.#waiting.count(siteId, sifted.noise);
      else {
        this.#waiting.add(siteId, sifted.report, reporter, now);
        this.counts.kept++;
      }
    }
    this.#schedule();
  }

  /** Writes what waits; also done by itself once a second. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Stops the clock and writes what waits. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.flush();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, this.limits.flushMs).unref();
  }

  async #write(): Promise<void> {
    for (const order of this.#waiting.take()) {
      try {
        await this.#writeSite(order);
      } catch (error) {
        this.#waiting.countLost(order);
        this.#parts.onError?.(error);
      }
    }
  }

  async #writeSite(order: ReportsToWrite): Promise<void> {
    const { store, now } = this.#parts;
    const limits = { maxRows: this.limits.rowsPerSite, maxHosts: this.limits.hostsPerSite };
    const { confirmed } = await writeVisitorReports(store, order, limits, now());
    if (confirmed.length > 0) await judgeHosts(store, order.siteId, now());
  }
}
