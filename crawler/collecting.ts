import { readFileSync } from 'node:fs';
import type { Sighting, Visit } from '../core/schema/index.ts';
import type { BodyStore, ShortfallLog } from './capture/index.ts';
import { requestInitiator, scriptsByPlace } from './capture/causes.ts';
import { buildConnections, unexplained } from './capture/connections.ts';
import { buildSightings } from './capture/sightings.ts';
import type { Collector, VisitScope } from './collectors/collector.ts';
import { CookieCollector } from './collectors/cookies.ts';
import { DocumentCollector } from './collectors/documents.ts';
import { FrameCollector } from './collectors/frames.ts';
import { NetworkCollector } from './collectors/network.ts';
import type { ParsedScript, RequestRecord, StackFrame } from './collectors/raw.ts';
import { ScriptCollector } from './collectors/scripts.ts';
import type { Egress } from './egress/index.ts';
import { hasDocument, type Target } from './targets/index.ts';

export interface CollectingOptions {
  store: BodyStore;
  shortfalls: ShortfallLog;
  egress: Egress;
  /** Names and domains of the site file's cookies, as `name domain`. */
  siteFileCookies: ReadonlySet<string>;
  readDeadlineMs: number;
}

/** What one visit brought, in the words of the capture. */
export type VisitFindings = Pick<
  Visit,
  'url' | 'status' | 'title' | 'headers' | 'redirects' | 'frames' | 'forms' | 'connections' | 'cookies'
> & { links: string[]; sightings: Sighting[]; isHung: boolean };

/** All collectors of a crawl, and how their results become one visit. */
export class Collecting {
  readonly scripts: ScriptCollector;
  readonly network: NetworkCollector;
  readonly totals = { total: 0, failed: 0, blocked: 0 };
  readonly #frames: FrameCollector;
  readonly #documents: DocumentCollector;
  readonly #cookies: CookieCollector;
  readonly #options: CollectingOptions;
  readonly #targets = new Set<Target>();
  #current: VisitScope | null = null;

