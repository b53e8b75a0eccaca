import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { alignOffsets, type OffsetMap } from './align.ts';
import { isBareScript, unescaped, wholeOf } from './page-text.ts';

export type PageScriptKind = 'script' | 'module' | 'handler' | 'javascript-url' | 'data-url';

/** A script found in a page. */
export interface PageScript {
  kind: PageScriptKind;
  /** As the browser would compile it: character references and percent-escapes decoded where it decodes them. */
  text: string;
  /** Offset in the page of an offset in `text`. */
  pageOffset(offset: number): number;
}

export interface PageScripts {
  scripts: PageScript[];
  /** Whether there were more than `maxScripts`, or frames nested deeper than `maxNesting`. */
  partial: boolean;
}

const maxScripts = 2_000;
const maxNesting = 4;

/**
 * Every script a page carries in itself, in source order: inline classic and module scripts, `on…` attributes,
 * `javascript:` URLs, `data:` script sources, and those of `srcdoc` frames. Data blocks (JSON, templates, import maps)
 * are not scripts. What somebody called a page though it is one script counts as that script. Iterative: nesting of any
 * depth is no danger.
 */
export function extractScripts(html: string): PageScripts {
  const found: PageScripts = { scripts: [], partial: false };
  collect(html, (offset) => offset, 0, found);
  if (found.scripts.length === 0 && isBareScript(html))
    found.scripts.push({ kind: 'script', text: html, pageOffset: (offset) => offset });
  return found;
}

type ToPage = (offset: number) => number;
type Element = DefaultTreeAdapterTypes.Element;
type AnyNode = DefaultTreeAdapterTypes.Node;

function collect(html: string, toPage: ToPage, nesting: number, found: PageScripts): void {
  const pending: AnyNode[] = [parse(html, { sourceCodeLocationInfo: true })];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (found.scripts.length >= maxScripts) {
      found.partial = true;
      return;
    }
    if (defaultTreeAdapter.isElementNode(node)) collectElement(html, node, toPage, nesting, found);
    if ('content' in node) pending.push(node.content);
    if ('childNodes' in node) {
      for (let index = node.childNodes.length - 1; index >= 0; index--) pending.push(node.childNodes[index]!);
    }
  }
}

function collectElement(
  html: string,
  element: Element,
  toPage: ToPage,
  nesting: number,
  found: PageScripts,
): void {
  for (const { name, value, prefix } of element.attrs) {
    const key = prefix ? `${prefix}:${name}` : name;
    const isHandler = /^on[a-z]/.test(name);
    const isFrame = name === 'srcdoc' && element.tagName === 'iframe';
    const url = urlAttributes.has(name) ? scriptUrl(value, element.tagName) : null;
    if (!isHandler && !isFrame && !url) continue;
    const map = attributeMap(html, element, key, value);
    const inPage: ToPage = (offset) => toPage(map[Math.min(offset, map.length - 1)]!);
    if (isHandler) found.scripts.push({ kind: 'handler', text: value, pageOffset: inPage });
    else if (url)
      found.scripts.push({ kind: url.kind, text: url.text, pageOffset: (at) => inPage(url.offset(at)) });
    else if (nesting < maxNesting) collect(value, inPage, nesting + 1, found);
    else found.partial = true;
  }
  if (element.tagName === 'script') collectScript(html, element, toPage, found);
}

/** Attributes that navigate or load; which of them may run a script is for the browser to say, so all are read. */
const urlAttributes = new Set(['href', 'src', 'action', 'formaction', 'data']);

interface ScriptUrl {
  kind: 'javascript-url' | 'data-url';
  text: string;
  /** Offset in the attribute of an offset in `text`. */
  offset: (at: number) => number;
}

