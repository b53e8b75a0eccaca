/**
 * Names of the shop and the third parties it depends on. All end in `.localhost`, which browsers resolve to loopback,
 * and one server answers for all of them by Host header, as virtual hosts.
 */
export const shopHosts = {
  shop: 'larchandloom.localhost',
  tagManager: 'tags.tagharbor.localhost',
  analytics: 'stats.clearpath.localhost',
  chat: 'widget.chatnook.localhost',
  consent: 'consent.cookieleaf.localhost',
  payment: 'js.payfold.localhost',
  paymentApi: 'api.payfold.localhost',
  cdn: 'cdn.libstack.localhost',
} as const;

export type ShopHosts = typeof shopHosts;

const absoluteUrl = /(?:\b(https?|wss?):)?\/\/((?:[a-z0-9-]+\.)+localhost)(?![\w.:-])/g;

/**
 * Scripts and pages are written as if served over TLS on the usual port; what is served runs on plain loopback, so each
 * `https://name.localhost` becomes `http://name.localhost:PORT`, and `wss:` becomes `ws:`. Relative schemes stay relative.
 */
export function withPort(text: string, port: number): string {
  return text.replace(absoluteUrl, (_match, scheme: string | undefined, host: string) => {
    const plain = scheme === undefined ? '' : scheme.startsWith('ws') ? 'ws:' : 'http:';
    return `${plain}//${host}:${port}`;
  });
}
