import type { Sighting, Visit } from '../core/schema/index.ts';
import { CrawlBrowser } from './browser/crawl-browser.ts';
import type { LaunchOptions } from './browser/launch.ts';
import type { Identity } from './browser/user-agent.ts';
import type { BodyStore, ShortfallLog } from './capture/index.ts';
import { Collecting } from './collecting.ts';
import type { Collector, VisitScope } from './collectors/collector.ts';
import { CredentialInjector } from './collectors/credentials.ts';
import { GuardCollector } from './collectors/guards.ts';
import { Presentation } from './collectors/presentation.ts';
import type { Egress } from './egress/index.ts';
import type { Frontier } from './frontier.ts';
import type { SiteCredentials } from './site/credentials.ts';
import type { Target, TreeHooks } from './targets/index.ts';
import type { CrawlHooks, CrawlRequest } from './types.ts';
import type { PageFailure } from './visit/failure.ts';
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

/** A long-lived browser leaks; a fresh one costs half a second. */
const pagesPerBrowser = 100;
const maxBrowserDeaths = 3;

/** The loop over pages, with the browsers it needs. Fields are what the capture is made of. */
export class CrawlRun {
  readonly visits: Visit[] = [];
  readonly sightings: Sighting[] = [];
  readonly targets = { attached: 0, failed: 0 };
  readonly store: BodyStore;
  hasReached = false;
  notVisited = 0;
  product = 'unknown';
  sandbox: 'full' | 'none' = 'full';
  readonly #options: CrawlRunOptions;
  readonly #collecting: Collecting;
  #browser: CrawlBrowser | null = null;
  #cookies: SiteCredentials['cookies'];
  #deaths = 0;
  #endVisit: (failure: PageFailure) => void = () => undefined;

