import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt, Sighting, Visit } from '../core/schema/index.ts';
import { BrowserSupply } from './browser-supply.ts';
import type { CrawlBrowser } from './browser/crawl-browser.ts';
import type { LaunchOptions } from './browser/launch.ts';
import type { Identity } from './browser/user-agent.ts';
import type { BodyStore, ShortfallLog } from './capture/index.ts';
import { unexplained } from './capture/connections.ts';
import { Collecting } from './collecting.ts';
import type { Collector, VisitScope } from './collectors/collector.ts';
import { CredentialInjector } from './collectors/credentials.ts';
import { GuardCollector } from './collectors/guards.ts';
import { Presentation } from './collectors/presentation.ts';
import type { Egress } from './egress/index.ts';
import type { Frontier } from './frontier.ts';
import type { Session } from './protocol/index.ts';
import type { SiteCredentials } from './site/credentials.ts';
import type { TreeHooks } from './targets/index.ts';
import type { CrawlHooks, CrawlRequest } from './types.ts';
import { outsideSiteFailure, statusFailure, type PageFailure } from './visit/failure.ts';
import { visitPage, type PageOutcome } from './visit/visit-page.ts';

export interface CrawlRunOptions {
  request: CrawlRequest;
  hooks: CrawlHooks;
  egress: Egress;
  shortfalls: ShortfallLog;
  identity: Identity | undefined;
  store: BodyStore;
  frontier: Frontier;
  credentials: SiteCredentials;
  launch: Omit<LaunchOptions, 'proxyPort'>;
}

interface Page {
  url: string;
  isStart: boolean;
  depth: number;
}

const hung: PageFailure = {
  code: 'page-hung',
  message: 'The page stopped answering; code that never ran, forms and links in it are unknown',
};

/** How long the last page's farewell is waited for. */
const farewellMs = 200;

/** The loop over pages. Its fields are what the capture is made of. */
export class CrawlRun {
  readonly visits: Visit[] = [];
  readonly sightings: Sighting[] = [];
  readonly store: BodyStore;
  hasReached = false;
  notVisited = 0;
  readonly #options: CrawlRunOptions;
  readonly #collecting: Collecting;
  readonly #supply: BrowserSupply;
  #endVisit: (failure: PageFailure) => void = () => undefined;

