import { getDomain } from 'tldts';

/**
 * Whether a person finds a host in a text: as it is, made harmless for a report (`host[.]example`), or by the part that was
 * registered (`//s` + `.cdn.example` in two pieces hides nothing).
 */
export function isReadable(text: string, host: string): boolean {
  if (isWritten(text, host)) return true;
  const domain = getDomain(host, { allowPrivateDomains: true });
  return domain !== null && domain !== host && isWritten(text, domain);
}

const isWritten = (text: string, host: string): boolean =>
  text.includes(host) || (text.includes('[.]') && text.includes(host.replaceAll('.', '[.]')));
