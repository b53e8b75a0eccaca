import { getDomain } from 'tldts';
import { hostsInText } from '../../analyzer/static/vocabulary/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import type { Analysis } from '../../core/schema/index.ts';
import type { Sample } from './sample.ts';

/** Whether a caught skimmer holds a host that it may send to, and whether the analysis says one. */
export interface Destination {
  readonly holdsHost: boolean;
  /** A reason names it. */
  readonly namesHost: boolean;
  /** A reason names it, or it stands in the list of hosts. */
  readonly listsHost: boolean;
}

/** Where everybody's libraries, fonts and document types come from: naming one of these says nothing. */
const ordinary =
  /(?:^|\.)(?:cdnjs\.cloudflare\.com|jsdelivr\.net|unpkg\.com|jquery\.(?:com|org)|(?:ajax|fonts)\.googleapis\.com|fonts\.gstatic\.com|aspnetcdn\.com|bootstrapcdn\.com|fontawesome\.com|w3\.org|schema\.org|mozilla\.org|(?:github|stackoverflow)\.com)$/;
/** The made-up page of the emulator. */
const decoy = /(?:^|\.)shop\.example$/;
/** A text that is nothing but a host name; endings that are no names of properties. */
const bareHost =
  /(["'`])((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:com|net|org|info|biz|ru|su|cn|top|site|online|shop|store|pw|xyz|io|co|eu|me|cc|tk|space|club|website|fun|icu|host|press|tech|pro|us|uk|de|fr|nl|invalid|test))\1/gi;

/**
 * What a sample holds is looked up apart from what the analysis says of it: addresses and host names in its source, in
 * strings that were decoded, and in requests of its run. Of a page, only scripts called malicious count.
 */
export function destinationOf(sample: Pick<Sample, 'text' | 'media'>, analysis: Analysis): Destination {
  const scripts = analysis.scripts ?? [analysis];
  const guilty = scripts.filter(({ verdict }) => verdict === 'malicious');
  const texts = [
    ...sourcesOf(sample, guilty),
    ...guilty.flatMap(({ explanation }) => explanation?.decoded.map((text) => `"${text}"`) ?? []),
  ];
  const held = [
    ...texts.flatMap(hostsOf),
    ...guilty.flatMap(({ explanation }) => explanation?.run?.requests.map(({ host }) => host) ?? []),
  ];
  const namesHost = analysis.evidence.some(({ host }) => host !== undefined && isTelling(host));
  return {
    holdsHost: namesHost || held.some(isTelling),
    namesHost,
    listsHost: namesHost || guilty.some(({ behaviour }) => behaviour.hosts.some(isTelling)),
  };
}

function sourcesOf({ text, media }: Pick<Sample, 'text' | 'media'>, guilty: readonly { sha256: string }[]) {
  if (media === 'js') return [text];
  const hashes = new Set(guilty.map((script) => script.sha256));
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script/gi)]
    .map(([, code]) => code!)
    .filter((code) => hashes.has(sha256(code)));
}

function hostsOf(text: string): string[] {
  return [...hostsInText(text), ...[...text.matchAll(bareHost)].map(([, , host]) => host!)];
}

function isTelling(hostAndPort: string): boolean {
  const host = hostAndPort.replace(/:\d*$/, '').toLowerCase();
  if (ordinary.test(host) || decoy.test(host)) return false;
  return /^\d+(?:\.\d+){3}$/.test(host) || getDomain(host) !== null;
}
