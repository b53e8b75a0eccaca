import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';
import { isSealed, type SecretBox } from './secrets/index.ts';

/**
 * The definition as the store keeps it: values of headers and cookies and the passwords of basicAuth and proxy sealed.
 *
 * @param before the stored definition that this one changes. Values taken over from it stay what they are, but only
 * while they go nowhere new: whoever may change a site must not learn its secrets by pointing it at a host of their own.
 * A value that only looks sealed is sealed like any other.
 * @throws ScriptwardenError SW_SITE_INVALID when a secret must be given again, or a start URL holds a password
 */
export function sealSite(box: SecretBox, definition: SiteFile, before: SiteFile | null = null): SiteFile {
  refuseUserInfo(definition);
  const kept = before ? secretsOf(before) : new Map<string, Kept>();
  return mapSecrets(definition, ({ name, field, goesTo }, value) => {
    const old = kept.get(name);
    const context = contextOf(name, goesTo);
    if (old?.value !== value) return box.seal(value, context);
    if (!isWithin(goesTo, old.goesTo)) throw giveAgain(field);
    return box.seal(isSealed(value) ? box.open(value, contextOf(name, old.goesTo)) : value, context);
  });
}

/**
 * The definition with its secrets readable, for the crawl. Values that are not sealed (those of site files) stay as they are.
 * @throws ScriptwardenError SW_SECRET_UNREADABLE
 */
export function openSite(box: SecretBox, definition: SiteFile): SiteFile {
  return mapSecrets(definition, ({ name, goesTo }, value) =>
    isSealed(value) ? box.open(value, contextOf(name, goesTo)) : value,
  );
}

/** Where a secret of a definition stands, and who is sent it. */
interface Place {
  /** The same for the same secret before and after a change. */
  name: string;
  /** As error messages call it. */
  field: string;
  goesTo: string[];
}

interface Kept {
  value: string;
  goesTo: string[];
}

function mapSecrets(site: SiteFile, change: (place: Place, value: string) => string): SiteFile {
  const goesTo = ownHosts(site);
  const { headers, cookies, basicAuth, proxy } = site;
  return {
    ...site,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        change({ name: `header ${name.toLowerCase()}`, field: `headers.${name}`, goesTo }, value),
      ]),
    ),
    cookies: cookies.map((cookie) => {
      const name = `cookie ${JSON.stringify([cookie.name, cookie.domain ?? null, cookie.path])}`;
      return { ...cookie, value: change({ name, field: `the cookie ${cookie.name}`, goesTo }, cookie.value) };
    }),
    ...(basicAuth && {
      basicAuth: {
        ...basicAuth,
        password: change({ name: 'basicAuth', field: 'basicAuth.password', goesTo }, basicAuth.password),
      },
    }),
    ...(proxy !== undefined && { proxy: withPassword(proxy, change) }),
  };
}

/** Hosts that the site's credentials are sent to; without TLS counts as more. */
function ownHosts({ startUrls, hosts }: SiteFile): string[] {
  const starts = startUrls.map((url) => new URL(url));
  const own = new Set([...starts.map((url) => url.hostname), ...hosts.map((host) => host.toLowerCase())]);
  const isPlain = starts.some((url) => url.protocol === 'http:');
  return [...own].sort().concat(isPlain ? ['without TLS'] : []);
}

/** A sealed text is safe in a URL, so that the proxy stays one. */
function withPassword(proxy: string, change: (place: Place, value: string) => string): string {
  const url = new URL(proxy);
  if (url.password === '') return proxy;
  const place = { name: 'proxy', field: 'the password of proxy', goesTo: [`${url.protocol}//${url.host}`] };
  url.password = encodeURIComponent(change(place, decodeURIComponent(url.password)));
  return url.href;
}

function secretsOf(site: SiteFile): Map<string, Kept> {
  const found = new Map<string, Kept>();
  mapSecrets(site, ({ name, goesTo }, value) => {
    found.set(name, { value, goesTo });
    return value;
  });
  return found;
}

/** Bound to who receives it: moved into another site's row, or its hosts changed behind our back, it does not open. */
function contextOf(name: string, goesTo: readonly string[]): string {
  return `site ${name} for ${goesTo.join(' ')}`;
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

function refuseUserInfo({ startUrls }: SiteFile): void {
  const index = startUrls.findIndex((url) => new URL(url).password !== '');
  if (index < 0) return;
  throw new ScriptwardenError('SW_SITE_INVALID', {
    message: `The site is not valid: startUrls.${index}: it holds a password.`,
    fix: 'Take user and password out of the URL and give them as basicAuth.',
  });
}

function giveAgain(field: string): ScriptwardenError {
  return new ScriptwardenError('SW_SITE_INVALID', {
    message: `The site is not valid: ${field}: it is a stored secret and would be sent to hosts that it was not given for.`,
    fix: `Give ${field} again together with the new hosts, or take it out.`,
  });
}
