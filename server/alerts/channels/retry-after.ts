const longestMs = 24 * 3_600_000;

/**
 * What a `Retry-After` header asks for, seconds or a date, in milliseconds from `at`; a day at most, so that nobody is
 * silenced for ever. Null when there is none, or none that can be read.
 */
export function retryAfter(header: string | undefined, at: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const ms = /^\d{1,12}$/.test(text)
    ? Number(text) * 1000
    : /^[A-Za-z]{3}/.test(text)
      ? Date.parse(text) - at
      : NaN;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestMs) : null;
}
