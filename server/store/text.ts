/** What no database keeps as it is: PostgreSQL refuses NUL, both lose half surrogate pairs. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

/** Whether a value holds text that `storableText` would change. */
function isStorable(value: unknown): boolean {
  // JSON writes both as escapes; an escaped backslash before them is no escape, but looking twice harms nothing.
  return !/\\u(?:0000|d[89a-f])/i.test(JSON.stringify(value));
}

/** The same value with storable text throughout: a page must not be able to keep itself out of the history. */
export function storable<Value>(value: Value): Value {
  return isStorable(value) ? value : (clean(value) as Value);
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), clean(item)]));
}