  constructor(options: CollectingOptions) {
    this.#options = options;
    const { store, shortfalls, egress } = options;
    const visitOf = () => this.currentVisit;
    this.#frames = new FrameCollector(visitOf);
    this.scripts = new ScriptCollector({
      store,
      shortfalls,
      visitOf,
      frameUrl: (frameId) => this.#frames.urlOf(frameId),
      readDeadlineMs: options.readDeadlineMs,
    });
    this.network = new NetworkCollector({
      store,
      visitOf,
      egressFailure: (host, port) => egress.failureOf(host, port)?.failure,
    });
    this.#documents = new DocumentCollector({
      shortfalls,
      openDocuments: (tab) => this.#openDocuments(tab),
    });
    this.#cookies = new CookieCollector({ fromSiteFile: options.siteFileCookies });
  }

  /** The order in which their commands go out. */
  get collectors(): Collector<unknown>[] {
    return [this.#frames, this.scripts, this.network, this.#cookies, this.#documents];
  }

  noteTarget(target: Target): void {
    this.#targets.add(target);
  }

  /** Visits come one after the other: what belongs to no tab of ours (workers, windows) belongs to the one at work. */
  begin(visit: VisitScope): void {
    this.#current = visit;
  }

  /** Undefined before the first visit: what the browser does for itself belongs to none. */
  get currentVisit(): string | undefined {
    return this.#current?.id;
  }

  /** While the documents of the visit are still there. */
  async settleDocuments(visit: VisitScope): Promise<void> {
    await Promise.all([
      this.#documents.settle(visit),
      this.#frames.settle(visit),
      this.scripts.settle(),
      this.#cookies.settle(visit),
    ]);
    const ran = new Set<string>();
    for (const script of this.scripts.of(visit.id)) ran.add(script.embedderName);
    await this.network.settle(visit, ran);
    for (const target of this.#targets) if (target.session.isClosed) this.#targets.delete(target);
  }

  /** After the visit's tab has been left: everything collected since the last visit. */
  async finish(visit: VisitScope): Promise<VisitFindings> {
    await Promise.all([this.scripts.settle(), this.#frames.settle(visit)]);
    const scripts = this.scripts.take(visit.id);
    const requests = this.network.take(visit.id);
    const found = this.#documents.take(visit.id);
    const findings = this.#describeVisit(visit, requests);
    const texts = new Map<string, string>();
    const findAt = scriptsByPlace(scripts);
    const sightings = buildSightings({
      scripts,
      requests,
      documents: new Map(found ? [[visit.id, found]] : []),
      store: this.#options.store,
      find: this.#find,
      findAt,
      textAt: (script, frame) => this.#textAt(script, frame, texts),
      keep: (source) => this.#keep(source),
    });
    for (const request of requests) {
      this.totals.total += request.urls.length;
      if (request.blocked !== undefined) this.totals.blocked += 1;
      else if (request.outcome === 'failed') this.totals.failed += 1;
    }
    const connections = buildConnections(requests, (request) =>
      requestInitiator(request.initiator, request.target, this.#find, findAt),
    );
    this.scripts.forgetEnded();
    connections.push(...unexplained(connections, this.#options.egress.takeContacts()));
    return {
      ...findings,
      ...(found?.title ? { title: found.title } : {}),
      forms: found?.forms ?? [],
      links: found?.links ?? [],
      isHung: found?.isHung ?? false,
      cookies: this.#cookies.result().get(visit.id) ?? [],
      connections,
      sightings,
    };
  }

  #describeVisit(visit: VisitScope, requests: readonly RequestRecord[]) {
    const frames = this.#frames.take(visit.id);
    const main = frames.find(({ id }) => id === visit.tab.id);
    const documents = requests.filter(({ type }) => type === 'Document');
    const answerOf = (loaderId: string) => documents.find((request) => request.loaderId === loaderId);
    const mainDocuments = documents.filter(({ frameId }) => frameId === visit.tab.id);
    const last = (main && answerOf(main.loaderId)) ?? mainDocuments.at(-1);
    const passed = mainDocuments.flatMap((request) =>
      request === last ? request.urls.slice(0, -1) : request.urls,
    );
    return {
      url: (main?.url === '' ? undefined : main?.url) ?? last?.urls.at(-1) ?? visit.requestedUrl,
      ...(last?.status === undefined ? {} : { status: last.status }),
      headers: last?.headers[last.urls.length - 1] ?? [],
      redirects: passed,
      frames: frames.map(({ id, parentId, url, name, outOfProcess, loaderId }) => {
        const frame = { id, parentId, url, outOfProcess, ...(name ? { name } : {}) };
        const answer = answerOf(loaderId);
        if (!answer) return frame;
        const status = answer.status === undefined ? {} : { status: answer.status };
        return { ...frame, ...status, headers: answer.headers[answer.urls.length - 1] ?? [] };
      }),
    };
  }

  /** Of the tab of a visit and of the windows it opened. */
  #openDocuments(tab: Target): Target[] {
    const isOpen = ({ session }: Target) => !session.isClosed;
    const isOfVisit = (target: Target) => target.tab === tab || target.tab?.isPopup === true;
    return [...this.#targets].filter((target) => hasDocument(target) && isOpen(target) && isOfVisit(target));
  }

  readonly #find = (target: Target, scriptId: string) => this.scripts.find(target, scriptId);

  /** The text at a place of a script; places count from the start of its document, 0-based. */
  #textAt(
    { sha256: hash, startLine, startColumn }: ParsedScript,
    frame: StackFrame,
    texts: Map<string, string>,
  ): string {
    const version = hash === null ? undefined : this.#options.store.get(hash);
    if (!version || version.bytes > 4_000_000) return '';
    let text = texts.get(version.sha256);
    if (text === undefined) {
      text = readFileSync(this.#options.store.path(version), 'utf8');
      texts.set(version.sha256, text);
    }
    const line = frame.line - startLine;
    const column = line === 0 ? frame.column - startColumn : frame.column;
    let start = 0;
    for (let at = 0; at < line && start !== -1; at += 1) start = text.indexOf('\n', start) + 1 || -1;
    return start === -1 ? '' : text.slice(start + column, start + column + 40);
  }

  #keep(source: string): string | null {
    const kept = this.#options.store.put(Buffer.from(source, 'utf8'), 'js');
    if ('sha256' in kept) return kept.sha256;
    const message = 'Script bodies exceed the budgets of the site file';
    this.#options.shortfalls.add({ code: kept.refused, message, blocking: true });
    return null;
  }
}
