import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { environmentValues, strangeVariables, type Environment } from './environment.ts';
import { complaints, invalidConfig, type Origin } from './problems.ts';
import { serviceConfig, type ServiceConfig } from './schema.ts';
import { settingsOf } from './setting.ts';

/** All settings, in the order of the reference. */
export const settings = settingsOf(serviceConfig);

export interface ConfigSources {
  env: Environment;
  /** Folder that relative paths of the command line and the environment start from. */
  cwd: string;
  /** The file named on the command line; else the one in SCRIPTWARDEN_CONFIG. */
  file?: string | undefined;
  /** What the command line set, by name of the setting. */
  typed?: ReadonlyMap<string, unknown>;
}

export interface LoadedConfig {
  config: ServiceConfig;
  /** What is odd but forbids nothing. */
  warnings: string[];
}

/**
 * Puts the settings together: the command line counts more than the environment, that more than the file. Paths come out
 * absolute; those in the file start from its folder.
 * @throws ScriptwardenError SW_CONFIG_INVALID naming each setting that is wrong, and the rule
 */
export function loadConfig({ env, cwd, file, typed = new Map() }: ConfigSources): LoadedConfig {
  const named = env.SCRIPTWARDEN_CONFIG;
  const path = file ?? (named === '' ? undefined : named);
  const given = path === undefined ? {} : readConfigFile(resolve(cwd, path));
  const origins = new Map<string, Origin>();
  const values: Record<string, unknown> = structuredClone(given);
  for (const { name, path: keys } of settings) if (read(given, keys) !== undefined) origins.set(name, 'file');
  const layers: [Origin, ReadonlyMap<string, unknown>][] = [
    ['environment', environmentValues(settings, env)],
    ['command line', typed],
  ];
  for (const [origin, layer] of layers) {
    // Whoever names a folder means the embedded database, whatever a weaker source says.
    if (layer.has('dataDir') && !layer.has('databaseUrl') && origins.delete('databaseUrl')) {
      delete values.databaseUrl;
    }
    for (const [name, value] of layer) {
      write(values, name.split('.'), value);
      origins.set(name, origin);
    }
  }
  const checked = serviceConfig.safeParse(values);
  if (!checked.success) {
    throw invalidConfig(
      complaints(checked.error, settings, origins, (keys) => read(values, keys)),
      fixOf(values),
      checked.error,
    );
  }
  const base = (name: string): string =>
    path !== undefined && origins.get(name) === 'file' ? dirname(resolve(cwd, path)) : cwd;
  const { dataDir, analysis } = checked.data;
  const config = {
    ...checked.data,
    dataDir: resolve(base('dataDir'), dataDir),
    analysis: {
      ...analysis,
      model: analysis.model === null ? null : resolve(base('analysis.model'), analysis.model),
    },
  };
  return { config, warnings: strangeVariables(settings, env) };
}

function readConfigFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw invalidConfig(
      [`The configuration file "${path}" cannot be read (${why}).`],
      'Check its path and rights.',
      cause,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the text, which may hold a secret.
    throw invalidConfig(
      [`The configuration file "${path}" is not valid JSON${placeOf(cause)}.`],
      'Correct it there.',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalidConfig([`The configuration file "${path}" does not hold a JSON object.`]);
}

function placeOf(cause: unknown): string {
  const match = /line (\d+) column (\d+)/.exec(cause instanceof Error ? cause.message : '');
  return match ? ` (line ${match[1]}, column ${match[2]})` : '';
}

/** Kubernetes sets SCRIPTWARDEN_PORT to a URL for pods beside a service called scriptwarden. */
function fixOf({ port }: Record<string, unknown>): string | undefined {
  return typeof port === 'string' && port.startsWith('tcp://')
    ? 'Kubernetes set this variable for a service called scriptwarden: set `enableServiceLinks: false` in the pod, or name the service otherwise.'
    : undefined;
}

function read(values: unknown, keys: readonly string[]): unknown {
  let here = values;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

function write(values: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  let here = values;
  for (const key of keys.slice(0, -1)) {
    const inner = here[key];
    if (inner === undefined) here = here[key] = {} as Record<string, unknown>;
    else if (typeof inner === 'object' && inner !== null) here = inner as Record<string, unknown>;
    else return; // The schema refuses what stands here.
  }
  here[keys.at(-1)!] = value;
}
