import type { SnapshotDocument } from './snapshot.ts';

/** Script text that lies in a document, whether or not it ever ran. */
export interface DocumentCode {
  frameId: string;
  pageUrl: string;
  kind: 'handler' | 'javascript-url' | 'element';
  source: string;
}

const javascriptType =
  /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script(?:1\.[0-5])?|text\/(?:jscript|livescript))$/i;
const urlAttributes = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data'];

/** `on*` attributes, `javascript:` targets and the text of script elements. */
export function documentCode({ frameId, url, elements }: SnapshotDocument): DocumentCode[] {
  const found: DocumentCode[] = [];
  const add = (kind: DocumentCode['kind'], source: string) => {
    if (source.trim() !== '') found.push({ frameId, pageUrl: url, kind, source });
  };
  for (const { name, attributes, text } of elements) {
    for (const [attribute, value] of attributes) if (/^on[a-z]/.test(attribute)) add('handler', value);
    for (const attribute of urlAttributes) {
      const source = javascriptUrlSource(attributes.get(attribute) ?? '');
      if (source !== null) add('javascript-url', source);
    }
    const isScript = name.toUpperCase() === 'SCRIPT' && !attributes.has('src') && !attributes.has('href');
    if (isScript && javascriptType.test((attributes.get('type') ?? '').trim())) add('element', text);
  }
  return found;
}

/** The code of a `javascript:` URL as the browser would run it (percent-decoded); null for any other URL. */
export function javascriptUrlSource(value: string): string | null {
  if (!/^[\u0000-\u0020]*j/i.test(value)) return null;
  const url = URL.parse(value);
  if (url?.protocol !== 'javascript:') return null;
  const source = Buffer.from(url.href.slice('javascript:'.length), 'utf8').toString('latin1');
  // Bytes that are no UTF-8 become U+FFFD, as in the browser; decodeURIComponent would throw.
  const bytes = source.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Integrity attributes of a document's external scripts, by absolute URL. */
export function integrityByUrl({ baseUrl, elements }: SnapshotDocument): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, attributes } of elements) {
    const integrity = attributes.get('integrity');
    if (name.toUpperCase() !== 'SCRIPT' || !integrity) continue;
    const url = URL.parse(attributes.get('src') ?? '', baseUrl);
    if (url) found.set(url.href, integrity);
  }
  return found;
}
