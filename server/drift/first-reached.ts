import type { Change } from '../../core/schema/index.ts';
import type { SiteState } from './state.ts';

/**
 * Lowers to `info` what only looks new because it stands on pages that earlier crawls did not get to: an incomplete crawl
 * or a rotating list of products makes nothing appear. Malicious verdicts and leaks stay what they are. Pure.
 * @param firstReached keys of those pages
 */
export function quietenFirstReached(
  changes: readonly Change[],
  after: SiteState,
  firstReached: ReadonlySet<string>,
): Change[] {
  if (firstReached.size === 0) return [...changes];
  return changes.map((change) => {
    const pages = pagesShowing(change, after);
    if (pages.length === 0 || !pages.every((page) => firstReached.has(page))) return change;
    const message = `${change.message.replace(/\.$/, '')}; it stands only where no earlier crawl came.`;
    return { ...change, severity: 'info', message };
  });
}

function pagesShowing({ kind, subject, after: now }: Change, after: SiteState): readonly string[] {
  switch (kind) {
    case 'script-added':
      if ((now as { verdict?: string } | null)?.verdict === 'malicious') return [];
      return after.scripts.find((script) => script.id === subject.id)?.pages ?? [];
    case 'host-added':
      return after.pages
        .filter((page) => page.hosts.some((contact) => contact.host === subject.id))
        .map((page) => page.key);
    case 'cookie-added': {
      const { name, domain } = now as { name: string; domain: string };
      return after.pages
        .filter((page) => page.cookies.some((cookie) => cookie.name === name && cookie.domain === domain))
        .map((page) => page.key);
    }
    default:
      return [];
  }
}
