import { pagePairs, type ChangeDraft, type ChangeRule } from '../draft.ts';
import {
  headerValue,
  securityHeaders,
  steadyValue,
  weakenings,
  type SecurityHeader,
} from '../headers/security-headers.ts';

/** Security headers added, removed, weakened or otherwise changed; one change for all pages that share it. */
export const headers: ChangeRule = (before, after) => {
  const drafts = new Map<string, ChangeDraft & { after: { pages: string[]; value: string | null } }>();
  for (const pair of pagePairs(before, after)) {
    for (const name of securityHeaders) {
      const [was, is] = [headerValue(pair.before.headers, name), headerValue(pair.after.headers, name)];
      if (was === is || (was !== null && is !== null && steadyValue(was) === steadyValue(is))) continue;
      const key = JSON.stringify([name, was && steadyValue(was), is && steadyValue(is)]);
      const known = drafts.get(key);
      if (known) known.after.pages.push(pair.after.url);
      else drafts.set(key, draft(name, was, is, pair.after.url));
    }
  }
  return [...drafts.values()].map(({ message, ...rest }) => ({
    ...rest,
    message: message.replace(
      '{pages}',
      rest.after.pages.length === 1 ? rest.after.pages[0]! : `${rest.after.pages.length} pages`,
    ),
  }));
};

type HeaderDraft = ChangeDraft & { after: { pages: string[]; value: string | null } };

function draft(name: SecurityHeader, was: string | null, is: string | null, page: string): HeaderDraft {
  const base = {
    subject: { type: 'header', id: name, url: page },
    before: was === null ? null : { value: was },
    after: { value: is, pages: [page] },
  } as const;
  if (was === null)
    return {
      ...base,
      after: { ...base.after, pages: [page] },
      kind: 'header-added',
      message: `Header ${name} is sent on {pages} now.`,
    };
  if (is === null)
    return {
      ...base,
      after: { ...base.after, pages: [page] },
      kind: 'header-removed',
      message: `Header ${name} is no longer sent on {pages}: visitors lost its protection.`,
    };
  const weaker = weakenings(name, was, is);
  return {
    ...base,
    after: { value: is, pages: [page] },
    kind: weaker.length > 0 ? 'header-weakened' : 'header-changed',
    message:
      weaker.length > 0
        ? `Header ${name} on {pages} protects less: it ${weaker.join('; ')}.`
        : `Header ${name} on {pages} changed without protecting less.`,
  };
}
