import type { ChangeKind, Severity } from '../../core/schema/index.ts';

/** A reason why a change is more than its kind alone says; the worst reason counts. */
export const aggravations = {
  'reads-fields': 'medium',
  'new-host': 'medium',
  'new-field': 'medium',
  'new-dynamic-code': 'medium',
  'unknown-script-host': 'medium',
  'turned-suspicious': 'medium',
  'caused-by-field-reader': 'high',
  'reads-payment-fields': 'high',
  'new-payment-field': 'high',
  'payment-page': 'high',
  'foreign-form-action': 'high',
  'rejected-by-a-person': 'high',
  'payment-to-new-host': 'critical',
  malicious: 'critical',
  'canary-leaked': 'critical',
  'on-critical-feed': 'critical',
} as const satisfies Record<string, Severity>;

export type Aggravation = keyof typeof aggravations;

/** How bad a change is when nothing makes it worse. docs/reference/changes.md says the same; a test compares them. */
export const baseSeverity: Record<ChangeKind, Severity> = {
  'script-added': 'low',
  'script-removed': 'info',
  'script-cosmetic': 'info',
  'script-data': 'info',
  'script-changed': 'info',
  'library-upgrade': 'info',
  'script-behaviour': 'low',
  'verdict-changed': 'info',
  'host-added': 'medium',
  'host-removed': 'info',
  'header-added': 'info',
  'header-removed': 'high',
  'header-weakened': 'high',
  'header-changed': 'low',
  'frame-added': 'medium',
  'frame-removed': 'info',
  'form-added': 'low',
  'form-removed': 'info',
  'form-action-changed': 'medium',
  'cookie-added': 'low',
  'cookie-removed': 'info',
  'step-not-reached': 'high',
  'visitor-divergence': 'medium',
  'visitor-host': 'medium',
  'canary-leak': 'critical',
  'feed-match': 'high',
  'approval-lost': 'medium',
  'detector-upgrade': 'info',
  'crawl-failed': 'high',
  'crawl-missed': 'medium',
};

const order: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

/** Position of a severity, 0 for info to 4 for critical. */
export function severityRank(severity: Severity): number {
  return order.indexOf(severity);
}

/** The severity of a change: its kind's (or what it had), or that of the worst reason, whichever is higher. */
export function severityOf(
  kind: ChangeKind,
  reasons: readonly Aggravation[],
  had: Severity = baseSeverity[kind],
): Severity {
  return [had, ...reasons.map((reason) => aggravations[reason])].reduce((worst, next) =>
    severityRank(next) > severityRank(worst) ? next : worst,
  );
}
