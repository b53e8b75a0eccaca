import type { Shortfall } from '../../core/schema/index.ts';

/** Counts what the crawl did not see. Equal ones (code, message, URL) are one entry with a count. */
export class ShortfallLog {
  readonly #entries = new Map<string, Shortfall>();

  add(shortfall: Omit<Shortfall, 'count'>): void {
    const key = JSON.stringify([shortfall.code, shortfall.message, shortfall.url, shortfall.blocking]);
    const known = this.#entries.get(key);
    if (known) known.count += 1;
    // A hostile page may fail in endlessly new ways; what exceeds is counted under its code alone.
    else if (this.#entries.size < maxEntries) this.#entries.set(key, { ...shortfall, count: 1 });
    else this.#addPlain(shortfall);
  }

  list(): Shortfall[] {
    return [...this.#entries.values()];
  }

  #addPlain({ code, blocking }: Omit<Shortfall, 'count'>): void {
    const known = this.#entries.get(`${code} ${blocking}`);
    if (known) known.count += 1;
    else this.#entries.set(`${code} ${blocking}`, { code, message: 'More of these', count: 1, blocking });
  }
}

const maxEntries = 500;
