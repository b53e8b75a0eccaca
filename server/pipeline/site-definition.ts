import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isNetworkWithin, parseNetworks } from '../../core/egress/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';
import { loadSiteFile, parseSite } from '../../crawler/index.ts';
import { openSite } from '../access/site-secrets.ts';
import type { Site } from '../store/index.ts';
import type { PipelineContext } from './context.ts';

/**
 * A site file as the store keeps it: checked, defaults filled in, secrets still as `${NAME}`, the path of a certificate
 * authority made absolute, since crawls do not know the folder it came from.
 * @throws ScriptwardenError what `loadSiteFile` throws; SW_SITE_INVALID when it has no name.
 */
export async function siteToStore(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ name: string; definition: SiteFile }> {
  const checked = await loadSiteFile(file, env);
  if (checked.name === undefined) {
    throw new ScriptwardenError('SW_SITE_INVALID', {
      message: `The site file "${file}" is not valid: name: it is missing.`,
      fix: 'Give the site a name: stored sites are called by it.',
    });
  }
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  const given = JSON.parse(text) as Partial<SiteFile>;
  const definition: SiteFile = {
    ...checked,
    ...given,
    // Whose defaults were filled in.
    budgets: checked.budgets,
    cookies: checked.cookies.map((cookie, index) => ({ ...cookie, ...given.cookies?.[index] })),
    ...(checked.ca !== undefined && { ca: resolve(dirname(file), given.ca ?? checked.ca) }),
  };
  return { name: checked.name, definition };
}

/**
 * A stored site as the crawler takes it, secrets in place. Only a definition from a file of the operator's is filled from
 * the environment: whoever saves sites through the API could otherwise have every variable sent to a host of their own.
 * @throws ScriptwardenError what `parseSite` throws; SW_SECRET_UNREADABLE
 */
export function siteToCrawl(
  { name, definition, origin }: Pick<Site, 'name' | 'definition' | 'origin'>,
  { env, secrets, allowNetworks }: Pick<PipelineContext, 'env' | 'secrets' | 'allowNetworks'>,
): SiteFile {
  const opened = openSite(secrets, definition);
  return origin === 'file' ? parseSite(opened, name, env) : parseSavedSite(opened, name, allowNetworks());
}

/**
 * Checks a site that came through the API by the rules of site files, every value as it stands, and by what the service may
 * reach.
 * @param allowNetworks as CIDR; those of the site must lie within
 * @throws ScriptwardenError what `parseSite` throws; SW_NETWORK_REFUSED
 */
export function parseSavedSite(given: unknown, name: string, allowNetworks: readonly string[]): SiteFile {
  const site = parseSite(literal(given), name, {});
  const allowed = parseNetworks(allowNetworks);
  const outside = site.allowNetworks.find((network) => !isNetworkWithin(network, allowed));
  if (outside === undefined) return site;
  throw new ScriptwardenError('SW_NETWORK_REFUSED', {
    message: `allowNetworks of ${name} holds ${outside}, which does not lie within the networks that the service may reach.`,
    fix: 'Take it out, or let the operator add it to SCRIPTWARDEN_ALLOW_NETWORKS.',
  });
}

/** Written so that `parseSite` fills nothing in: `$${` stands for `${`. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
