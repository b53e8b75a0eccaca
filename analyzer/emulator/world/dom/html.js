/** Reading and writing HTML: enough for entity decoding, injected scripts and made forms. */
import { decodeEntities } from '../entities.js';
import { textOf } from '../realm.js';
import { Comment, Text, hooks, inner, insert } from './node.js';

const escapeText = (text) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\xa0/g, '&nbsp;');
const escapeValue = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

const voids = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);
const raw = new Set(['script', 'style']);
const limits = { nodes: 3000, attributes: 60, html: 1_000_000 };

const tagStart = /<(\/?)([a-z][^\s/>]*)|<!--|<[!?]/gi;
const attribute = /[\s/]*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

/** Parses HTML into a list of detached nodes. Elements come marked, since scripts set through innerHTML do not run. */
export function parseHtml(html, { scriptsRun = false } = {}) {
  const text = textOf(html).slice(0, limits.html);
  const roots = [];
  const open = [];
  let count = 0;
  let at = 0;
  const add = (node) => {
    if (count++ > limits.nodes) return;
    if (open.length > 0) insert(open.at(-1), node, null);
    else roots.push(node);
  };
  const addText = (end) => {
    if (end > at) add(new Text(decodeEntities(text.slice(at, end))));
  };
  tagStart.lastIndex = 0;
  for (let match = tagStart.exec(text); match && count <= limits.nodes; match = tagStart.exec(text)) {
    addText(match.index);
    if (match[2] === undefined) {
      const close = text.indexOf(match[0] === '<!--' ? '-->' : '>', match.index);
      const end = close < 0 ? text.length : close + (match[0] === '<!--' ? 3 : 1);
      if (match[0] === '<!--')
        add(new Comment(text.slice(match.index + 4, Math.max(match.index + 4, end - 3))));
      at = tagStart.lastIndex = end;
      continue;
    }
    const tag = match[2].toLowerCase();
    if (match[1] === '/') {
      const end = text.indexOf('>', match.index);
      at = tagStart.lastIndex = end < 0 ? text.length : end + 1;
      const depth = open.findLastIndex((element) => element.localName === tag);
      if (depth >= 0) open.length = depth;
      continue;
    }
    const element = hooks.create(tag);
    at = readAttributes(text, tagStart.lastIndex, element);
    inner(element).parsed = !scriptsRun;
    add(element);
    if (raw.has(tag) || tag === 'textarea' || tag === 'title') {
      const close = text.toLowerCase().indexOf(`</${tag}`, at);
      const end = close < 0 ? text.length : close;
      const content = text.slice(at, end);
      if (content !== '') insert(element, new Text(raw.has(tag) ? content : decodeEntities(content)), null);
      const after = text.indexOf('>', end);
      at = after < 0 ? text.length : after + 1;
    } else if (!voids.has(tag)) open.push(element);
    tagStart.lastIndex = at;
  }
  addText(text.length);
  return roots;
}

function readAttributes(text, from, element) {
  attribute.lastIndex = from;
  for (let i = 0; i < limits.attributes; i++) {
    const before = attribute.lastIndex;
    const match = attribute.exec(text);
    if (!match) {
      attribute.lastIndex = before;
      break;
    }
    const value = decodeEntities(match[2] ?? match[3] ?? match[4] ?? '');
    const { attributes } = inner(element);
    if (!attributes.has(match[1].toLowerCase())) attributes.set(match[1].toLowerCase(), value);
  }
  const end = text.indexOf('>', attribute.lastIndex);
  return end < 0 ? text.length : end + 1;
}

export function writeHtml(node, depth = 0) {
  if (node.nodeType === 3) {
    return raw.has(inner(node).parent?.localName) ? inner(node).text : escapeText(inner(node).text);
  }
  if (node.nodeType === 8) return `<!--${inner(node).text}-->`;
  let html = '';
  const { attributes, children } = inner(node);
  if (attributes && depth > 0) {
    html += `<${node.localName}`;
    for (const [name, value] of attributes) html += ` ${name}="${escapeValue(value)}"`;
    html += '>';
    if (voids.has(node.localName)) return html;
  }
  if (depth < 100) for (const child of children) html += writeHtml(child, depth + 1);
  return attributes && depth > 0 ? `${html}</${node.localName}>` : html;
}
