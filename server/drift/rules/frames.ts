import { isSameSite } from '../../../core/egress/index.ts';
import { added, pagePairs, type ChangeDraft, type ChangeRule } from '../draft.ts';
import { isPaymentPage } from '../payment.ts';
import type { PageState } from '../state.ts';

/** Frames by address without query: new ones on a payment page may stand in for the real card form. */
export const frames: ChangeRule = (before, after) => {
  const drafts = new Map<string, ChangeDraft>();
  const pages = new Map<string, string[]>();
  for (const pair of pagePairs(before, after)) {
    for (const frame of added(children(pair.before), children(pair.after), (url) => url)) {
      pages.set(frame, [...(pages.get(frame) ?? []), pair.after.url]);
      const foreign = !isSameSite(hostOf(frame), hostOf(pair.after.url));
      drafts.set(`+${frame}`, {
        kind: 'frame-added',
        subject: { type: 'frame', id: frame, url: pair.after.url },
        message:
          foreign && isPaymentPage(pair.after)
            ? `A payment page shows a new frame from ${hostOf(frame)}: what visitors type there goes to that host.`
            : `A new frame ${frame} stands on ${pair.after.url}.`,
        before: null,
        after: { url: frame, pages: pages.get(frame) },
        reasons: foreign && isPaymentPage(pair.after) ? ['payment-page'] : [],
      });
    }
    for (const frame of added(children(pair.after), children(pair.before), (url) => url))
      drafts.set(`-${frame}`, {
        kind: 'frame-removed',
        subject: { type: 'frame', id: frame, url: pair.after.url },
        message: `Frame ${frame} no longer stands on ${pair.after.url}.`,
        before: { url: frame },
        after: null,
      });
  }
  return [...drafts.values()];
};

function children(page: PageState): string[] {
  return page.frames
    .filter((frame) => frame.parentId !== null && /^https?:/.test(frame.url))
    .map((frame) => frame.url.replace(/[?#].*$/, ''));
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
