/** Writes a host so that nobody clicks it by accident: `stats.evil.example` → `stats[.]evil[.]example`. For people only; JSON keeps the exact host. */
export function defangHost(host: string): string {
  return host.replaceAll('.', '[.]');
}

/** Writes a URL so that nothing turns it into a link: `https://a.example/x` → `hxxps://a[.]example/x`. */
export function defangUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)$/is.exec(url);
  if (!parts) return url;
  const [, scheme = '', authority = '', rest = ''] = parts;
  return `${scheme.replace(/^http/i, 'hxxp')}//${defangHost(authority)}${rest}`;
}
