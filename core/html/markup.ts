import { escapeForTerminal } from '../encoding/index.ts';

/** Markup that is safe to put into a page; everything else is text and gets escaped. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type Content = Markup | string | number | false | null | undefined | readonly Content[];

/**
 * A template for markup: what stands between the tags comes out escaped unless it is markup itself, so that forgetting
 * an escape is not possible. Attributes must be quoted in the template.
 */
export function html(parts: TemplateStringsArray, ...values: Content[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? sourceOf(values[index]) : '')).join(''),
  );
}

function sourceOf(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.source;
  if (typeof content === 'object') return content.map(sourceOf).join('');
  return escapeText(String(content));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

/** Characters that would hide, reorder or end something, each shown by its number and marked as such. */
export function visible(text: string): Markup {
  let source = '';
  for (const character of text) {
    const shown = escapeForTerminal(character);
    source += shown === character ? escapeText(shown) : `<span class="odd">${escapeText(shown)}</span>`;
  }
  return new Markup(source);
}

const longestText = 400;

/** Text from outside in one line and bounded: names and URLs are told apart by both ends. */
export function shown(text: string, most = longestText): Markup {
  const line = text.length > most * 4 ? text : text.replaceAll(/\s+/g, ' ');
  if (line.length <= most) return visible(line.toWellFormed());
  const tail = Math.floor(most / 3);
  const cut = `${line.slice(0, most - tail).toWellFormed()}…${line.slice(-tail).toWellFormed()}`;
  return visible(cut.replaceAll(/\s+/g, ' '));
}
