import { shopHosts, withPort } from './hosts.ts';

/**
 * What a careful but busy shop sends. The policy lists every third party for scripts and frames, yet still allows inline
 * scripts, any image and any connection: the usual compromise, and the reason a policy alone does not stop skimmers.
 * @param added sources by directive, put in by whoever infected the shop
 */
export function securityHeaders(
  port: number,
  added: readonly Readonly<Record<string, readonly string[]>>[] = [],
): Record<string, string> {
  const at = (host: string): string => `http://${host}:${port}`;
  const { tagManager, analytics, chat, consent, payment, cdn } = shopHosts;
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline' ${[tagManager, analytics, chat, consent, payment, cdn].map(at).join(' ')}`,
    `style-src 'self' 'unsafe-inline' ${[chat, consent].map(at).join(' ')}`,
    'img-src * data:',
    "connect-src 'self' http: ws:",
    `frame-src 'self' ${[chat, payment].map(at).join(' ')}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].map((line) => {
    const more = added.flatMap((sources) => sources[line.split(' ', 1)[0]!] ?? []);
    return withPort([line, ...more].join(' '), port);
  });
  return {
    'content-security-policy': policy.join('; '),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(self)',
  };
}
