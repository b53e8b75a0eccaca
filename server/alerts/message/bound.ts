import type { AlertData, Change } from '../../../core/schema/index.ts';

/** Bytes of one message at most, as JSON: receivers often take no more than 256 KiB. */
export const messageBytes = 192 * 1024;
const changeBytes = 24 * 1024;
const sideBytes = 8 * 1024;

/**
 * A change no larger than a few ten thousand bytes: pages choose names, addresses and code, and may make them as long as
 * they like. What is left out is said in its place. Pure.
 */
export function boundedChange(change: Change): Change {
  const bounded = {
    ...change,
    subject: {
      ...change.subject,
      id: cut(change.subject.id, 1000),
      url: change.subject.url === null ? null : cut(change.subject.url, 2000),
    },
    message: cut(change.message, 2000),
    before: boundedSide(change.before),
    after: boundedSide(change.after),
  };
  const evidence = change.evidence.slice(0, 20).map((one) => ({
    ...one,
    message: cut(one.message, 1000),
    ...(one.host !== undefined && { host: cut(one.host, 300) }),
    ...(one.field !== undefined && { field: cut(one.field, 300) }),
    ...(one.steps && {
      steps: one.steps.slice(0, 10).map((step) => ({ ...step, message: cut(step.message, 500) })),
    }),
  }));
  while (evidence.length > 0 && sizeOf({ ...bounded, evidence }) > changeBytes) evidence.pop();
  return { ...bounded, evidence };
}

/**
 * As many of the changes as fit, in their order.
 * @param total how many there are in all, those not given included
 */
export function fitChanges(
  data: AlertData,
  changes: readonly Change[],
  total: number,
  room = messageBytes,
): AlertData {
  const fitting: Change[] = [];
  let left = room - sizeOf(data);
  for (const change of changes.map(boundedChange)) {
    left -= sizeOf(change) + 1;
    if (left < 0 && fitting.length > 0) break;
    fitting.push(change);
  }
  return {
    ...data,
    alert: { ...data.alert, changes: total, omitted: total - fitting.length },
    changes: fitting,
  };
}

/** Bytes as JSON in UTF-8. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Text of at most `most` UTF-16 units; what was cut ends in an ellipsis. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

function boundedSide(side: unknown): unknown {
  const bytes = sizeOf(side ?? null);
  return bytes <= sideBytes ? (side ?? null) : { truncated: true, bytes };
}
