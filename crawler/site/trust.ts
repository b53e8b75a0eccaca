import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { connect, rootCertificates } from 'node:tls';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';
import type { Dial } from '../egress/index.ts';

/**
 * The public keys (SHA-256 of their SubjectPublicKeyInfo, base64) of the site's own https hosts, as far as their
 * certificates are valid under the site file's certificate authority.
 *
 * Chrome has no flag that adds an authority for one run. It can be told keys whose certificates to accept; so each
 * own host is asked for its certificate first, Node checks it against the authority, and only a key that passed
 * is named to the browser. A host whose certificate fails keeps failing in the browser.
 *
 * @throws ScriptwardenError SW_SITE_INVALID when the file is missing or holds no certificate
 */
export async function trustedKeys(
  site: SiteFile,
  baseDir: string,
  dial: Dial,
  onMismatch: (host: string) => void,
): Promise<string[]> {
  if (site.ca === undefined) return [];
  const ca = await readAuthority(resolve(baseDir, site.ca));
  const starts = site.startUrls.map((url) => new URL(url)).filter(({ protocol }) => protocol === 'https:');
  const origins = new Map(
    starts.map((url) => [url.host, { host: url.hostname, port: Number(url.port) || 443 }]),
  );
  for (const host of site.hosts) if (!origins.has(host)) origins.set(host, { host, port: 443 });
  const keys = await Promise.all(
    [...origins.values()].map(async ({ host, port }) => {
      try {
        return await leafKey(host, port, ca, dial);
      } catch {
        onMismatch(host);
        return null;
      }
    }),
  );
  return keys.filter((key) => key !== null);
}

async function readAuthority(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (cause) {
    throw new ScriptwardenError('SW_SITE_INVALID', {
      message: `"${file}", the site file's ca, is no readable PEM file with a certificate.`,
      fix: 'Give the path of the authority in PEM form (-----BEGIN CERTIFICATE-----), relative to the site file.',
      cause,
    });
  }
}

/** Rejects when the host does not answer or its certificate is not valid for it. */
async function leafKey(host: string, port: number, ca: string, dial: Dial): Promise<string> {
  const name = host.replace(/^\[|\]$/g, '');
  const socket = await dial(name, port);
  return new Promise((resolve, reject) => {
    const secure = connect({
      socket,
      host: name,
      ca: [...rootCertificates, ca],
      ...(isIP(name) ? {} : { servername: name }),
    });
    secure.setTimeout(10_000, () => secure.destroy(new Error('no answer in time')));
    secure.once('error', reject);
    secure.once('secureConnect', () => {
      const leaf = secure.getPeerX509Certificate();
      const key = leaf?.publicKey.export({ type: 'spki', format: 'der' });
      secure.destroy();
      if (key) resolve(createHash('sha256').update(key).digest('base64'));
      else reject(new Error('no certificate'));
    });
  });
}
