import { z } from 'zod';

/** What a setting is told to be, besides its schema. */
export interface SettingInfo {
  /** One or two sentences for the reference and for `--print-config`. */
  about: string;
  /** Never shown or logged; may also be given as a file, by the variable's name with `_FILE`. */
  secret?: boolean;
  /** The environment variable, where it is not the one its name leads to. */
  env?: string;
  /** What it is when nobody sets it, where the schema's default does not say it. */
  unset?: string;
}

const infos = new WeakMap<z.ZodType, SettingInfo>();

/** Declares a setting: its rule, and what it means. */
export function setting<Schema extends z.ZodType>(schema: Schema, info: SettingInfo): Schema {
  infos.set(schema, info);
  return schema;
}

/** A setting as the parser, the reference and `--print-config` see it. */
export interface Setting extends SettingInfo {
  /** Keys from the outside in: `['smtp', 'host']`. */
  path: readonly string[];
  /** As it is called in errors and in the reference: `smtp.host`. */
  name: string;
  env: string;
  schema: z.ZodType;
  kind: 'text' | 'number' | 'flag' | 'list';
}

/** Every setting of a schema in order, groups opened. */
export function settingsOf(schema: z.ZodObject, path: readonly string[] = []): Setting[] {
  return Object.entries(schema.shape).flatMap(([key, value]) => {
    const here = [...path, key];
    const inner = bare(value);
    if (inner instanceof z.ZodObject) return settingsOf(inner, here);
    const info = infos.get(value as z.ZodType);
    if (!info) throw new Error(`${here.join('.')} is declared without setting()`);
    return [
      {
        env: variableOf(here),
        ...info,
        path: here,
        name: here.join('.'),
        schema: value as z.ZodType,
        kind: kindOf(inner),
      },
    ];
  });
}

/** `['smtp', 'startTls']` → `SCRIPTWARDEN_SMTP_START_TLS`. */
export function variableOf(path: readonly string[]): string {
  const words = path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return ['SCRIPTWARDEN', ...words].join('_');
}

/** The schema inside defaults and `nullable`. */
function bare(schema: unknown): unknown {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

function kindOf(schema: unknown): Setting['kind'] {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'flag';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}