function scriptUrl(value: string, tagName: string): ScriptUrl | null {
  const javascript =
    /^[\0- ]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i.exec(
      value,
    );
  if (javascript) {
    const start = javascript[0].length;
    const { text, map } = percentDecoded(value.slice(start));
    return { kind: 'javascript-url', text, offset: (at) => start + map[Math.min(at, map.length - 1)]! };
  }
  const data = tagName === 'script' ? /^\s*data:[^,]*?(;base64)?\s*,/i.exec(value) : null;
  if (!data) return null;
  const body = value.slice(data[0].length);
  if (data[1])
    return { kind: 'data-url', text: Buffer.from(body, 'base64').toString('utf8'), offset: () => 0 };
  const { text, map } = percentDecoded(body);
  return { kind: 'data-url', text, offset: (at) => data[0].length + map[Math.min(at, map.length - 1)]! };
}

/** Runs of %XX become UTF-8; a run that is not UTF-8 stays as it is. */
function percentDecoded(raw: string): { text: string; map: OffsetMap } {
  const offsets: number[] = [];
  let text = '';
  for (const part of raw.matchAll(/(?:%[0-9a-f]{2})+|[^%]+|%/gi)) {
    let decoded = part[0];
    const escaped = decoded.length > 1 && decoded.startsWith('%');
    if (escaped) {
      try {
        decoded = decodeURIComponent(decoded);
      } catch {
        // Not UTF-8: kept as written.
      }
    }
    const step = escaped && decoded !== part[0] ? 0 : 1;
    for (let index = 0; index < decoded.length; index++) offsets.push(part.index + index * step);
    text += decoded;
  }
  return { text, map: Int32Array.from([...offsets, raw.length]) };
}

function attributeMap(html: string, element: Element, key: string, value: string): OffsetMap {
  const location = element.sourceCodeLocation?.attrs?.[key];
  if (!location) return new Int32Array(value.length + 1).fill(element.sourceCodeLocation?.startOffset ?? 0);
  const written = html.slice(location.startOffset, location.endOffset);
  const before = /^[^=]*=\s*["']?/.exec(written)?.[0].length ?? 0;
  const map = alignOffsets(written.slice(before), value);
  for (let index = 0; index < map.length; index++) map[index]! += location.startOffset + before;
  return map;
}

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type, and the empty type. */
const scriptTypes =
  /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/;

function collectScript(html: string, element: Element, toPage: ToPage, found: PageScripts): void {
  const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]));
  const written = (attributes.get('type') ?? '').trim().toLowerCase();
  // Pages come out of databases with their quotes escaped: `type=\"text/javascript\"`.
  const isEscaped = /^\\["']/.test(written);
  const type = isEscaped ? written.replace(/\\["']/g, '') : written;
  const language = (attributes.get('language') ?? '').trim().toLowerCase();
  if (
    !scriptTypes.test(type) ||
    (!type && language && !language.includes('javascript') && language !== 'jscript')
  )
    return;
  // The content of a script with a source of its own never runs.
  if (attributes.has('src')) return;
  const [content] = element.childNodes;
  if (!content || !defaultTreeAdapter.isTextNode(content) || !content.value.trim()) return;
  const { startTag, endOffset, endTag } = element.sourceCodeLocation ?? {};
  const start = startTag?.endOffset ?? 0;
  const end = endTag?.startOffset ?? endOffset ?? html.length;
  const last = wholeOf(html, start, end);
  const raw = html.slice(start, last);
  const kind = type === 'module' ? 'module' : 'script';
  // Inside SVG, character references are decoded in scripts too; in HTML only line ends change.
  if (isEscaped) {
    const { text, map } = unescaped(raw);
    found.scripts.push({
      kind,
      text,
      pageOffset: (at) => toPage(start + map[Math.min(at, map.length - 1)]!),
    });
  } else if (last > end || content.value === raw || content.value === raw.replace(/\r\n?/g, '\n')) {
    found.scripts.push({ kind, text: raw, pageOffset: (at) => toPage(start + at) });
  } else {
    const map = alignOffsets(raw, content.value);
    found.scripts.push({ kind, text: content.value, pageOffset: (at) => toPage(start + map[at]!) });
  }
}
