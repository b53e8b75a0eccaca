import { settings } from './load.ts';
import type { ServiceConfig } from './schema.ts';

/** The settings in force, as one JSON document; of secrets only whether they are set. */
export function showConfig(config: ServiceConfig): string {
  const shown = structuredClone(config) as Record<string, unknown>;
  for (const { path, secret } of settings) {
    const last = path.at(-1)!;
    const group = path.slice(0, -1).reduce((here, key) => here[key] as Record<string, unknown>, shown);
    if (secret && group[last] !== null) group[last] = '[set]';
  }
  return JSON.stringify(shown, null, 2);
}

/** Every secret value in force: what a log must never hold. */
export function secretValues(config: ServiceConfig): string[] {
  const values = settings.flatMap(({ path, secret }) => {
    const value = path.reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], config);
    // Keys may be several; each of them is a secret.
    return secret && typeof value === 'string' ? [value, ...value.split(/[\s,]+/)] : [];
  });
  return [...new Set(values)];
}
