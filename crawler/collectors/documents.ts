import type { Form } from '../../core/schema/index.ts';
import type { ShortfallLog } from '../capture/shortfalls.ts';
import {
  documentCode,
  documentForms,
  documentLinks,
  integrityByUrl,
  readSnapshot,
  type DocumentCode,
} from '../documents/index.ts';
import { CommandError } from '../protocol/index.ts';
import { hasDocument, type Target } from '../targets/index.ts';
import type { Collector, VisitScope } from './collector.ts';
import { errorPageUrl } from './frames.ts';

/** What lay in the documents of one visit when it settled. */
export interface VisitDocuments {
  title: string | null;
  /** Whether the page itself did not answer: something blocks its thread. */
  isHung: boolean;
  forms: Form[];
  /** Of the main document and its same-site frames. */
  links: string[];
  code: DocumentCode[];
  /** By absolute URL of the script. */
  integrity: Map<string, string>;
}

export interface DocumentOptions {
  shortfalls: ShortfallLog;
  /** Targets with a document that are open now. */
  openDocuments: (tab: Target) => Target[];
}

const snapshotDeadlineMs = 5_000;

/**
 * Walks every document once, shadow roots and frames included, through the protocol alone: nothing of ours runs in
 * the page. Handlers that never fire are never compiled, so no debugger event tells of them.
 */
export class DocumentCollector implements Collector<ReadonlyMap<string, VisitDocuments>> {
  readonly #options: DocumentOptions;
  readonly #visits = new Map<string, VisitDocuments>();

  constructor(options: DocumentOptions) {
    this.#options = options;
  }

  attach(target: Target): Promise<unknown>[] {
    return hasDocument(target) ? [target.session.send('DOM.enable').then(() => undefined)] : [];
  }

  async settle(visit: VisitScope): Promise<void> {
    const found: VisitDocuments = {
      title: null,
      isHung: false,
      forms: [],
      links: [],
      code: [],
      integrity: new Map(),
    };
    this.#visits.set(visit.id, found);
    await Promise.all(
      this.#options.openDocuments(visit.tab).map((target) => this.#walk(visit, target, found)),
    );
  }

  result(): ReadonlyMap<string, VisitDocuments> {
    return this.#visits;
  }

  /** Hands out the documents of a visit and forgets them. */
  take(visitId: string): VisitDocuments | undefined {
    const taken = this.#visits.get(visitId);
    this.#visits.delete(visitId);
    return taken;
  }

  async #walk(visit: VisitScope, target: Target, found: VisitDocuments): Promise<void> {
    try {
      const answer = await target.session.send(
        'DOMSnapshot.captureSnapshot',
        { computedStyles: [] },
        snapshotDeadlineMs,
      );
      for (const document of readSnapshot(answer)) {
        if (document.frameId === visit.tab.id) found.title = document.title;
        // The browser's own page about a failed load.
        if (document.url === errorPageUrl) continue;
        found.forms.push(...documentForms(document));
        found.code.push(...documentCode(document));
        for (const [url, integrity] of integrityByUrl(document)) found.integrity.set(url, integrity);
        found.links.push(...documentLinks(document));
      }
    } catch (error) {
      // Gone meanwhile: what it had done is known from its events.
      if (error instanceof CommandError && error.failure === 'closed') return;
      if (target === visit.tab) {
        found.isHung = true;
        return;
      }
      this.#options.shortfalls.add({
        code: 'document-unread',
        message: 'A frame did not answer; code that never ran, forms and links in it are unknown',
        url: visit.requestedUrl,
        blocking: true,
      });
    }
  }
}
