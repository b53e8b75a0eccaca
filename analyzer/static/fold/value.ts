/**
 * What folding found out about an expression. A text that is not `complete` is a known prefix: `"https://x.example/?d=" + v`
 * folds to the address without the data.
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly complete: boolean }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'list'; readonly items: readonly (Value | null)[] };

export function textValue(text: string, complete = true): Value {
  return { kind: 'text', text, complete };
}

export function numberValue(number: number): Value {
  return { kind: 'number', number };
}

export function listValue(items: readonly (Value | null)[]): Value {
  return { kind: 'list', items };
}

/** The text that string concatenation would use, or null when it is not wholly known. */
export function asText(value: Value | null | undefined): string | null {
  if (!value) return null;
  if (value.kind === 'text') return value.complete ? value.text : null;
  if (value.kind === 'number') return String(value.number);
  const items = value.items.map(asText);
  return items.includes(null) ? null : items.join(',');
}

export function asNumber(value: Value | null | undefined): number | null {
  if (!value) return null;
  if (value.kind === 'number') return value.number;
  if (value.kind === 'text' && value.complete && value.text.length < 40) return Number(value.text);
  return null;
}
