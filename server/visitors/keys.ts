import { listReportKeys, listSites, type Store } from '../store/index.ts';
import { ownHostsOf } from '../drift/index.ts';
import type { SiteHosts } from './sift.ts';

/** The site that a report key stands for. */
export interface KeyedSite extends SiteHosts {
  siteId: number;
  salt: string;
}

/**
 * Report keys in memory, read anew every `refreshMs`. A key that is none costs nothing: nobody makes the database work
 * by trying keys.
 */
export class KeyRing {
  readonly #store: Store;
  readonly #refreshMs: number;
  #sites: ReadonlyMap<string, KeyedSite> = new Map();
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  constructor(store: Store, refreshMs: number) {
    this.#store = store;
    this.#refreshMs = refreshMs;
  }

  /**
   * The site of a key; undefined for one that is none. A database that fails is asked again after `refreshMs`; until then
   * the keys stay as they were.
   */
  async find(key: string, now: number): Promise<KeyedSite | undefined> {
    if (!this.#reading && (now - this.#readAt >= this.#refreshMs || now < this.#readAt)) {
      this.#readAt = now;
      this.#reading = this.#read().finally(() => (this.#reading = null));
    }
    // Whoever comes while it is read waits, or would be told that a key is none.
    await this.#reading;
    return this.#sites.get(key);
  }

  /** Makes the next look read anew: a key was made or rotated. */
  forget(): void {
    this.#readAt = -Infinity;
  }

  async #read(): Promise<void> {
    const sites = new Map<string, KeyedSite>();
    const known = new Map((await listSites(this.#store.db)).map((site) => [site.id, ownHostsOf(site)]));
    for (const { siteId, key, salt } of await listReportKeys(this.#store.db)) {
      sites.set(key, { siteId, salt, own: known.get(siteId) ?? [] });
    }
    this.#sites = sites;
  }
}
