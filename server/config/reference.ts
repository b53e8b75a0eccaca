import { z } from 'zod';
import type { Setting } from './setting.ts';

/**
 * The settings as the tables of docs/reference/configuration.md: one for those at the top, one for each group. A test
 * compares them with the page.
 */
export function referenceTables(settings: readonly Setting[]): string {
  const groups = Map.groupBy(settings, ({ path }) => path.slice(0, -1).join('.'));
  return [...groups]
    .map(([group, members]) => {
      const head = `### ${group === '' ? 'General' : group}`;
      const rows = members.map(row);
      return [
        head,
        '',
        '| setting | variable | default | rule | meaning |',
        '| --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function row(one: Setting): string {
  const { name, env, about, secret, unset } = one;
  const variable = secret ? `\`${env}\`, \`${env}_FILE\`` : `\`${env}\``;
  const meaning = secret ? `${about} Secret.` : about;
  return `| \`${name}\` | ${variable} | ${unset ?? defaultOf(one)} | ${ruleOf(one)} | ${meaning.replaceAll('|', '\\|')} |`;
}

function defaultOf({ schema }: Setting): string {
  const value: unknown = schema.parse(undefined);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((item) => `\`${String(item)}\``).join(', ');
  return value === null ? 'none' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
}

/** What the schema takes, in a few words. */
function ruleOf({ schema, kind, name }: Setting): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonRule;
  const rule = json.anyOf?.find(({ type }) => type !== 'null') ?? json;
  if (rule.enum) return rule.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (kind === 'number') return `${rule.minimum ?? ''} to ${rule.maximum ?? ''}`;
  if (kind === 'flag') return '`true`, `false`';
  if (kind === 'list') return `list of ${items[name] ?? 'texts'}`;
  return 'text';
}

interface JsonRule {
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  anyOf?: JsonRule[];
}

const items: Record<string, string> = {
  allowedHosts: 'host names',
  trustedProxies: 'networks (CIDR)',
  allowNetworks: 'networks (CIDR)',
};
