import { defangHost, defangText, defangUrl, escapeForTerminal } from '../../core/encoding/index.ts';
import type { Evidence, Severity, Sighting } from '../../core/schema/index.ts';
import { cut, shorten, widthOf, wrap } from './fit.ts';
import { renderExplanation } from './explanation.ts';
import { isNotable, plural, type Entry, type ReportOptions } from './model.ts';
import { verdictPaint } from './overview.ts';
import { inPage, kindsOf, pagePath } from './place.ts';
import type { Paint, Style } from './style.ts';

const indent = '   ';
/** Shown in full; the rest is counted, unless all is to be explained. */
const reasonsShown = 6;
const fieldsShown = 12;
/** Of a long flow, the first and the last steps tell the story. */
const stepsShown = 6;
const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** One finding: what it is, where it was seen, what it reads, where that goes, and the reasons with their places. */
export function renderFinding(
  entry: Entry,
  number: number,
  { width, explain = false }: ReportOptions,
  style: Style,
): string[] {
  const room = width - indent.length;
  const verdict = verdictPaint(entry.verdict, style)(entry.verdict);
  const title = [verdict, entry.category, entry.scores && `score ${entry.scores.integrity}`].filter(Boolean);
  const shown = explain
    ? worstFirst(entry.evidence)
    : worstOfEachPlace(entry.evidence).slice(0, reasonsShown);
  const left = entry.evidence.length - shown.length;
  const facts = [
    ...seenFacts(entry.sightings ?? []),
    ['Reads', some(fieldsOf(entry), explain)],
    ['Sends to', some(unique(entry.evidence.map(({ host }) => host)).map(defangHost), explain)],
    ['Contains', (entry.libraries ?? []).map(libraryText).join(', ')],
    ['Similar', (entry.similar ?? []).map(similarText).join(', ')],
  ] as const;
  const notes = [
    ...(shown.length === 0 && isNotable(entry)
      ? ['No single place in the code stands out; the score rests on all of it.']
      : []),
    ...(left > 0
      ? [`and ${plural(left, 'more reason')}, some at the same places: --explain tells all.`]
      : []),
    ...(isMildlyMalicious(entry)
      ? [
          'Each of these reasons alone says little; the verdict rests on all of them and the code around them.',
        ]
      : []),
  ];
  return [
    `${style.bold(`${number}.`)} ${title.join(' · ')}`,
    indent + style.bold(shorten(show(defangUrl(entry.path)), room)),
    ...facts.flatMap(([name, text]) => fact(name, text, room, style)),
    ...shown.flatMap((reason) => [
      '',
      ...renderReason(reason, entry, room, style, explain).map((line) => indent + line),
    ]),
    ...notes.flatMap((note) => ['', ...wrap(note, room).map((line) => indent + style.dim(line))]),
    ...(explain && entry.explanation
      ? renderExplanation(entry.explanation, room, style).map((line) => (line === '' ? '' : indent + line))
      : []),
  ];
}

/** A grave verdict over mild reasons looks like a mistake to whoever does not know how they belong together. */
function isMildlyMalicious({ verdict, evidence }: Entry): boolean {
  return (
    verdict === 'malicious' &&
    evidence.length > 0 &&
    evidence.every(({ severity }) => severity === 'low' || severity === 'info')
  );
}

function worstFirst(evidence: readonly Evidence[]): Evidence[] {
  return evidence.toSorted((one, other) => rank(one) - rank(other));
}

/** Reasons worst first; of several at one place only the worst, since the others say the same with less. */
function worstOfEachPlace(evidence: readonly Evidence[]): Evidence[] {
  return [...Map.groupBy(worstFirst(evidence), ({ location }) => position(location)).values()].map(
    ([worst]) => worst!,
  );
}

