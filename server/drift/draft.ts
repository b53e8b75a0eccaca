import type { Change, Evidence } from '../../core/schema/index.ts';
import type { Aggravation } from './severity.ts';
import type { SiteState } from './state.ts';

/** A change as a rule finds it; `compare` adds severity, identity, site and time. */
export interface ChangeDraft extends Pick<Change, 'kind' | 'subject' | 'message' | 'before' | 'after'> {
  reasons?: readonly Aggravation[];
  evidence?: readonly Evidence[];
}

/** One kind of comparison. Pure. */
export type ChangeRule = (before: SiteState, after: SiteState) => ChangeDraft[];

/** `a, b and 3 more`: a list that fits into a sentence. */
export function listed(items: readonly string[], most = 3): string {
  if (items.length <= most)
    return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

/** What is in `after` and not in `before`, by key. */
export function added<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const known = new Set(before.map(keyOf));
  const seen = new Set<string>();
  return after.filter((item) => {
    const key = keyOf(item);
    if (known.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Pairs of pages that both states know, and pages only the later one knows (with null before). */
export function pagePairs(
  before: SiteState,
  after: SiteState,
): { before: SiteState['pages'][number]; after: SiteState['pages'][number] }[] {
  const known = new Map(before.pages.map((page) => [page.key, page]));
  return after.pages.flatMap((page) => {
    const old = known.get(page.key);
    return old && old !== page ? [{ before: old, after: page }] : [];
  });
}
