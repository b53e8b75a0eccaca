import { assign, groupBy, hashSorts, openSlots, slotAt, vanishedScripts, type Decisions } from './match.ts';
import type { SlotClass } from './types.ts';

/**
 * Scripts without an address. Equal body, structure or shape (in this order) is the same script wherever on the site
 * it stands: one snippet on many pages, one template with a token per request.
 */
export function matchByContent(decisions: Decisions, slot: SlotClass): void {
  for (const sort of hashSorts) {
    for (const position of openSlots(decisions, slot)) {
      const { page, [sort]: hash } = slotAt(decisions, position);
      if (!hash) continue;
      const alike = decisions.index.withHash(slot, sort, hash);
      const here = decisions.input.pages.get(page) ?? [];
      const best = alike.find((script) => here.includes(script.id)) ?? alike[0];
      if (best) assign(decisions, position, best.id);
    }
  }
}

/**
 * What is left may be an old script with a new body: when it stands between the same neighbours as one that is gone,
 * it takes that one's place. Something extra between two neighbours that stayed is a new script.
 */
export function matchByPosition(decisions: Decisions, slot: SlotClass): void {
  const vanished = vanishedScripts(decisions);
  const pages = groupBy(
    decisions.input.seen.map((_, position) => position),
    (position) => slotAt(decisions, position).page,
  );
  const alike = groupBy(openSlots(decisions, slot), (position) => contentKey(decisions, position));
  for (const [page, all] of pages) {
    const before = (decisions.input.pages.get(page) ?? []).filter(
      (id) => decisions.index.byId.get(id)?.slot === slot,
    );
    if (!before.some((id) => vanished.has(id))) continue;
    const now = all.filter((position) => decisions.slots[position] === slot);
    for (const [position, script] of pairGaps(now, before, decisions.assigned, vanished)) {
      // One body on many pages is one script: what one page decides, holds for all.
      for (const other of alike.get(contentKey(decisions, position)) ?? [])
        if (decisions.assigned[other] === null) assign(decisions, other, script);
      vanished.delete(script);
    }
  }
}

/** Equal for slots that are surely one script. */
export function contentKey(decisions: Decisions, position: number): string {
  const { shapeHash, structureHash, sha256 } = slotAt(decisions, position);
  return shapeHash ?? structureHash ?? sha256;
}

/** Pairs unassigned positions with vanished scripts between the same two anchors, in order. */
function pairGaps(
  now: readonly number[],
  before: readonly number[],
  assigned: readonly (number | null)[],
  vanished: ReadonlySet<number>,
): [position: number, script: number][] {
  const pairs: [number, number][] = [];
  let cursor = 0;
  for (const position of now) {
    const script = assigned[position];
    if (script !== null && script !== undefined) {
      const anchor = before.indexOf(script, cursor);
      if (anchor >= 0) cursor = anchor + 1;
      continue;
    }
    const candidate = before[cursor];
    // The next one in the old order must be gone; a neighbour that stayed closes the gap.
    if (candidate === undefined || !vanished.has(candidate)) continue;
    pairs.push([position, candidate]);
    cursor++;
  }
  return pairs;
}