/** Severity, sentence and place; the excerpt; then the flow step by step. */
function renderReason(
  reason: Evidence,
  entry: Entry,
  room: number,
  style: Style,
  explain: boolean,
): string[] {
  const label = reason.severity.padEnd(8);
  const at = `at ${position(reason.location)}`;
  const message = wrap(show(defangText(reason.message, [reason.host])), room - label.length - 2);
  const last = message.at(-1) ?? '';
  const fitsBeside = widthOf(last) + 2 + widthOf(at) <= room - label.length - 2;
  const lines = message.map((line, index) => {
    const start = index === 0 ? `${severityPaint(reason.severity, style)(label)}  ` : ' '.repeat(10);
    const end = index === message.length - 1 && fitsBeside ? `  ${style.dim(at)}` : '';
    return start + line + end;
  });
  if (!fitsBeside) lines.push(' '.repeat(10) + style.dim(at));
  const snippet = show(defangText(reason.snippet.trim().replaceAll(/\s+/g, ' '), [reason.host]));
  if (snippet) lines.push(`          ${style.dim('│')} ${style.cyan(cut(snippet, room - 12))}`);
  lines.push(...renderSteps(reason, room, style, explain));
  const page = pagePosition(reason, entry.sightings ?? []);
  if (page) lines.push(`          ${style.dim(page)}`);
  return lines;
}

/** The flow from source to destination; of a long one both ends. */
function renderSteps(reason: Evidence, room: number, style: Style, explain: boolean): string[] {
  const steps = (reason.steps ?? []).map((step, index) => {
    const where = step.location ? `  at ${position(step.location)}` : '';
    const text = cut(show(defangText(step.message, [reason.host])), room - 14 - where.length);
    return `          ${style.dim(`${index + 1}.`)} ${text}${style.dim(where)}`;
  });
  if (explain || steps.length <= stepsShown) return steps;
  const middle = `          ${style.dim(`… ${steps.length - stepsShown + 1} steps`)}`;
  return [...steps.slice(0, 2), middle, ...steps.slice(3 - stepsShown)];
}

function libraryText({ library, share }: NonNullable<Entry['libraries']>[number]): string {
  return `${library} (${Math.round(share * 100)} % of the code)`;
}

function similarText({ family, similarity }: NonNullable<Entry['similar']>[number]): string {
  return `${family} (${Math.round(similarity * 100)} %)`;
}

/** `Reads     #card-number, #cvc`, wrapped under itself. */
function fact(name: string, text: string, room: number, style: Style): string[] {
  return wrap(show(text), room - 10).map(
    (line, index) => indent + style.dim((index === 0 ? name : '').padEnd(10)) + line,
  );
}

function fieldsOf({ evidence, behaviour }: Entry): string[] {
  const fields = unique([...evidence.map(({ field }) => field), ...behaviour.fields]);
  return fields.map((field) => (field === '*' ? 'every input (*)' : field));
}

function some(values: readonly string[], all: boolean): string {
  if (all || values.length <= fieldsShown) return values.join(', ');
  return [...values.slice(0, fieldsShown), `and ${values.length - fieldsShown} more`].join(', ');
}

/** Where a crawl met it: kinds, pages and who loaded it. */
function seenFacts(sightings: readonly Sighting[]): [string, string][] {
  if (sightings.length === 0) return [];
  const pages = [...new Set(sightings.map(({ pageUrl }) => pagePath(pageUrl)))];
  const more = pages.length > 3 ? ` and ${plural(pages.length - 3, 'more page')}` : '';
  const loaders = unique(
    sightings.map(({ initiator }) => (initiator.kind === 'script' ? initiator.url : undefined)),
  );
  return [
    ['Seen on', `${pages.slice(0, 3).join(', ')}${more} (${kindsOf(sightings)})`],
    ['Loaded by', loaders.slice(0, 1).map(defangUrl).join('')],
  ];
}

/** Inline code is found again by its place in the page, not in itself. */
function pagePosition({ location }: Evidence, sightings: readonly Sighting[]): string | null {
  const inline = sightings.find(({ kind, line }) => kind === 'inline' && line !== undefined && line > 0);
  const place = inline && inPage(location, inline);
  return place ? `in the page: ${position(place)}` : null;
}

function position({ line, column }: { line: number; column: number }): string {
  return `line ${line}, column ${column}`;
}

function show(text: string): string {
  return escapeForTerminal(text);
}

function rank({ severity }: Evidence): number {
  return severityOrder.indexOf(severity);
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

function severityPaint(severity: Severity, style: Style): Paint {
  if (severity === 'critical' || severity === 'high') return style.red;
  return severity === 'medium' ? style.yellow : style.dim;
}
