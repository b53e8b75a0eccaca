import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type HTTPRequest, type Page } from 'puppeteer';
import { browserFlags, findBrowser } from '../../crawler/browser/index.ts';
import { QuietTracker } from '../../crawler/visit/quiet.ts';
import { settle } from '../../crawler/visit/settle.ts';

// What `scan` is measured against: a bare puppeteer run that starts the same browser with the same flags, loads the pages
// given as arguments and waits by the same settle rule. It looks at nothing. It needs no proxy: what it loads is local.

const profile = await mkdtemp(join(tmpdir(), 'bare-run-'));
const sandbox = process.getuid?.() === 0 ? 'none' : 'full';
const flags = browserFlags({ userDataDir: profile, proxyPort: 0, sandbox });
const browser = await puppeteer.launch({
  executablePath: findBrowser(),
  args: [...flags.filter((flag) => !flag.startsWith('--proxy-')), 'about:blank'],
  ignoreDefaultArgs: true,
  pipe: true,
});
try {
  for (const url of process.argv.slice(2)) {
    const page = await browser.newPage();
    // As the crawler does: every page loads everything again.
    await page.setCacheEnabled(false);
    await page.setBypassServiceWorker(true);
    await loadAndSettle(page, url);
    await page.close();
  }
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}

async function loadAndSettle(page: Page, url: string): Promise<void> {
  const quiet = new QuietTracker();
  const ids = new Map<HTTPRequest, string>();
  page.on('request', (request) => {
    ids.set(request, String(ids.size));
    quiet.started(ids.get(request)!, request.resourceType());
  });
  page.on('requestfinished', (request) => quiet.ended(ids.get(request) ?? ''));
  page.on('requestfailed', (request) => quiet.ended(ids.get(request) ?? ''));
  await page.goto(url, { waitUntil: 'load' });
  const probe = {
    isLoaded: () => true,
    inflight: (streamAfterMs: number) => quiet.inflight(streamAfterMs),
    nodes: async () => (await page.metrics()).Nodes ?? null,
  };
  await settle(probe, AbortSignal.timeout(30_000));
}
