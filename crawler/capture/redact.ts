import type { SiteFile } from '../../core/schema/index.ts';

/** Shorter values are no secrets, and would be found everywhere. */
const minLength = 4;

/** Every way a secret of the site file may be written into what a site answers. */
export function secretsOf(site: SiteFile): string[] {
  const { headers, cookies, basicAuth, proxy } = site;
  const proxyPassword = proxy === undefined ? '' : decodeURIComponent(new URL(proxy).password);
  const plain = [
    ...Object.values(headers),
    ...cookies.map(({ value }) => value),
    basicAuth?.password ?? '',
    proxyPassword,
  ];
  if (basicAuth) plain.push(Buffer.from(`${basicAuth.username}:${basicAuth.password}`).toString('base64'));
  const written = plain.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  return [...new Set(written)]
    .filter((secret) => secret.length >= minLength)
    .sort((one, other) => other.length - one.length);
}

/** Copies JSON-like data with every secret in every string replaced by `[redacted]`. */
export function redact<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value;
  const clean = (part: unknown): unknown => {
    if (typeof part === 'string')
      return secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), part);
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(value) as T;
}
