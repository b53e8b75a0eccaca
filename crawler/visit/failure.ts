/** Why a page was not reached, as a stable code of the receipt. */
export interface PageFailure {
  code: string;
  message: string;
}

/**
 * Names a failed navigation.
 *
 * @param errorText the network's own word, e.g. net::ERR_NAME_NOT_RESOLVED
 * @param egress what the egress proxy says of the last attempt to reach that host
 */
export function navigationFailure(
  errorText: string,
  egress: { failure: string; message: string } | undefined,
): PageFailure {
  const word = errorText.replace(/^net::/, '');
  if (egress) return { code: egressCodes[egress.failure] ?? 'page-unreachable', message: egress.message };
  const known = networkCodes.find(([pattern]) => pattern.test(word));
  return {
    code: known?.[1] ?? 'page-unreachable',
    message: `${known?.[2] ?? 'The page could not be loaded'} (${word})`,
  };
}

const egressCodes: Record<string, string> = {
  'address-not-allowed': 'page-blocked',
  'dns-failed': 'page-dns',
  unreachable: 'page-unreachable',
  'upstream-failed': 'page-unreachable',
};

const networkCodes: [RegExp, string, string][] = [
  [/NAME_NOT_RESOLVED/, 'page-dns', 'The host has no address'],
  [/CERT|SSL|BAD_CLIENT_AUTH/, 'page-tls', 'No trusted secure connection'],
  [/TOO_MANY_REDIRECTS/, 'page-redirect-loop', 'The page redirects in a circle'],
  [
    /INVALID_AUTH|PROXY_AUTH|UNEXPECTED_PROXY_AUTH/,
    'page-auth-required',
    'The page asks for a user and password',
  ],
  [/BLOCKED_BY/, 'page-blocked', 'The browser refused to load the page'],
  [/TIMED_OUT/, 'page-timeout', 'The server did not answer in time'],
];

/** An error page is no page of the shop, even if it came with scripts; those are captured all the same. */
export function statusFailure(status: number | undefined): PageFailure | null {
  if (status === 401) {
    return { code: 'page-auth-required', message: 'The page asks for a user and password' };
  }
  if (status === undefined || status < 400) return null;
  return { code: 'page-http-error', message: `The server answered ${status}` };
}

/** A start URL that ends on another site, e.g. a parked domain or a login elsewhere, was not reached. */
export function outsideSiteFailure(url: string, isOwn: (url: string) => boolean): PageFailure | null {
  if (!/^https?:/.test(url) || isOwn(url)) return null;
  const host = new URL(url).hostname;
  return {
    code: 'page-left-site',
    message: `The page leads to ${host}, which is not one of the site's hosts`,
  };
}
