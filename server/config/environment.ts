import { readFileSync } from 'node:fs';
import { invalidConfig, nearest } from './problems.ts';
import type { Setting } from './setting.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of ours that are no settings of the service. */
const others = [
  'SCRIPTWARDEN_CONFIG',
  'SCRIPTWARDEN_NO_INSTALL',
  'SCRIPTWARDEN_POSTGRES_BIN',
  'SCRIPTWARDEN_KILLS',
];

/**
 * The settings that the environment gives, by name. Empty variables count as not set. A secret may stand in a file that
 * `NAME_FILE` names, as containers and systemd hand them over.
 * @throws ScriptwardenError SW_CONFIG_INVALID when such a file cannot be read, or both are set
 */
export function environmentValues(settings: readonly Setting[], env: Environment): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const one of settings) {
    const text = textOf(one, env);
    if (text !== undefined) values.set(one.name, valueOf(one, text));
  }
  return values;
}

function textOf({ env: name, secret }: Setting, env: Environment): string | undefined {
  const text = env[name] === '' ? undefined : env[name];
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (!file) return text;
  if (text !== undefined) {
    throw invalidConfig([`${name} and ${name}_FILE are both set.`], 'Set one of the two.');
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw invalidConfig(
      [`${name}_FILE names "${file}", which cannot be read (${why}).`],
      'Check its path and rights.',
      cause,
    );
  }
}

/** Text as what its setting takes; what does not fit stays text, for the schema to refuse. */
function valueOf({ kind }: Setting, text: string): unknown {
  switch (kind) {
    case 'number':
      return /^[+-]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case 'flag':
      return (
        { true: true, '1': true, yes: true, on: true, false: false, '0': false, no: false, off: false }[
          text.trim().toLowerCase()
        ] ?? text
      );
    case 'list':
      return text.split(/[,\s]+/).filter((part) => part !== '');
    case 'text':
      return text;
  }
}

/**
 * Warnings about variables that look like settings and are none. They are no errors: site files may take secrets from
 * any variable, and Kubernetes invents some for a service of this name.
 */
export function strangeVariables(settings: readonly Setting[], env: Environment): string[] {
  const known = [
    ...settings.flatMap((one) => (one.secret ? [one.env, `${one.env}_FILE`] : [one.env])),
    ...others,
  ];
  return Object.keys(env)
    .filter((name) => name.startsWith('SCRIPTWARDEN_') && !known.includes(name))
    .sort()
    .map((name) => {
      const near = nearest(name, known);
      return `${name} is no setting and has no effect${near ? `; did you mean ${near}?` : '.'}`;
    });
}
