import type { SnapshotDocument } from './snapshot.ts';

/** Absolute http(s) targets of a document's links, in document order, without fragments. Downloads are no pages. */
export function documentLinks({ baseUrl, elements }: SnapshotDocument): string[] {
  const links = new Set<string>();
  for (const { name, attributes } of elements) {
    if ((name !== 'A' && name !== 'AREA') || attributes.has('download')) continue;
    const href = attributes.get('href');
    const url = href === undefined ? null : URL.parse(href, baseUrl);
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') continue;
    url.hash = '';
    links.add(url.href);
  }
  return [...links];
}
