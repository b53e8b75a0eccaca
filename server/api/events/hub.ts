/** Something that happened, for whoever listens now. Lists tell what happened earlier. */
export interface ServiceEvent {
  type: 'crawl' | 'progress' | 'change';
  siteId: number;
  crawlId: number | null;
  data: unknown;
}

/** Hands events of this process to its listeners. */
export class EventHub {
  readonly #listeners = new Set<(event: ServiceEvent) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Answers how to stop listening. */
  listen(listener: (event: ServiceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(event: ServiceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
