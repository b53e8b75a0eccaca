import type { AnyNode, MemberExpression } from 'acorn';
import { argumentAt, propertyOf, unwrap, type Call } from '../ast.ts';
import { frameAddresses, listed, openedAddresses } from './addresses.ts';
import type { Code } from './code.ts';
import { isJquery } from './lookups.ts';
import type { Origins } from './origin.ts';
import type { Sink, SinkName } from './types.ts';

/** Ways out by the tag of the element whose address is set. */
const byTag: Record<string, SinkName> = {
  img: 'image',
  script: 'script',
  iframe: 'iframe',
  frame: 'iframe',
  link: 'link',
  object: 'object',
  embed: 'object',
  form: 'form',
  video: 'image',
  audio: 'image',
  source: 'image',
  a: 'navigation',
};

export function sinkOfTag(tag: string): SinkName | null {
  return Object.hasOwn(byTag, tag) ? byTag[tag]! : null;
}

const jqueryMethods = /^(?:ajax|post|get|getJSON|getScript|load)$/;
const httpClients = /^(?:axios|superagent|\$http|ky|Ajax|Vue\.http)(?:$|\.)/;

/** The way out that a call is, whatever its arguments; null for other calls. */
export function callSink(code: Code, origins: Origins, call: Call): Sink | null {
  const callee = unwrap(call.callee);
  const path = code.pathOf(callee);
  const first = argumentAt(call, 0);
  const at = (name: SinkName, ...addresses: (AnyNode | null)[]): Sink => ({
    name,
    node: call,
    addresses: addresses.filter((address) => address !== null),
  });
  if (call.type === 'NewExpression') {
    if (path === 'WebSocket' || path === 'MozWebSocket') return at('websocket', first);
    if (path === 'EventSource') return at('eventsource', first);
    if (path === 'Worker' || path === 'SharedWorker') return at('worker', first);
    if (path === 'Ajax.Request' || path === 'Ajax.Updater') return at('xhr', first);
    return path === 'Request' ? at('fetch', first) : null;
  }
  switch (path) {
    case 'fetch':
      return at('fetch', first);
    case 'navigator.sendBeacon':
      return at('beacon', first);
    case 'importScripts':
      return at('worker', first);
    case 'open':
      return at('window-open', first);
    case 'location.replace':
    case 'location.assign':
    case 'document.location.replace':
    case 'document.location.assign':
      return at('navigation', first);
    case 'navigator.serviceWorker.register':
      return at('worker', first);
    case 'document.write':
    case 'document.writeln':
      return htmlSink(code, call, call.arguments[0]);
  }
  if (path !== null && httpClients.test(path)) return at('xhr', propertyOf(first, 'url') ?? first);
  if (callee.type !== 'MemberExpression') return null;
  return methodSink(code, origins, call, callee);
}

