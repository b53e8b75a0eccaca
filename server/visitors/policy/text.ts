import { escapeForTerminal } from '../../../core/encoding/index.ts';
import type { PolicySuggestion } from './schema.ts';

/** The suggestion for people: headers first, then what to do, then what may go wrong. Pure. */
export function renderPolicy(suggestion: PolicySuggestion): string {
  const { headers, policies, inline, integrity, withoutIntegrity, risks, steps } = suggestion;
  const lines = [
    `Policy for ${suggestion.site}, from ${suggestion.crawls} crawls${suggestion.withVisitors ? " and visitors' reports" : ''}. Report-only first:`,
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    `Strict form: ${policies.find(({ name }) => name === 'strict')?.value ?? ''}`,
    ...section(
      'Inline scripts',
      inline.map(
        ({ advice, label, hashes, why }) =>
          `${advice}: ${label}${hashes.length > 0 ? ` (${hashes.join(' ')})` : ''}. ${why}`,
      ),
    ),
    ...section(
      'Integrity',
      integrity.map(({ tag, crawls }) => `${tag} (same in ${crawls} crawls)`),
    ),
    ...section(
      'Without integrity',
      withoutIntegrity.map(({ url, why }) => `${url}: ${why}`),
    ),
    ...section(
      'Risks',
      risks.map(
        ({ code, text, subjects }) =>
          `${code}: ${text}${subjects.map((subject) => `\n      ${subject}`).join('')}`,
      ),
    ),
    ...section(
      'Steps',
      steps.map((step, index) => `${index + 1}. ${step}`),
    ),
  ];
  return `${lines.map((line) => line.split('\n').map(escapeForTerminal).join('\n')).join('\n')}\n`;
}

function section(title: string, items: readonly string[]): string[] {
  return items.length > 0 ? ['', `${title}:`, ...items.map((item) => `  ${item}`)] : [];
}
