import type { ChangeDraft, ChangeRule } from '../draft.ts';
import type { SiteState } from '../state.ts';

/** Canaries seen on their way to a host that the site does not declare, where they did not go before. */
export const canaryLeaks: ChangeRule = (before, after) => {
  const known = new Set(leaksOf(before).map((leak) => leak.subject.id));
  return leaksOf(after).filter((leak) => !known.has(leak.subject.id));
};

/** One change per field and host. */
export function leaksOf(state: SiteState): ChangeDraft[] {
  const drafts = new Map<string, ChangeDraft>();
  for (const leak of state.leaks) {
    if (leak.expected) continue;
    const id = `${leak.field} ${leak.host}`;
    drafts.set(id, {
      kind: 'canary-leak',
      subject: { type: 'host', id, url: leak.url },
      message: `What was typed into ${leak.field} was sent to ${leak.host} (${leak.via}, ${leak.encoding}).`,
      before: null,
      after: leak,
      reasons: ['canary-leaked'],
    });
  }
  return [...drafts.values()];
}
