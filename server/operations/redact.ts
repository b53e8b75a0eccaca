import { ScriptwardenError } from '../../core/errors/index.ts';

/** Keys whose values are never told, whatever holds them. */
const secretKey =
  /^(?:.*(?:password|passwd|passphrase|secret|credential|authorization|cookie|private[-_]?key|api[-_]?key|csrf|signature).*|(?:.*[_-])?tokens?|.*Tokens?|basicAuth|ca)$/i;

const redacted = '[redacted]';

const maxDepth = 6;
const maxEntries = 100;
const maxText = 8192;

/** What is logged, as it may be told: bounded, errors opened, secrets left out by their names and forms. */
export function describeForLog(value: Record<string, unknown>): Record<string, unknown> {
  return describe(value, 0, new Set()) as Record<string, unknown>;
}

function describe(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (depth >= maxDepth) return '[deep]';
  above.add(value);
  try {
    if (value instanceof Error) return describeError(value, depth, above);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof URL) return cut(value.href);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Map) return describe(Object.fromEntries(value), depth + 1, above);
    if (value instanceof Set || Array.isArray(value)) {
      return [...(value as Iterable<unknown>)]
        .slice(0, maxEntries)
        .map((item) => describe(item, depth + 1, above));
    }
    const entries = Object.entries(value).slice(0, maxEntries);
    return Object.fromEntries(
      entries.map(([key, inner]) => [
        key,
        secretKey.test(key) && inner !== null && typeof inner !== 'boolean' && typeof inner !== 'number'
          ? redacted
          : describe(inner, depth + 1, above),
      ]),
    );
  } finally {
    above.delete(value);
  }
}

/** Code, message, stack and causes; other fields of errors can hold rows and requests, so they stay out. */
function describeError(error: Error, depth: number, above: Set<object>): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: cut(error.message),
    ...(error instanceof ScriptwardenError && { fix: cut(error.fix) }),
    ...(error.stack !== undefined && { stack: cut(error.stack) }),
    ...(error.cause !== undefined && { cause: describe(error.cause, depth + 1, above) }),
    ...(error instanceof AggregateError && { errors: describe(error.errors, depth + 1, above) }),
  };
}

function cut(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}… (${text.length} characters)` : text;
}

/** Takes passwords out of URLs, and credentials that a message quotes; works on JSON as on text. */
export function withoutCredentials(line: string): string {
  return line
    .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@"'\\]+@/gi, `$1${redacted}@`)
    .replace(/\b(Bearer|Basic) +[\w~+/.=-]{8,}/gi, `$1 ${redacted}`)
    .replace(/\bwhsec_[\w+/=-]{8,}/g, `whsec_${redacted}`);
}
