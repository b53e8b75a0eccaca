import { parseNetworks } from '../core/egress/index.ts';
import type { Capture, Visit } from '../core/schema/index.ts';
import { findBrowser } from './browser/find.ts';
import { honestIdentity } from './browser/user-agent.ts';
import { BodyStore, prepareFolder, redact, secretsOf, ShortfallLog, writeCapture } from './capture/index.ts';
import { buildReceipt } from './capture/receipt.ts';
import { startEgress } from './egress/index.ts';
import { Frontier } from './frontier.ts';
import { siteCredentials } from './site/credentials.ts';
import { trustedKeys } from './site/trust.ts';
import { toolVersion } from './tool-version.ts';
import type { Crawl, CrawlHooks, CrawlRequest } from './types.ts';
import { CrawlRun } from './crawl-run.ts';

/** @see Crawl in types.ts */
export const crawl: Crawl = async (request, hooks = {}) => {
  const startedAt = new Date();
  await prepareFolder(request.outDir);
  const executable = findBrowser();
  const { site } = request;
  const allowed = parseNetworks([...site.allowNetworks, ...(request.allowNetworks ?? [])]);
  const egress = await startEgress({
    allowed,
    ...(site.proxy === undefined ? {} : { upstream: site.proxy }),
    guardsUpstream: request.guardsProxy ?? false,
  });
  const shortfalls = new ShortfallLog();
  try {
    const [identity, keys] = await Promise.all([
      site.userAgent === undefined ? honestIdentity(executable) : { userAgent: site.userAgent },
      trustedKeys(site, request.baseDir, egress.dial, (host) => {
        const message = `The certificate of ${host} does not lead to the authority of the site file`;
        shortfalls.add({ code: 'ca-mismatch', message, url: `https://${host}/`, blocking: false });
      }),
    ]);
    const run = new CrawlRun({
      request,
      hooks,
      egress,
      shortfalls,
      identity,
      store: new BodyStore({
        dir: request.outDir,
        maxBodyBytes: site.budgets.bodyBytes,
        maxTotalBytes: site.budgets.totalBytes,
      }),
      frontier: new Frontier(site),
      credentials: siteCredentials(site),
      launch: { executable, trustedKeys: keys, ...launchIdentity(identity?.userAgent, site.language) },
    });
    await run.finish();
    const capture = assemble(request, hooks, run, shortfalls, startedAt);
    await writeCapture(request.outDir, capture);
    return capture;
  } finally {
    await egress.close();
  }
};

function launchIdentity(userAgent: string | undefined, language: string | undefined) {
  return {
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(language === undefined ? {} : { language }),
  };
}

function assemble(
  { site }: CrawlRequest,
  { signal }: CrawlHooks,
  run: CrawlRun,
  shortfalls: ShortfallLog,
  startedAt: Date,
): Capture {
  const receipt = buildReceipt(run, shortfalls);
  const capture: Capture = {
    schemaVersion: 1,
    tool: { version: toolVersion, browser: run.product, userAgent: run.userAgent },
    site: {
      name: site.name ?? new URL(site.startUrls[0]!).hostname,
      startUrls: site.startUrls.map(withoutUser),
      hosts: site.hosts,
    },
    state: stateOf(run.visits, run.hasReached, receipt.complete, signal?.aborted === true),
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    visits: run.visits,
    versions: run.store.versions(),
    sightings: run.sightings,
    receipt,
  };
  return redact(capture, secretsOf(site));
}

/** Cancelled by the caller; failed when nothing of the site was reached; else by whether anything was missed. */
function stateOf(
  visits: Visit[],
  hasReached: boolean,
  isComplete: boolean,
  isCancelled: boolean,
): Capture['state'] {
  if (isCancelled) return 'cancelled';
  if (visits.length === 0 || !hasReached) return 'failed';
  return isComplete ? 'done' : 'incomplete';
}

function withoutUser(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