  constructor(options: CrawlRunOptions) {
    this.#options = options;
    this.store = options.store;
    const { egress, shortfalls, store, request, credentials, launch, hooks } = options;
    const { cookies } = credentials;
    this.#collecting = new Collecting({
      store,
      shortfalls,
      egress,
      siteFileCookies: new Set(cookies.map(({ name, url }) => `${name} ${new URL(url!).hostname}`)),
      readDeadlineMs: request.site.budgets.pageSeconds * 1000 + 10_000,
    });
    const treeHooks = (browser: Session) => this.#treeHooks(browser);
    this.#supply = new BrowserSupply({ launch, egress, shortfalls, hooks, cookies, treeHooks });
  }

  get scripts() {
    return this.#collecting.scripts.result();
  }

  get requests(): Receipt['requests'] {
    return this.#collecting.totals;
  }

  get targets(): Receipt['targets'] {
    return this.#supply.targets;
  }

  get product(): string {
    return this.#supply.product;
  }

  get sandbox(): Receipt['sandbox'] {
    return this.#supply.sandbox;
  }

  get userAgent(): string {
    return this.#options.identity?.userAgent ?? 'unknown';
  }

  /** Visits pages until none is left or a budget is spent. Rejects only when no browser starts at all. */
  async finish(): Promise<void> {
    const { request, hooks, frontier, shortfalls } = this.#options;
    const { budgets } = request.site;
    const timeIsUp = new AbortController();
    const timer = setTimeout(() => timeIsUp.abort(), budgets.seconds * 1000);
    const signal = AbortSignal.any([timeIsUp.signal, ...(hooks.signal ? [hooks.signal] : [])]);
    try {
      while (!signal.aborted && this.visits.length < budgets.pages) {
        const page = frontier.next();
        if (!page) break;
        const browser = await this.#supply.get();
        if (!browser) break;
        await this.#visit(browser, page, signal);
      }
      this.notVisited = frontier.waiting;
      if (!signal.aborted) await sleep(farewellMs);
      this.#addLateContacts();
      if (timeIsUp.signal.aborted) {
        const message = `The crawl was stopped after budgets.seconds (${budgets.seconds} s)`;
        shortfalls.add({ code: 'time-budget', message, blocking: true });
      }
      if (hooks.signal?.aborted) {
        shortfalls.add({ code: 'cancelled', message: 'The crawl was cancelled', blocking: true });
      }
      for (const url of frontier.waitingStarts) {
        const message = 'A start URL was not visited: budgets.pages allows fewer pages';
        if (!signal.aborted) shortfalls.add({ code: 'page-budget', message, url, blocking: true });
      }
    } finally {
      clearTimeout(timer);
      await this.#supply.close();
    }
  }

  async #visit(browser: CrawlBrowser, page: Page, crawlSignal: AbortSignal): Promise<void> {
    const { request, hooks, frontier, egress } = this.#options;
    const { url } = page;
    const number = this.visits.length + 1;
    const startedAt = new Date();
    const before = performance.now();
    hooks.onProgress?.({ event: 'page-started', url, number, known: frontier.known });
    const ended = new AbortController();
    this.#endVisit = (failure) => ended.abort(failure);
    const { pageSeconds } = request.site.budgets;
    const timer = setTimeout(() => {
      const message = `The page was not done after budgets.pageSeconds (${pageSeconds} s)`;
      ended.abort({ code: 'page-timeout', message } satisfies PageFailure);
    }, pageSeconds * 1000);
    void browser.connection.closed.then(() => {
      ended.abort({ code: 'browser-lost', message: 'The browser died' } satisfies PageFailure);
    });
    const tab = await browser.openTab().catch(() => null);
    if (!tab) {
      clearTimeout(timer);
      return this.#loseTab(`v${number}`, page, startedAt);
    }
    const visit: VisitScope = { id: `v${number}`, tab, requestedUrl: url };
    this.#addLateContacts();
    this.#collecting.begin(visit);
    const outcome = await visitPage(visit, {
      quiet: this.#collecting.network.quietOf(visit.id),
      signal: AbortSignal.any([ended.signal, crawlSignal]),
      egressFailure: (text) => egressFailure(egress, text),
      onSettled: async () => {
        // From here on every command has its own deadline.
        clearTimeout(timer);
        if (!hooks.signal?.aborted) await this.#collecting.settleDocuments(visit);
      },
    });
    clearTimeout(timer);
    const cut = ended.signal.aborted ? (ended.signal.reason as PageFailure) : cutOff(crawlSignal);
    if (!hooks.signal?.aborted) await this.#supply.leave(browser, tab);
    const { links, sightings, isHung, ...findings } = await this.#collecting.finish(visit);
    const failure =
      outcome.failure ??
      cut ??
      (isHung ? hung : null) ??
      statusFailure(findings.status) ??
      (page.isStart ? outsideSiteFailure(findings.url, (text) => frontier.isOwn(text)) : null);
    this.hasReached ||= outcome.isReached && (failure === null || failure === cut || failure === hung);
    this.visits.push({
      id: visit.id,
      requestedUrl: url,
      ...findings,
      start: page.isStart,
      outcome: failure ? 'failed' : 'ok',
      ...(failure ? { error: failure } : {}),
      startedAt: startedAt.toISOString(),
      durationMs: performance.now() - before,
    });
    this.sightings.push(...sightings);
    this.#noteShortfall(page, failure, outcome, cut !== null || isHung);
    frontier.markVisited(findings.url.startsWith('http') ? findings.url : url);
    if (outcome.isReached) frontier.addLinks(links, page.depth);
    hooks.onProgress?.({
      event: 'page-done',
      url,
      outcome: failure ? 'failed' : 'ok',
      scripts: this.#collecting.scripts.countOf(visit.id),
      durationMs: performance.now() - before,
    });
  }

  /** What a page sends while its tab closes reaches the proxy after its visit: it belongs to that visit. */
  #addLateContacts(): void {
    const contacts = this.#options.egress.takeContacts();
    const last = this.visits.at(-1);
    last?.connections.push(...unexplained(last.connections, contacts));
  }

  /** The browser is alive but opens nothing: the page is lost, the next one gets a new browser. */
  async #loseTab(id: string, { url, isStart }: Page, startedAt: Date): Promise<void> {
    const error = { code: 'browser-lost', message: 'The browser opened no tab' };
    const empty = { headers: [], redirects: [], frames: [], forms: [], connections: [], cookies: [] };
    const at = { startedAt: startedAt.toISOString(), durationMs: Date.now() - startedAt.getTime() };
    this.visits.push({
      id,
      requestedUrl: url,
      url,
      start: isStart,
      outcome: 'failed',
      error,
      ...empty,
      ...at,
    });
    this.#options.shortfalls.add({ ...error, url, blocking: true });
    await this.#supply.giveUp();
  }

  #noteShortfall(
    { url, isStart }: Page,
    failure: PageFailure | null,
    outcome: PageOutcome,
    isCut: boolean,
  ): void {
    const { shortfalls } = this.#options;
    // A page that was cut off may have run scripts that nobody read; a dead link has run none.
    if (failure) shortfalls.add({ ...failure, url, blocking: isStart || isCut });
    else if (!outcome.isSettled) {
      const message = 'A page never came to rest and was left after a while';
      shortfalls.add({ code: 'page-busy', message, url, blocking: false });
    }
  }

  #treeHooks(browser: Session): TreeHooks {
    const { shortfalls, credentials, identity, request } = this.#options;
    const collecting = this.#collecting;
    const guards = new GuardCollector({
      browser,
      shortfalls,
      visitOf: () => collecting.currentVisit,
      endVisit: (target, code, message) => {
        if (target.tab?.isPopup === false) this.#endVisit({ code, message });
        else shortfalls.add({ code, message, url: target.url, blocking: true });
      },
    });
    const collectors: Collector<unknown>[] = [
      new Presentation({ identity, language: request.site.language }),
      new CredentialInjector(credentials),
      ...collecting.collectors,
      guards,
    ];
    return {
      attach: (target) => {
        collecting.noteTarget(target);
        return collectors.flatMap((collector) => collector.attach(target));
      },
      onFailed: (target, error) => {
        const message = `A ${target.type} could not be observed (${error.message})`;
        shortfalls.add({ code: 'target-lost', message, url: target.url, blocking: true });
      },
    };
  }
}

function cutOff(crawlSignal: AbortSignal): PageFailure | null {
  return crawlSignal.aborted
    ? { code: 'page-cut-off', message: 'The crawl ended before the page was done' }
    : null;
}

function egressFailure(egress: Egress, text: string) {
  const url = URL.parse(text);
  if (!url) return undefined;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return egress.failureOf(url.hostname.replace(/^\[|\]$/g, ''), port);
}
