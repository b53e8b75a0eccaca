/** No more hosts than this are listed of text without a tree. */
const maxHosts = 200;

/** Hosts of all absolute and scheme-relative URLs in a text, sorted. */
export function hostsInText(text: string): string[] {
  const hosts = new Set<string>();
  for (const [, authority] of text.matchAll(
    /(?:\b(?:https?|wss?):|["'`(])(?:\\?\/){2}([a-z0-9._-]{3,253}(?::\d{1,5})?)/gi,
  )) {
    const host = URL.parse(`http://${authority!}`)?.hostname;
    if (host?.includes('.')) hosts.add(host);
    if (hosts.size === maxHosts) break;
  }
  return [...hosts].sort();
}
