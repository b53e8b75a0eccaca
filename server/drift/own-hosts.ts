/** The hosts of the start URLs and those that the site declares. */
export function ownHostsOf({
  definition,
}: {
  definition: { startUrls: readonly string[]; hosts: readonly string[] };
}): string[] {
  const start = definition.startUrls.flatMap((url) => URL.parse(url)?.hostname ?? []);
  return [...new Set([...start, ...definition.hosts])];
}
