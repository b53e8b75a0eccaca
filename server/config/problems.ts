import type { z } from 'zod';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Setting } from './setting.ts';

/** Where a value came from, so that an error can name the place to put it right. */
export type Origin = 'command line' | 'environment' | 'file';

/** Setting by setting, where its value came from; defaults are not in it. */
export type Origins = ReadonlyMap<string, Origin>;

const page = 'See docs/reference/configuration.md for all settings.';

/** The error for settings that are wrong: each named, with the rule it breaks. Values of secrets are never told. */
export function invalidConfig(
  messages: readonly string[],
  fix = `Correct it. ${page}`,
  cause?: unknown,
): ScriptwardenError {
  return new ScriptwardenError('SW_CONFIG_INVALID', { message: messages.join(' '), fix, cause });
}

/** What a failed check says, one sentence for each setting. */
export function complaints(
  error: z.ZodError,
  settings: readonly Setting[],
  origins: Origins,
  valueOf: (path: readonly string[]) => unknown,
): string[] {
  return error.issues.slice(0, 10).map((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      const names = issue.keys.map((key) => [...path, key].join('.'));
      const near = nearest(
        names[0]!,
        settings.map(({ name }) => name),
      );
      return `There is no setting ${names.join(', ')}${near ? `; did you mean ${near}?` : '.'}`;
    }
    const known = settings.find(
      ({ name }) => name === path.join('.') || path.join('.').startsWith(`${name}.`),
    );
    const value = known?.secret ? undefined : valueOf(path);
    const shown = value === undefined ? '' : `, not ${JSON.stringify(value).slice(0, 100)}`;
    return `${label(known, path, origins)} ${rule(issue)}${shown}.`;
  });
}

function label(known: Setting | undefined, path: readonly string[], origins: Origins): string {
  if (!known) return path.join('.') || 'The configuration';
  return origins.get(known.name) === 'environment' ? `${known.name} (${known.env})` : known.name;
}

/** The rule as our schemas word it, else what the schema wanted. */
function rule(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.code === 'invalid_type') return `must be ${articles[issue.expected] ?? issue.expected}`;
  return `is not valid (${issue.message})`;
}

const articles: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
};

/** The known name that is closest to a mistyped one, if any is close. */
export function nearest(name: string, known: readonly string[]): string | null {
  const [best] = known
    .map((one) => ({ one, distance: editDistance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(2, name.length / 4) ? best.one : null;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swap = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap));
    }
    row = next;
  }
  return row[to.length]!;
}
