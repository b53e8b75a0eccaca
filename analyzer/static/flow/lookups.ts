import type { AnyNode } from 'acorn';
import { argumentAt, unwrap, type Call } from '../ast.ts';
import { callersOf } from './calls.ts';
import type { Code } from './code.ts';
import type { Origins } from './origin.ts';
import { everyField, fieldsOfFirst, fieldsOfSelector } from './selectors.ts';
import { textsOf } from './texts.ts';
import { thing, type Thing } from './things.ts';

const inputTags = /^(?:input|select|textarea|form|option|\*)$/i;

/** Constructors that give objects through which data leaves. */
const constructed: Record<string, Parameters<typeof thing>[0]> = {
  XMLHttpRequest: 'xhr',
  XDomainRequest: 'xhr',
  ActiveXObject: 'xhr',
  WebSocket: 'websocket',
  EventSource: 'eventsource',
  RTCPeerConnection: 'rtc',
  webkitRTCPeerConnection: 'rtc',
  Worker: 'worker',
  SharedWorker: 'worker',
  Image: 'image',
  FormData: 'form-data',
};

/** What a call finds or makes by itself; null when only the functions it calls can tell. */
export function lookup(code: Code, origins: Origins, call: Call, depth: number): readonly Thing[] | null {
  const callee = unwrap(call.callee);
  const path = code.pathOf(callee);
  if (call.type === 'NewExpression') {
    const name = path ?? (callee.type === 'Identifier' ? callee.name : '');
    const kind = Object.hasOwn(constructed, name) ? constructed[name] : undefined;
    return kind ? [thing(kind, call, [], kind === 'image' ? 'img' : '')] : null;
  }
  if (path === 'Image') return [thing('image', call, [], 'img')];
  if (path === '$F') return null;
  if (
    path &&
    /^(?:Array\.from|Object\.(?:values|entries|assign)|Array\.prototype\.slice\.call)$/.test(path)
  ) {
    const list = argumentAt(call, 0);
    return list ? origins.of(list, depth) : [];
  }
  if (isJquery(code, callee)) return byJquery(code, origins, call, depth);
  if (callee.type !== 'MemberExpression') return null;
  const name = code.folder.nameOf(callee);
  const first = argumentAt(call, 0);
  switch (name) {
    case 'getElementById':
      return [elements(code, call, first, (id) => [`#${id}`])];
    case 'getElementsByName':
      return [elements(code, call, first, (given) => [given])];
    case 'getElementsByClassName':
      return [elements(code, call, first, (given) => [`.${given.trim().replace(/\s+/g, '.')}`])];
    case 'getElementsByTagName': {
      const tag = code.folder.fullText(first) ?? '';
      return [thing('elements', call, inputTags.test(tag) ? [everyField] : [tag], tag.toLowerCase())];
    }
    case 'querySelector':
      return [within(origins, callee.object, elements(code, call, first, fieldsOfFirst), depth)];
    case 'querySelectorAll':
      return [within(origins, callee.object, elements(code, call, first, fieldsOfSelector), depth)];
    case 'closest':
    case 'matches':
    case '$$':
      return [elements(code, call, first, fieldsOfSelector)];
    case 'find':
    case 'filter':
    case 'children':
    case 'siblings':
    case 'parents': {
      const selector = first ? code.folder.fullText(first) : null;
      if (selector === null) return null;
      const found = elements(code, call, first, fieldsOfSelector);
      return [/^(?:siblings|parents)$/.test(name) ? found : within(origins, callee.object, found, depth)];
    }
    case 'createElement':
    case 'createElementNS': {
      const tag = code.folder.fullText(name === 'createElement' ? first : argumentAt(call, 1)) ?? '';
      return [thing(tag.toLowerCase() === 'img' ? 'image' : 'created', call, [], tag.toLowerCase())];
    }
    case 'createDataChannel':
      return [thing('rtc', call)];
    case 'call':
    case 'apply': {
      const method = unwrap(callee.object);
      const inner = method.type === 'MemberExpression' ? code.folder.nameOf(method) : null;
      return inner === 'slice' || inner === 'concat' || inner === 'map' || inner === 'filter'
        ? first
          ? origins.of(first, depth)
          : []
        : null;
    }
    default:
      return null;
  }
}

/** `input` looked up in a form that the script brings, or that is for something else, is one of what that can hold. */
function within(origins: Origins, container: AnyNode, found: Thing, depth: number): Thing {
  const held = found.fields.includes(everyField) ? origins.heldWithin(container, depth) : null;
  if (!held) return found;
  const fields = new Set([...found.fields.filter((field) => field !== everyField), ...held]);
  return { ...found, fields: [...fields].slice(0, 64) };
}

function elements(
  code: Code,
  call: Call,
  selector: AnyNode | null,
  fields: (text: string) => string[],
): Thing {
  const texts = selector ? textsOf(code, selector) : [];
  const found = new Set(texts.flatMap((value) => fields(value.complete ? value.text : `${value.text}…`)));
  const isForm = texts.some((value) => /(?:^|[\s,])form[^\s]*$/i.test(value.text));
  return thing('elements', call, [...found].slice(0, 64), isForm ? 'form' : '');
}

function byJquery(code: Code, origins: Origins, call: Call, depth: number): readonly Thing[] {
  const first = argumentAt(call, 0);
  if (!first) return [];
  const texts = textsOf(code, first);
  const [text] = texts;
  if (!text) return origins.of(first, depth);
  const tag = /^\s*<\s*([a-z]+)/i.exec(text.text)?.[1]?.toLowerCase();
  if (tag) return [thing(tag === 'img' ? 'image' : 'created', call, [], tag)];
  return [elements(code, call, first, fieldsOfSelector)];
}

const jqueryNames = /^(?:\$|jQuery|\$j|jq|jQ|\$jq|Zepto|\$\$)$/;

/** Whether an expression is the jQuery function, under its own name or as the parameter of a ready callback. */
export function isJquery(code: Code, start: AnyNode, depth = 0): boolean {
  const node = unwrap(start);
  const path = code.pathOf(node);
  if (path !== null) return jqueryNames.test(path) || path === 'jQuery.noConflict';
  if (node.type === 'CallExpression') return code.pathOf(node.callee)?.endsWith('.noConflict') ?? false;
  if (node.type !== 'Identifier' || depth > 4) return false;
  const variable = code.variableOf(node);
  const only = variable ? code.definitionsOf(variable) : [];
  const [definition] = only;
  if (definition?.kind === 'value' && only.length === 1)
    return definition.node.type !== 'Identifier'
      ? definition.node.type === 'CallExpression' && isJquery(code, definition.node, depth + 1)
      : isJquery(code, definition.node, depth + 1);
  if (definition?.kind !== 'parameter' || only.length !== 1) return false;
  const [caller] = callersOf(code, definition.node);
  const given = caller?.argumentFor(definition.index);
  if (given) return isJquery(code, given, depth + 1);
  // jQuery(function ($) { … }), jQuery(document).ready(function ($) { … })
  const call = code.parentOf(definition.node);
  if (call?.type !== 'CallExpression' || definition.index !== 0) return jqueryNames.test(node.name);
  const callee = unwrap(call.callee);
  if (isJquery(code, callee, depth + 1)) return true;
  return (
    callee.type === 'MemberExpression' &&
    code.folder.nameOf(callee) === 'ready' &&
    unwrap(callee.object).type === 'CallExpression'
  );
}
