import type { CrawlState } from '../../store/index.ts';

/** Something that happened, for whoever listens now. Lists tell what happened earlier. */
export interface ServiceEvent {
  type: 'crawl' | 'progress' | 'change';
  siteId: number;
  crawlId: number | null;
  data: unknown;
}

/** Hands events to the listeners in this process. */
export class EventHub {
  readonly #listeners = new Set<(event: ServiceEvent) => void>();
  readonly #seen = new Map<number, CrawlState>();
  #change: number | null = null;

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Answers how to stop listening. */
  listen(listener: (event: ServiceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener knows a crawl in this state: whoever watches the store is to tell when it is another one. */
  sawCrawl(crawlId: number, state: CrawlState): void {
    this.#seen.set(crawlId, state);
  }

  /** The states told by `sawCrawl` since this was asked last. */
  takeSeen(): [number, CrawlState][] {
    const seen = [...this.#seen];
    this.#seen.clear();
    return seen;
  }

  /** A listener knows all changes up to this one and wants those that follow. */
  sawChange(id: number): void {
    this.#change = Math.min(this.#change ?? id, id);
  }

  /** The earliest change told by `sawChange` since this was asked last; null when none was. */
  takeChange(): number | null {
    const change = this.#change;
    this.#change = null;
    return change;
  }

  publish(event: ServiceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