  constructor(options: CrawlRunOptions) {
    this.#options = options;
    this.store = options.store;
    const { egress, shortfalls, store, request, credentials } = options;
    this.#cookies = credentials.cookies;
    this.#collecting = new Collecting({
      store,
      shortfalls,
      egress,
      siteFileCookies: new Set(
        credentials.cookies.map(({ name, url }) => `${name} ${new URL(url!).hostname}`),
      ),
      readDeadlineMs: request.site.budgets.pageSeconds * 1000 + 10_000,
    });
  }

  get scripts() {
    return this.#collecting.scripts.result();
  }

  get requests() {
    return this.#collecting.totals;
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
        const browser = await this.#readyBrowser();
        if (!browser) break;
        await this.#visit(browser, page, signal);
      }
      this.notVisited = frontier.waiting;
      if (timeIsUp.signal.aborted) {
        const message = `The crawl was stopped after budgets.seconds (${budgets.seconds} s)`;
        shortfalls.add({ code: 'time-budget', message, blocking: true });
      }
      if (hooks.signal?.aborted)
        shortfalls.add({ code: 'cancelled', message: 'The crawl was cancelled', blocking: true });
    } finally {
      clearTimeout(timer);
      await this.#closeBrowser();
    }
  }

  async #visit(
    browser: CrawlBrowser,
    { url, isStart, depth }: { url: string; isStart: boolean; depth: number },
    crawlSignal: AbortSignal,
  ): Promise<void> {
    const { request, hooks, frontier, egress } = this.#options;
    const id = `v${this.visits.length + 1}`;
    const startedAt = new Date();
    const before = performance.now();
    hooks.onProgress?.({ event: 'page-started', url, number: this.visits.length + 1, known: frontier.known });
    const ended = new AbortController();
    this.#endVisit = (failure) => ended.abort(failure);
    const { pageSeconds } = request.site.budgets;
    const timer = setTimeout(() => {
      this.#endVisit({
        code: 'page-timeout',
        message: `The page was not done after budgets.pageSeconds (${pageSeconds} s)`,
      });
    }, pageSeconds * 1000);
    void browser.connection.closed.then(() =>
      this.#endVisit({ code: 'browser-lost', message: 'The browser died' }),
    );
    const tab = await browser.openTab().catch(() => null);
    if (!tab) {
      clearTimeout(timer);
      return this.#loseTab(id, url, isStart, startedAt);
    }
    const visit: VisitScope = { id, tab, requestedUrl: url };
    this.#collecting.begin(visit);
    const outcome = await visitPage(visit, {
      quiet: this.#collecting.network.quietOf(id),
      signal: AbortSignal.any([ended.signal, crawlSignal]),
      egressFailure: (text) => egressFailure(egress, text),
      onSettled: () => (hooks.signal?.aborted ? Promise.resolve() : this.#collecting.settleDocuments(visit)),
    });
    clearTimeout(timer);
    const findings = await this.#collecting.finish(visit);
    const isCut = ended.signal.aborted || crawlSignal.aborted;
    let failure = outcome.failure ?? (ended.signal.aborted ? (ended.signal.reason as PageFailure) : null);
    if (crawlSignal.aborted)
      failure ??= { code: 'page-cut-off', message: 'The crawl ended before the page was done' };
    failure ??= statusFailure(findings.status);
    this.hasReached ||=
      outcome.isReached && failure?.code !== 'page-http-error' && failure?.code !== 'page-auth-required';
    const { links, sightings, ...rest } = findings;
    this.visits.push({
      id,
      requestedUrl: url,
      ...rest,
      start: isStart,
      outcome: failure ? 'failed' : 'ok',
      ...(failure ? { error: failure } : {}),
      startedAt: startedAt.toISOString(),
      durationMs: performance.now() - before,
    });
    this.sightings.push(...sightings);
    this.#noteShortfalls(url, isStart, failure, outcome, isCut);
    frontier.markVisited(findings.url.startsWith('http') ? findings.url : url);
    if (!failure || outcome.isReached) frontier.addLinks(links, depth);
    hooks.onProgress?.({
      event: 'page-done',
      url,
      outcome: failure ? 'failed' : 'ok',
      scripts: this.#collecting.scripts.countOf(id),
      durationMs: performance.now() - before,
    });
    await this.#leave(browser, tab, isCut);
  }

  /** The browser is alive but opens nothing: the page is lost, the next one gets a new browser. */
  async #loseTab(id: string, requestedUrl: string, start: boolean, startedAt: Date): Promise<void> {
    const error = { code: 'browser-lost', message: 'The browser opened no tab' };
    const empty = { headers: [], redirects: [], frames: [], forms: [], connections: [], cookies: [] };
    const at = { startedAt: startedAt.toISOString(), durationMs: Date.now() - startedAt.getTime() };
    this.visits.push({
      id,
      requestedUrl,
      url: requestedUrl,
      start,
      outcome: 'failed',
      error,
      ...empty,
      ...at,
    });
    this.#options.shortfalls.add({ ...error, url: requestedUrl, blocking: true });
    this.#deaths += 1;
    await this.#closeBrowser();
  }

  #noteShortfalls(
    url: string,
    isStart: boolean,
    failure: PageFailure | null,
    outcome: PageOutcome,
    isCut: boolean,
  ): void {
    const { shortfalls } = this.#options;
    // A page that was reached and then lost has run scripts that nobody read; a dead link has not.
    if (failure)
      shortfalls.add({
        ...failure,
        url,
        blocking:
          isStart ||
          (outcome.isReached && isCut) ||
          failure.code === 'browser-lost' ||
          failure.code === 'page-timeout',
      });
    else if (!outcome.isSettled) {
      shortfalls.add({
        code: 'page-busy',
        message: 'A page never came to rest and was left after a while',
        url,
        blocking: false,
      });
    }
  }

  /** The tab goes; when it cannot be closed, the browser goes with it. */
  async #leave(browser: CrawlBrowser, tab: Target, isCut: boolean): Promise<void> {
    browser.pages += 1;
    if (isCut && this.#options.hooks.signal?.aborted) return;
    await browser.closePopups();
    const isClosed = await browser.closeTab(tab);
    if (browser.connection.isClosed) this.#deaths += 1;
    if (!isClosed || browser.pages >= pagesPerBrowser) await this.#closeBrowser();
  }

  async #readyBrowser(): Promise<CrawlBrowser | null> {
    if (this.#browser && !this.#browser.connection.isClosed) return this.#browser;
    await this.#closeBrowser();
    const { shortfalls, egress, launch, hooks } = this.#options;
    if (this.#deaths >= maxBrowserDeaths) {
      const message = `The browser died ${this.#deaths} times; the crawl was stopped`;
      shortfalls.add({ code: 'browser-lost', message, blocking: true });
      return null;
    }
    const browser = await CrawlBrowser.open({
      ...launch,
      egress,
      cookies: this.#cookies,
      hooks: (session) => this.#hooks(session),
    });
    this.#browser = browser;
    this.product = browser.product;
    this.sandbox = browser.sandbox;
    hooks.onProgress?.({ event: 'browser-started', browser: browser.product, sandbox: browser.sandbox });
    if (browser.sandbox === 'none') {
      hooks.onProgress?.({
        event: 'warning',
        message: 'The browser runs without its sandbox: this system allows none',
      });
    }
    return browser;
  }

  #hooks(session: CrawlBrowser['session']): TreeHooks {
    const { shortfalls, credentials, identity, request } = this.#options;
    const collecting = this.#collecting;
    const guards = new GuardCollector({
      browser: session,
      shortfalls,
      visitOf: (target) => collecting.visitOf(target),
      endVisit: (target, code, message) => {
        if (target.tab?.isPopup === false) this.#endVisit({ code, message });
        else shortfalls.add({ code, message, url: target.url, blocking: true });
      },
    });
    const language = request.site.language;
    const collectors: Collector<unknown>[] = [
      new Presentation({ identity, language }),
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

  async #closeBrowser(): Promise<void> {
    const browser = this.#browser;
    if (!browser) return;
    this.#browser = null;
    this.targets.attached += browser.tree.attached;
    this.targets.failed += browser.tree.failed;
    if (!browser.connection.isClosed && !this.#options.hooks.signal?.aborted)
      this.#cookies = await browser.cookies();
    await browser.close();
  }
}

function egressFailure(egress: Egress, text: string) {
  const url = URL.parse(text);
  if (!url) return undefined;
  return egress.failureOf(
    url.hostname.replace(/^\[|\]$/g, ''),
    Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  );
}

function statusFailure(status: number | undefined): PageFailure | null {
  if (status === 401) return { code: 'page-auth-required', message: 'The page asks for a user and password' };
  if (status !== undefined && status >= 400)
    return { code: 'page-http-error', message: `The server answered ${status}` };
  return null;
}