function methodSink(code: Code, origins: Origins, call: Call, callee: MemberExpression): Sink | null {
  const name = code.folder.nameOf(callee);
  const first = argumentAt(call, 0);
  const node = call;
  if (name === null) return null;
  if (jqueryMethods.test(name) && isJquery(code, callee.object))
    return {
      name: 'jquery-ajax',
      node,
      addresses: listed(propertyOf(resolved(code, first), 'url') ?? first),
    };
  switch (name) {
    case 'sendBeacon':
      return { name: 'beacon', node, addresses: listed(first) };
    case 'open': {
      const isRequest =
        origins.of(callee.object).some((one) => one.kind === 'xhr') || isMethod(code.folder.fullText(first));
      return isRequest ? { name: 'xhr', node, addresses: listed(argumentAt(call, 1)) } : null;
    }
    case 'send': {
      const things = origins.of(callee.object);
      const addresses = things.flatMap((one) =>
        one.kind === 'websocket' ? listed(argumentAt(one.site as Call, 0)) : [],
      );
      if (things.some((one) => one.kind === 'websocket')) return { name: 'websocket', node, addresses };
      if (things.some((one) => one.kind === 'rtc')) return { name: 'rtc', node, addresses };
      return things.some((one) => one.kind === 'xhr')
        ? { name: 'xhr', node, addresses: openedAddresses(code, callee.object) }
        : null;
    }
    case 'postMessage':
      return { name: 'post-message', node, addresses: frameAddresses(code, call, callee.object) };
    case 'insertRule':
    case 'replaceSync':
    case 'createTextNode': {
      const css = first ? code.folder.text(first) : null;
      return css && /url\(/i.test(css) ? { name: 'css', node, addresses: listed(first) } : null;
    }
    case 'setAttribute':
    case 'attr':
    case 'prop': {
      const attribute = code.folder.fullText(first)?.toLowerCase();
      if (attribute === undefined || call.arguments.length < 2) return null;
      return attributeSink(code, origins, callee.object, attribute, call, argumentAt(call, 1));
    }
    case 'append':
    case 'html':
    case 'prepend':
    case 'before':
    case 'after':
    case 'insertAdjacentHTML':
      return htmlSink(code, call, call.arguments[name === 'insertAdjacentHTML' ? 1 : 0]);
    default:
      return null;
  }
}

/** The way out that an assignment to a member is. */
export function memberSink(
  code: Code,
  origins: Origins,
  target: MemberExpression,
  assignment: AnyNode,
  value: AnyNode | null,
): Sink | null {
  const name = code.folder.nameOf(target);
  if (name === null) return null;
  const path = code.pathOf(target);
  if (path && /^(?:document\.)?location(?:\.href)?$/.test(path))
    return { name: 'navigation', node: assignment, addresses: listed(value) };
  if (name === 'innerHTML' || name === 'outerHTML' || name === 'srcdoc')
    return value ? htmlSink(code, assignment, value) : null;
  if (
    /^(?:background|backgroundImage|cssText|content|listStyleImage|textContent|innerText|data|nodeValue)$/.test(
      name,
    )
  ) {
    const text = value ? code.folder.text(value) : null;
    if (text && /url\(/i.test(text)) return { name: 'css', node: assignment, addresses: listed(value) };
    if (name !== 'data') return null;
  }
  return attributeSink(code, origins, target.object, name, assignment, value);
}

function attributeSink(
  code: Code,
  origins: Origins,
  element: AnyNode,
  attribute: string,
  node: AnyNode,
  value: AnyNode | null,
): Sink | null {
  if (!/^(?:src|href|action|data|srcset|formAction|formaction)$/.test(attribute)) return null;
  const things = origins.of(element);
  const addresses = listed(value);
  for (const one of things) {
    const tag = one.name;
    const isTag = one.kind === 'created' || one.kind === 'image' || one.kind === 'elements';
    const name = isTag ? sinkOfTag(tag) : null;
    if (name === 'link' && isPrefetch(code, element)) return { name: 'dns-prefetch', node, addresses };
    if (name && (name !== 'object' || attribute === 'data' || attribute === 'src'))
      return { name, node, addresses };
  }
  if (/^action$|^formaction$/i.test(attribute)) return { name: 'form', node, addresses };
  // An element we know nothing of: images and scripts are what `src` is for.
  return attribute === 'src' && code.pathOf(element) === null ? { name: 'image', node, addresses } : null;
}

/** `link.rel = 'dns-prefetch'` on the same variable. */
function isPrefetch(code: Code, element: AnyNode): boolean {
  const variable = element.type === 'Identifier' ? code.variableOf(element) : null;
  return (
    variable?.identifiers.some((index) => {
      const member = code.parentOf(code.tree.nodes[index]!);
      const user = member && code.parentOf(member);
      return (
        member?.type === 'MemberExpression' &&
        user?.type === 'AssignmentExpression' &&
        user.left === member &&
        code.folder.nameOf(member) === 'rel' &&
        /^(?:dns-prefetch|preconnect|prefetch)$/.test(code.folder.fullText(user.right) ?? '')
      );
    }) ?? false
  );
}

/** HTML that is written out and makes the browser ask for an address. */
export function htmlSink(code: Code, node: AnyNode, html: AnyNode | undefined): Sink | null {
  if (!html) return null;
  const text = code.folder.text(html);
  const tag = text
    ? /<\s*(img|script|iframe|link|object|embed|form)\b/i.exec(text)?.[1]?.toLowerCase()
    : null;
  const name = tag ? sinkOfTag(tag) : null;
  return name ? { name, node, addresses: [html] } : null;
}

/** An options object behind a variable. */
export function resolved(code: Code, node: AnyNode | null): AnyNode | null {
  if (node?.type !== 'Identifier') return node;
  return code.definitionOf(node)?.node ?? node;
}

function isMethod(text: string | null): boolean {
  return text !== null && /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i.test(text);
}
