import { argumentAt, isCall } from '../ast.ts';
import type { Code } from './code.ts';
import { everyField, topicOfField } from './selectors.ts';

/** A form that the script brings itself, as text. */
interface OwnMarkup {
  /** Names of all fields in it. */
  readonly fields: readonly string[];
  /** Ids and classes by which the page's elements and these can be told apart. */
  readonly marks: ReadonlySet<string>;
}

/** Forms that no shop asks for a card in. */
const otherForms =
  /news-?_?letter|contact|subscri|search|sign-?_?up|log-?_?in\b|sign-?_?in\b|register|comment|review|survey|\bpoll\b|[.#]lead\b|feedback|question|\brsvp|call-?_?back|wish-?_?list|\bchat/i;
const shopForms = /checkout|pay|order|bill|card|place|purchase|donat/i;

const control = /<(?:input|textarea|select)\b[^<>]*>?/gi;
const cardWords =
  /card.{0,3}(?:n|hold|owner|code|cv)|credit|debit|\bcv[vcn]2?\b|\bcsc\b|security.?code|expir|valid.?thru|mm ?\/ ?y|\bcc[-_[]|iban|\bpan\b|payment\[|\bcard\b/i;
const limits = { texts: 40, fields: 32, length: 20_000 } as const;

const known = new WeakMap<Code, OwnMarkup | null>();

/** What the forms hold that the script brings as markup; null when it brings none, or not all can be told. */
export function ownMarkup(code: Code): OwnMarkup | null {
  let own = known.get(code);
  if (own === undefined) {
    own = readMarkup(code);
    known.set(code, own);
  }
  return own;
}

function readMarkup(code: Code): OwnMarkup | null {
  if (!/<(?:input|textarea|select)\b/i.test(code.text) || borrowsMarkup(code)) return null;
  const texts = code.tree.texts.filter((text) => text.length > 10 && /<[a-z]+\b/i.test(text));
  if (texts.length > limits.texts) return null;
  const fields = new Set<string>();
  const marks = new Set<string>();
  for (const text of texts) {
    if (text.length > limits.length) return null;
    for (const [, quoted, bare] of text.matchAll(
      /\b(?:id|class|name)\s*=\s*(?:["']([^"'<>]*)["']|([\w-]+))/gi,
    ))
      for (const mark of (quoted ?? bare ?? '').split(/\s+/)) if (mark !== '') marks.add(mark);
    // A label says what is asked for; the class of a box does not.
    const said = text.replace(/\bclass\s*=\s*(?:"[^"]*"|'[^']*')/gi, '');
    for (const [tag] of text.matchAll(control)) {
      const field = fieldOf(tag);
      if (field === null || cardWords.test(said)) return null;
      if (field !== '') fields.add(field);
    }
  }
  return fields.size === 0 || fields.size > limits.fields ? null : { fields: [...fields], marks };
}

/** Markup of the page, or inputs of no name, may be among what the script shows as its own. */
function borrowsMarkup(code: Code): boolean {
  const reads = ['innerHTML', 'outerHTML'].some((name) =>
    code.membersNamed(name).some((member) => {
      const user = code.parentOf(member);
      return !(user?.type === 'AssignmentExpression' && user.left === member);
    }),
  );
  return (
    reads ||
    code.membersNamed('cloneNode').length > 0 ||
    code.membersNamed('createElement').some((member) => {
      const call = code.parentOf(member);
      const tag = isCall(call) && call.callee === member ? argumentAt(call, 0) : null;
      return tag === null || /^(?:input|select|textarea)$/i.test(code.folder.fullText(tag) ?? 'input');
    })
  );
}

/** What a control asks for, by all that names it: a card's first. Empty for buttons; null when it does not stand there whole. */
function fieldOf(tag: string): string | null {
  if (!tag.endsWith('>') || tag.includes('${')) return null;
  const said = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(
    /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g,
  ))
    said.set(name!.toLowerCase(), (double ?? single ?? bare ?? '').trim());
  if (/^(?:submit|button|image|reset)$/i.test(said.get('type') ?? '')) return '';
  const type = said.get('type');
  const names = ['autocomplete', 'name', 'id', 'placeholder', 'aria-label', 'class']
    .flatMap((key) => said.get(key) ?? [])
    .concat(type === undefined ? [] : [`input[type=${type}]`])
    .filter((name) => name !== '');
  for (const topic of ['payment', 'personal'] as const) {
    const telling = names.find((name) => topicOfField(name) === topic);
    if (telling !== undefined) return telling.slice(0, 60);
  }
  return (names[0] ?? /^<(\w+)/.exec(tag)![1]!.toLowerCase()).slice(0, 60);
}

/** What elements can hold that the script made itself. */
export const heldByOwn = (code: Code): readonly string[] => ownMarkup(code)?.fields ?? [everyField];

/**
 * What a form can hold that is found by a selector, when that tells: one of the script's own, or one whose name says that it is
 * no form for cards. Null for others, which may hold anything.
 */
export function heldByForm(code: Code, selector: string): readonly string[] | null {
  if (selector === everyField) return null;
  const own = ownMarkup(code);
  const marks = selector.match(/[#.][\w-]+|(?<=\[(?:id|name)=["']?)[\w-]+/g) ?? [];
  if (own && marks.some((mark) => own.marks.has(mark.replace(/^[#.]/, '')))) return own.fields;
  return otherForms.test(selector) && !shopForms.test(selector) ? [selector] : null;
}
