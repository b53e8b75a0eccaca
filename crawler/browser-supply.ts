import { CrawlBrowser } from './browser/crawl-browser.ts';
import type { LaunchOptions } from './browser/launch.ts';
import type { ShortfallLog } from './capture/index.ts';
import type { Egress } from './egress/index.ts';
import type { Session } from './protocol/index.ts';
import type { SiteCredentials } from './site/credentials.ts';
import type { Target, TreeHooks } from './targets/index.ts';
import type { CrawlHooks } from './types.ts';

export interface BrowserSupplyOptions {
  launch: Omit<LaunchOptions, 'proxyPort'>;
  egress: Egress;
  shortfalls: ShortfallLog;
  cookies: SiteCredentials['cookies'];
  treeHooks: (browser: Session) => TreeHooks;
  hooks: CrawlHooks;
}

/** A long-lived browser leaks; a fresh one costs half a second. */
const pagesPerBrowser = 100;
const maxBrowserDeaths = 3;

/** Sees to it that the crawl has a working browser: the first one, and another when one dies, sticks or grows old. */
export class BrowserSupply {
  readonly targets = { attached: 0, failed: 0 };
  product = 'unknown';
  sandbox: 'full' | 'none' = 'full';
  readonly #options: BrowserSupplyOptions;
  #cookies: SiteCredentials['cookies'];
  #browser: CrawlBrowser | null = null;
  #deaths = 0;

  constructor(options: BrowserSupplyOptions) {
    this.#options = options;
    this.#cookies = options.cookies;
  }

  /**
   * The browser at work, or a new one; null when too many died.
   *
   * @throws ScriptwardenError SW_BROWSER_FAILED
   */
  async get(): Promise<CrawlBrowser | null> {
    if (this.#browser && !this.#browser.connection.isClosed) return this.#browser;
    await this.close();
    const { shortfalls, egress, launch, hooks, treeHooks } = this.#options;
    if (this.#deaths >= maxBrowserDeaths) {
      const message = `The browser died ${this.#deaths} times; the crawl was stopped`;
      shortfalls.add({ code: 'browser-lost', message, blocking: true });
      return null;
    }
    const browser = await CrawlBrowser.open({ ...launch, egress, cookies: this.#cookies, hooks: treeHooks });
    this.#browser = browser;
    this.product = browser.product;
    this.sandbox = browser.sandbox;
    hooks.onProgress?.({ event: 'browser-started', browser: browser.product, sandbox: browser.sandbox });
    if (browser.sandbox === 'none') {
      const message = 'The browser runs without its sandbox: this system allows none';
      hooks.onProgress?.({ event: 'warning', message });
    }
    return browser;
  }

  /** A tab opened no more, or the browser with it: the next page gets a new browser. */
  async giveUp(): Promise<void> {
    this.#deaths += 1;
    await this.close();
  }

  /** Closes the tab of a visit and what it opened; when it cannot be closed, the browser goes with it. */
  async leave(browser: CrawlBrowser, tab: Target): Promise<void> {
    browser.pages += 1;
    if (browser.connection.isClosed) return this.giveUp();
    await browser.closePopups();
    if (!(await browser.closeTab(tab)) || browser.pages >= pagesPerBrowser) await this.close();
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    if (!browser) return;
    this.#browser = null;
    this.targets.attached += browser.tree.attached;
    this.targets.failed += browser.tree.failed;
    if (!browser.connection.isClosed && !this.#options.hooks.signal?.aborted) {
      const cookies = await browser.cookies();
      if (cookies.length > 0) this.#cookies = cookies;
    }
    await browser.close();
  }
}
