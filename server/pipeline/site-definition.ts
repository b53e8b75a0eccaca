import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';
import { loadSiteFile } from '../../crawler/index.ts';

/**
 * A site file as the store keeps it: checked, defaults filled in, secrets still as `${NAME}`, the path of a certificate
 * authority made absolute, since crawls do not know the folder it came from.
 * @throws ScriptwardenError what `loadSiteFile` throws; SW_SITE_INVALID when it has no name.
 */
export async function siteToStore(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ name: string; definition: SiteFile }> {
  const checked = await loadSiteFile(file, env);
  if (checked.name === undefined) {
    throw new ScriptwardenError('SW_SITE_INVALID', {
      message: `The site file "${file}" is not valid: name: it is missing.`,
      fix: 'Give the site a name: stored sites are called by it.',
    });
  }
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  const given = JSON.parse(text) as Partial<SiteFile>;
  const definition: SiteFile = {
    ...checked,
    ...given,
    // Whose defaults were filled in.
    budgets: checked.budgets,
    cookies: checked.cookies.map((cookie, index) => ({ ...cookie, ...given.cookies?.[index] })),
    ...(checked.ca !== undefined && { ca: resolve(dirname(file), given.ca ?? checked.ca) }),
  };
  return { name: checked.name, definition };
}
