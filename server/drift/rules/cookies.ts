import type { Cookie } from '../../../core/schema/index.ts';
import { added, type ChangeRule } from '../draft.ts';
import type { SiteState } from '../state.ts';

export const cookieAdded: ChangeRule = (before, after) =>
  added(cookiesOf(before), cookiesOf(after), keyOf).map((cookie) => ({
    kind: 'cookie-added',
    subject: { type: 'cookie', id: keyOf(cookie), url: cookie.page },
    message: `Cookie ${cookie.name} of ${cookie.domain} is new, set by ${cookie.setBy === 'script' ? 'a script' : cookie.setBy.replace(/[?#].*$/, '')}.`,
    before: null,
    after: attributes(cookie),
  }));

export const cookieRemoved: ChangeRule = (before, after) =>
  added(cookiesOf(after), cookiesOf(before), keyOf).map((cookie) => ({
    kind: 'cookie-removed',
    subject: { type: 'cookie', id: keyOf(cookie), url: cookie.page },
    message: `Cookie ${cookie.name} of ${cookie.domain} is no longer set.`,
    before: attributes(cookie),
    after: null,
  }));

function cookiesOf(state: SiteState): (Cookie & { page: string })[] {
  return state.pages.flatMap((page) => page.cookies.map((cookie) => ({ ...cookie, page: page.url })));
}

/** Names that carry an id of the visit (`_hjSession_82731`, `cart-8f3a09…`) are one cookie: digits and hex runs do not count. */
function keyOf(cookie: Cookie): string {
  return `${cookie.name.replace(/[0-9a-f]{8,}|\d{3,}/gi, '*')} ${cookie.domain.replace(/^\./, '')}`;
}

function attributes({ name, domain, path, secure, httpOnly, sameSite, session, setBy }: Cookie): object {
  return {
    name,
    domain,
    path,
    secure,
    httpOnly,
    ...(sameSite !== undefined && { sameSite }),
    session,
    setBy,
  };
}
