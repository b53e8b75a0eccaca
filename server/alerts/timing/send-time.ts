import type { Severity } from '../../../core/schema/index.ts';
import { digestEnd, type Digest } from './digest.ts';
import { quietEnd, type QuietHours } from './quiet-hours.ts';

/** When and how an alert is told. */
export interface SendTime {
  as: 'alert' | 'digest';
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * A critical alert is told at once, whatever the rule says of quiet hours and digests. Others wait for their digest, and
 * then for the end of the quiet hours. Pure.
 */
export function sendTime(
  rule: { quietHours: QuietHours | null; digest: Digest | null },
  severity: Severity,
  at: number,
): SendTime {
  if (severity === 'critical') return { as: 'alert', at };
  const ready = rule.digest ? digestEnd(rule.digest, at) : at;
  return {
    as: rule.digest ? 'digest' : 'alert',
    at: rule.quietHours ? quietEnd(rule.quietHours, ready) : ready,
  };
}
