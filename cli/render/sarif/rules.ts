import { evidenceRules } from '../../../analyzer/static/evidence/index.ts';
import type { Severity } from '../../../core/schema/index.ts';
import { message } from './text.ts';
import type { SarifLevel, SarifRule } from './types.ts';

/** A verdict whose reasons stand in no single place. */
export const scoreRule = 'score-without-place';
/** Synthetic card data, typed by the crawler, that reached a host it should not have. */
export const leakRule = 'test-data-leaked';

/** GitHub orders alerts by this number; see its "SARIF support for code scanning". */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: '0.1',
};

const levels: Record<Severity, SarifLevel> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

export function levelOf(severity: Severity): SarifLevel {
  return levels[severity];
}

/** Every rule of evidence, whether it spoke or not, and the two that speak for a verdict and for a leak. */
export function sarifRules(): SarifRule[] {
  return [
    ...evidenceRules.map(({ name, meaning, severity }) => ruleOf(name, meaning, severity[1])),
    ruleOf(
      scoreRule,
      'The detector finds the script as a whole suspicious or malicious; no single place stands out.',
      'medium',
    ),
    ruleOf(
      leakRule,
      'Synthetic card data that the crawler typed into a form was seen in a request to a foreign host.',
      'critical',
    ),
  ];
}

/** `severity` is the highest the rule gives; each result carries its own. */
export function ruleOf(id: string, meaning: string, severity: Severity): SarifRule {
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: message(meaning),
    fullDescription: message(meaning),
    help: message(
      `${meaning} A rule reports what it sees in a script; the verdict weighs all of it. ` +
        'Look at the place named and at where the data goes. If nobody on your side knows the script, take it off the site and keep a copy.',
    ),
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: ['security', 'javascript'], 'security-severity': securitySeverity[severity] },
  };
}
