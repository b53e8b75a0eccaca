import { readFile } from 'node:fs/promises';
import { parseNetworks } from '../../core/egress/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { siteFile, type SiteFile } from '../../core/schema/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks a site file.
 *
 * @throws ScriptwardenError SW_INPUT_NOT_FOUND, SW_SITE_INVALID, SW_SITE_SECRET_MISSING or SW_JOURNEYS_UNSUPPORTED
 */
export async function loadSiteFile(path: string, env: Environment = process.env): Promise<SiteFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message: `The site file "${path}" does not exist or cannot be read.`,
      fix: 'Check the path; relative paths start at the folder you call from.',
      cause,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's own message quotes the text around the fault, perhaps a secret.
    throw invalid(
      path,
      'it is not JSON',
      'Write one JSON object, for example {"startUrls": ["https://shop.example/"]}.',
    );
  }
  return parseSite(json, path, env);
}

/**
 * Checks a site given as data. Strings may take secrets from the environment as `${NAME}`; messages name fields and
 * rules, never values.
 *
 * @param path how messages name the site
 * @throws ScriptwardenError as loadSiteFile, except SW_INPUT_NOT_FOUND
 */
export function parseSite(json: unknown, path: string, env: Environment = process.env): SiteFile {
  const result = siteFile.safeParse(expand(json, path, env));
  if (!result.success) {
    const [issue] = result.error.issues;
    const field = issue && issue.path.length > 0 ? issue.path.map(String).join('.') : 'the whole';
    throw invalid(
      path,
      `${field}: ${issue?.message ?? 'wrong'}`,
      `Put ${field} right; the reference lists every field.`,
    );
  }
  const site = result.data;
  if (site.journeys && site.journeys.length > 0) {
    throw new ScriptwardenError('SW_JOURNEYS_UNSUPPORTED', {
      message: `The site file "${path}" declares journeys, which this version does not run.`,
      fix: 'Take "journeys" out: the crawl then follows links, cart and checkout first.',
    });
  }
  checkNetworks(site, path);
  checkCookies(site, path);
  return site;
}

function checkNetworks({ allowNetworks }: SiteFile, path: string): void {
  for (const [index, network] of allowNetworks.entries()) {
    try {
      parseNetworks([network]);
    } catch {
      const field = `allowNetworks.${index}`;
      throw invalid(
        path,
        `${field}: neither an IP address nor a CIDR block`,
        `Write ${field} like 10.0.0.0/8 or 192.0.2.1.`,
      );
    }
  }
}

/** A cookie for a foreign host would be a secret given away. */
function checkCookies({ cookies, hosts, startUrls }: SiteFile, path: string): void {
  const own = new Set([
    ...startUrls.map((url) => new URL(url).hostname),
    ...hosts.map((host) => host.toLowerCase()),
  ]);
  for (const [index, { domain }] of cookies.entries()) {
    const host = domain?.replace(/^\./, '').toLowerCase();
    if (host === undefined || own.has(host)) continue;
    const field = `cookies.${index}.domain`;
    throw invalid(
      path,
      `${field}: not one of the site's own hosts`,
      'Add the host to "hosts", or take the domain out.',
    );
  }
}

/** `${NAME}` anywhere in a string value; `$${` stands for `${` itself. */
function expand(value: unknown, path: string, env: Environment): unknown {
  if (typeof value === 'string') {
    return value.replace(
      /\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g,
      (_, literal: string | undefined, name: string) => {
        if (literal !== undefined) return literal;
        const secret = env[name];
        if (secret !== undefined) return secret;
        throw new ScriptwardenError('SW_SITE_SECRET_MISSING', {
          message: `The site file "${path}" uses \${${name}}, and no environment variable ${name} is set.`,
          fix: `Set ${name} for this command, or take the reference out.`,
        });
      },
    );
  }
  if (Array.isArray(value)) return value.map((item) => expand(item, path, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, path, env)]));
}

function invalid(path: string, rule: string, fix: string): ScriptwardenError {
  return new ScriptwardenError('SW_SITE_INVALID', {
    message: `The site file "${path}" is not valid: ${rule}.`,
    fix,
  });
}
