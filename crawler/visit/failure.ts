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
