import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Entry } from '../model.ts';
import type { SarifArtifact, SarifArtifactLocation } from './types.ts';

const maxUri = 2000;
const mimeTypes = { js: 'text/javascript', html: 'text/html' } as const;

/**
 * Where an input lies. Files below the caller's folder are relative, so that a report means the same in every checkout;
 * URLs of a crawl stay URLs; standard input has a name of its own.
 */
export function artifactLocation(path: string, cwd: string): SarifArtifactLocation {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path) && URL.canParse(path)) return { uri: urlOf(path) };
  if (path === '-') return { uri: 'stdin', uriBaseId: '%SRCROOT%' };
  const file = resolve(cwd, path.toWellFormed());
  const inside = relative(cwd, file);
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) {
    return { uri: pathToFileURL(file).href };
  }
  // The caller's folder itself: an empty reference would mean the report.
  const uri = inside === '' ? './' : inside.split(sep).map(encodeURIComponent).join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** Data URLs can be as long as the script itself; their beginning and hash say enough. */
function urlOf(url: string): string {
  const { href } = new URL(url);
  return href.length <= maxUri
    ? href
    : encodeURI(href.slice(0, maxUri).toWellFormed()).replace(/%25?[0-9a-f]?$/i, '');
}

export function artifactOf(entry: Entry, cwd: string): SarifArtifact {
  return {
    location: artifactLocation(entry.path, cwd),
    length: entry.bytes,
    roles: ['analysisTarget'],
    ...(entry.media !== 'other' && { mimeType: mimeTypes[entry.media] }),
    hashes: { 'sha-256': entry.sha256 },
  };
}
