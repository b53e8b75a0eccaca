import type { AnyNode, CallExpression, MemberExpression, NewExpression } from 'acorn';
import { argumentAt, unwrap } from '../ast.ts';
import type { Code } from './code.ts';
import { isJquery } from './lookups.ts';
import { heldByForm, heldByOwn, ownMarkup } from './own-forms.ts';
import type { Origins } from './origin.ts';
import { everyField, topicOfField, type FieldTopic } from './selectors.ts';
import { keyEvents } from './things.ts';
import { textsOf } from './texts.ts';
import type { Source, SourceKind } from './types.ts';

/** Properties through which an element's content is read. */
export const valueProperties = new Set([
  'value',
  'defaultValue',
  'checked',
  'valueAsNumber',
  'selectedIndex',
]);
export const keyProperties = new Set(['key', 'keyCode', 'which', 'charCode', 'code', 'data']);

export function source(kind: SourceKind, node: AnyNode, fields: readonly string[] = []): Source {
  return { kind, node, fields, topic: topicOf(fields) };
}

const ranks: readonly FieldTopic[] = ['payment', 'every', 'personal', 'other'];

function topicOf(fields: readonly string[]): FieldTopic | 'none' {
  const topics = new Set(fields.map(topicOfField));
  return ranks.find((topic) => topics.has(topic)) ?? 'none';
}

/** What reading a member yields, when that is worth following. */
export function memberSource(code: Code, origins: Origins, member: MemberExpression): Source | null {
  const parent = code.parentOf(member);
  if (parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '=')
    return null;
  if (parent?.type === 'CallExpression' && parent.callee === member) return null;
  const name = code.folder.nameOf(member);
  if (name === null) return null;
  if (valueProperties.has(name)) {
    const things = origins.of(member.object);
    const fields = things
      .filter((one) => one.kind === 'elements' || one.kind === 'event')
      .flatMap((one) => one.fields);
    return things.length > 0 && things.every((one) => one.kind === 'created')
      ? null
      : source('field', member, [...new Set(fields)].slice(0, 64));
  }
  if (keyProperties.has(name)) {
    const keys = origins.of(member.object).filter((one) => one.kind === 'event' && keyEvents.test(one.name));
    if (keys.length === 0) return null;
    return source('keys', member, [...new Set(keys.flatMap((one) => one.fields))]);
  }
  if (name === 'cookie') return code.pathOf(member) === 'document.cookie' ? source('cookie', member) : null;
  return null;
}

/** `const {value} = input`: what is taken apart stands for the value. */
export function patternSource(code: Code, origins: Origins, name: AnyNode): Source | null {
  if (name.type !== 'Identifier' || !valueProperties.has(name.name)) return null;
  const property = code.parentOf(name);
  const pattern = property?.type === 'Property' && property.key === name ? code.parentOf(property) : null;
  const declarator = pattern?.type === 'ObjectPattern' ? code.parentOf(pattern) : null;
  if (declarator?.type !== 'VariableDeclarator' || !declarator.init) return null;
  const fields = fieldsOf(origins, declarator.init);
  return fields.length > 0 ? source('field', declarator.init, fields) : null;
}

/** What a call yields, when that is worth following. */
export function callSource(
  code: Code,
  origins: Origins,
  call: CallExpression | NewExpression,
): Source | null {
  const callee = unwrap(call.callee);
  const path = code.pathOf(callee);
  if (call.type === 'NewExpression')
    return path === 'FormData' && call.arguments.length > 0
      ? source('form', call, heldBy(code, origins, argumentAt(call, 0)))
      : null;
  if (path === '$F') return source('field', call, ids(code, argumentAt(call, 0)));
  if (path === 'ethereum.request' || path === 'ethereum.send') return source('wallet', call);
  if (path === 'navigator.clipboard.readText') return source('clipboard', call);
  if (callee.type !== 'MemberExpression') return null;
  const name = code.folder.nameOf(callee);
  switch (name) {
    case 'val':
      if (call.arguments.length > 0) return null;
      return source('field', call, fieldsOf(origins, callee.object));
    case 'attr':
    case 'prop':
    case 'getAttribute':
      if (call.arguments.length !== 1 || code.folder.fullText(argumentAt(call, 0)) !== 'value') return null;
      return source('field', call, fieldsOf(origins, callee.object));
    case 'serialize':
    case 'serializeArray':
    case 'serializeObject': {
      const fields = fieldsOf(origins, callee.object);
      const known = fields.length > 0 || isJqueryCall(code, callee.object);
      return known ? source('form', call, heldBy(code, origins, callee.object)) : null;
    }
    case 'getItem': {
      const isStorage = origins.of(callee.object).some((one) => one.kind === 'storage');
      return isStorage ? source('storage', call) : null;
    }
    case 'getData':
      return code.membersNamed('clipboardData').length > 0 ? source('clipboard', call) : null;
    default:
      return null;
  }
}

/** What a form holds: all that a page can ask for, unless the script brings the form or its name says otherwise. */
function heldBy(code: Code, origins: Origins, form: AnyNode | null): readonly string[] {
  const things = form ? origins.of(form) : [];
  const held = things.flatMap((one) => {
    if (one.kind === 'created') return heldByOwn(code);
    // What `heldByOwn` gave needs no second look.
    return one.fields.length === 0
      ? [everyField]
      : one.fields.flatMap(
          (field) => heldByForm(code, field) ?? (isOwnField(code, field) ? [field] : [everyField]),
        );
  });
  return held.length === 0 || held.includes(everyField) ? [everyField] : [...new Set(held)].slice(0, 64);
}

function isOwnField(code: Code, field: string): boolean {
  return ownMarkup(code)?.fields.includes(field) ?? false;
}

function fieldsOf(origins: Origins, node: AnyNode): readonly string[] {
  const fields = origins.of(node).flatMap((one) => (one.kind === 'created' ? [] : one.fields));
  return [...new Set(fields)].slice(0, 64);
}

function ids(code: Code, node: AnyNode | null): string[] {
  return node ? textsOf(code, node).map((value) => `#${value.text}`) : [];
}

function isJqueryCall(code: Code, node: AnyNode): boolean {
  const call = unwrap(node);
  return call.type === 'CallExpression' && isJquery(code, call.callee);
}
