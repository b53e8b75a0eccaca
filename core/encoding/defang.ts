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

/**
 * A text with the teeth taken out of its URLs and out of the hosts it is about, e.g. the destination of a theft. Hosts
 * without a dot stay: they cannot be told from words.
 */
export function defangText(text: string, hosts: readonly (string | undefined)[] = []): string {
  const urls = text.replaceAll(/\b(?:https?|wss?):\/\/[^\s"'`<>\\)]+/gi, defangUrl);
  // The longest first: `a.example` must not spoil `x.a.example`.
  return [...new Set(hosts)]
    .filter((host) => host?.includes('.') === true)
    .sort((one, other) => other!.length - one!.length)
    .reduce<string>((told, host) => told.replaceAll(host!, defangHost(host!)), urls);
}
