import type { Protocol } from 'devtools-protocol';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { greetingHost, type Egress } from '../egress/index.ts';
import type { Connection, Session } from '../protocol/index.ts';
import { TargetTree, type Target, type TreeHooks } from '../targets/index.ts';
import { authorise } from './authorise.ts';
import { launchBrowser, type LaunchedBrowser, type LaunchOptions } from './launch.ts';

export interface CrawlBrowserOptions extends Omit<LaunchOptions, 'proxyPort'> {
  egress: Egress;
  cookies: Protocol.Network.CookieParam[];
  /** Called once, before the first target is attached. */
  hooks: (browser: Session) => TreeHooks;
}

const closeDeadlineMs = 2_000;
const authoriseAttempts = 3;

/** One browser of a crawl with all its targets attached. A crawl may need several, one after the other. */
export class CrawlBrowser {
  readonly session: Session;
  readonly tree: TargetTree;
  readonly product: string;
  pages = 0;
  readonly #launched: LaunchedBrowser;
  /** True while tabs without an opener are ours: at the start, and while we open one. */
  #isOpeningTab = true;

  private constructor(launched: LaunchedBrowser, session: Session, product: string, hooks: TreeHooks) {
    this.#launched = launched;
    this.session = session;
    this.product = product;
    const attach = (target: Target) => {
      // A window opened with noopener names no opener: whatever tab we did not open ourselves is a page's.
      if (target.type === 'page' && !target.isPopup) target.isPopup = !this.#isOpeningTab;
      return hooks.attach(target);
    };
    this.tree = new TargetTree(launched.connection, { ...hooks, attach });
  }

  /** @throws ScriptwardenError SW_BROWSER_FAILED */
  static async open({ egress, cookies, hooks, ...launch }: CrawlBrowserOptions): Promise<CrawlBrowser> {
    const launched = await launchBrowser({ ...launch, proxyPort: egress.port });
    try {
      const session = await launched.connection.openBrowserSession();
      const { product } = await session.send('Browser.getVersion');
      const browser = new CrawlBrowser(launched, session, product, hooks(session));
      await Promise.all([
        session.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
        ...(cookies.length > 0 ? [session.send('Storage.setCookies', { cookies })] : []),
      ]);
      await browser.tree.start(session);
      await browser.#authorise(egress);
      return browser;
    } catch (error) {
      await launched.close();
      throw new ScriptwardenError('SW_BROWSER_FAILED', {
        message: 'The browser started but stopped answering before the first page.',
        fix: 'Try again; if it stays so, check that the machine has memory left and that the browser runs by itself.',
        cause: error,
      });
    }
  }

  /** On a busy machine the browser now and then forgets a challenge it has just passed on: a new tab asks again. */
  async #authorise(egress: Egress): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const tab = await this.openTab();
      try {
        await authorise(tab.session, `http://${greetingHost}/`, egress.credentials);
        return;
      } catch (error) {
        if (attempt === authoriseAttempts || this.connection.isClosed) throw error;
      } finally {
        await this.closeTab(tab);
      }
    }
  }

  get connection(): Connection {
    return this.#launched.connection;
  }

  get sandbox(): 'full' | 'none' {
    return this.#launched.sandbox;
  }

  /** A new empty tab, attached and ready. */
  async openTab(): Promise<Target> {
    this.#isOpeningTab = true;
    try {
      const { targetId } = await this.session.send('Target.createTarget', { url: 'about:blank' });
      const target = await this.tree.ready(targetId);
      if (!target) throw new Error('the new tab vanished');
      return target;
    } finally {
      this.#isOpeningTab = false;
    }
  }

  /** @returns whether the tab went away in time; a page that blocks its process may not */
  async closeTab(tab: Target): Promise<boolean> {
    // Runs the page's farewell (beforeunload, pagehide), which code may be waiting for.
    const isClosing = await tab.session.send('Page.close', undefined, closeDeadlineMs).then(
      () => true,
      () => false,
    );
    if (isClosing && (await this.tree.gone(tab, closeDeadlineMs))) return true;
    await this.session
      .send('Target.closeTarget', { targetId: tab.id }, closeDeadlineMs)
      .catch(() => undefined);
    return this.tree.gone(tab, closeDeadlineMs);
  }

  /** Closes every tab that a page opened. */
  async closePopups(): Promise<void> {
    const popups = this.tree.all().filter(({ isPopup }) => isPopup);
    await Promise.all(popups.map((popup) => this.closeTab(popup)));
  }

  /** For the next browser of the same crawl. Empty when this one no longer answers. */
  async cookies(): Promise<Protocol.Network.CookieParam[]> {
    const answer = await this.session.send('Storage.getCookies').catch(() => ({ cookies: [] }));
    return answer.cookies.map(
      ({ name, value, domain, path, secure, httpOnly, sameSite, expires, session }) => ({
        name,
        value,
        domain,
        path,
        secure,
        httpOnly,
        ...(sameSite ? { sameSite } : {}),
        ...(session ? {} : { expires }),
      }),
    );
  }

  close(): Promise<void> {
    return this.#launched.close();
  }
}
