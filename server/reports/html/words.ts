import { defangText, defangUrl } from '../../../core/encoding/index.ts';
import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';
import type {
  Category,
  Change,
  Evidence,
  ReportedChange,
  ReportedScript,
  Requirement,
} from '../../../core/schema/index.ts';

/** What a category of malice does, for readers who do not know the words. */
export const categoryWords: Record<Category, string> = {
  magecart: 'Steals payment or personal data',
  cryptomining: 'Mines cryptocurrency',
  malware: 'Malware',
};

export const approvalWords: Record<ReportedScript['approvalState'], string> = {
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
  undecided: 'Undecided',
};

export const changeStateWords: Record<ReportedChange['state'], string> = {
  foreseen: 'foreseen',
  approved: 'approved',
  rejected: 'rejected',
  gone: 'no longer shown',
  open: 'undecided',
  recorded: 'recorded',
};

export const requirementWords: Record<Requirement['state'], string> = {
  supported: 'Supported',
  attention: 'Needs attention',
  'no-evidence': 'No evidence',
};

/** `1 script`, `2 scripts`. */
export function plural(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;
}

/** A day and minute in UTC, short: `2026-11-21 09:38`. */
export function minute(at: string | null): string {
  return at === null ? '–' : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

export function day(at: string | null): string {
  return at === null ? '–' : at.slice(0, 10);
}

/** Hours as people say them. */
export function duration(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} minutes`;
  if (hours < 48) return plural(Math.round(hours), 'hour');
  return `${Math.round(hours / 2.4) / 10} days`;
}

/** How a script is called; the address of a finding is written so that nobody opens it. */
export function scriptName(script: ReportedScript, isFinding: boolean, most = 160): Markup {
  return html`<span class="path">${shown(isFinding ? defangUrl(script.label) : script.label, most)}</span>`;
}

/** The sentence of a change; of a grave one the addresses are written so that nobody opens them. */
export function changeMessage({ message, severity, evidence, after }: Change): string {
  if (severity !== 'critical' && severity !== 'high') return message;
  const hosts = (after as { behaviour?: { hosts?: unknown } } | null)?.behaviour?.hosts;
  const named = Array.isArray(hosts) ? hosts.filter((host): host is string => typeof host === 'string') : [];
  return defangText(message, [...named, ...evidence.map(({ host }) => host)]);
}

export function reasonText(text: string, reason: Evidence, most = 400): Markup {
  return shown(defangText(text, [reason.host]), most);
}

/** Rows of a list of facts. */
export function facts(rows: readonly (readonly [string, Content])[]): Markup {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** `a, b and 3 more`, each as code. */
export function codes(values: readonly string[], most: number, length = 120): Content {
  const more = values.length - most;
  return [
    values
      .slice(0, most)
      .map((value, index) => [index > 0 ? ', ' : '', html`<code>${shown(value, length)}</code>`]),
    more > 0 ? ` and ${more} more` : '',
  ];
}
