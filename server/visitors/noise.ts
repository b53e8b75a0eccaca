import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isAddressAllowed, isLocalhostName } from '../../core/egress/index.ts';

const rule = z.strictObject({
  schemes: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*$/)).default([]),
  hosts: z.array(z.string().regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/)).default([]),
});

/** The form of noise.json: rules by the name they are counted under. */
const noiseFile = z.object({ about: z.string() }).catchall(rule);

export interface NoiseRules {
  /** Kind by scheme, without the colon. */
  schemes: ReadonlyMap<string, string>;
  hosts: ReadonlyMap<string, string>;
  /** Kind by everything below this name. */
  suffixes: ReadonlyMap<string, string>;
}

/** @throws ZodError when the data does not have the form. */
export function readNoiseRules(data: unknown): NoiseRules {
  const kinds = Object.entries(noiseFile.parse(data)).filter(([name]) => name !== 'about');
  const schemes = new Map<string, string>();
  const hosts = new Map<string, string>();
  const suffixes = new Map<string, string>();
  for (const [kind, of] of kinds as [string, z.infer<typeof rule>][]) {
    for (const scheme of of.schemes) schemes.set(scheme, kind);
    for (const host of of.hosts) {
      if (host.startsWith('*.')) suffixes.set(host.slice(2), kind);
      else hosts.set(host, kind);
    }
  }
  return { schemes, hosts, suffixes };
}

/** Known noise, from the data file beside this one. */
export const noiseRules: NoiseRules = readNoiseRules(
  JSON.parse(readFileSync(new URL('./noise.json', import.meta.url), 'utf8')),
);

/** The kind of noise a scheme is; null when it is none. */
export function noiseOfScheme(scheme: string, rules: NoiseRules = noiseRules): string | null {
  return rules.schemes.get(scheme.toLowerCase()) ?? null;
}

/** The kind of noise a host is, `local-address` included; null when it is none. */
export function noiseOfHost(host: string, rules: NoiseRules = noiseRules): string | null {
  const exact = rules.hosts.get(host);
  if (exact !== undefined) return exact;
  for (let name = host; name.includes('.');) {
    name = name.slice(name.indexOf('.') + 1);
    const kind = rules.suffixes.get(name);
    if (kind !== undefined) return kind;
  }
  return isLocalHost(host) ? 'local-address' : null;
}

/** Names and addresses that mean another machine for every visitor. */
export function isLocalHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$/.test(address) || address.includes(':')) return !isAddressAllowed(address);
  return (
    isLocalhostName(host) ||
    !host.includes('.') ||
    /\.(?:local|lan|internal|intranet|home|corp|localdomain|home\.arpa)\.?$/.test(host)
  );
}
