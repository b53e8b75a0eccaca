import { assign, groupBy, hashSorts, openSlots, slotAt, vanishedScripts, type Decisions } from './match.ts';
import type { KnownScript } from './types.ts';

/**
 * Scripts loaded by URL. Equal templates are one script when the template holds no `*`. Where it does, several scripts
 * may share it (`chunk-*.js`): they are told apart by address and likeness, then paired in document order.
 */
export function matchByUrl(decisions: Decisions): void {
  const groups = groupBy(openSlots(decisions, 'url'), (position) => decisions.templates[position] ?? '');
  for (const [template, positions] of groups) {
    const known = decisions.index.withTemplate(template);
    if (known.length === 0) continue;
    if (!template.includes('*')) {
      for (const position of positions) assign(decisions, position, known[0]!.id);
      continue;
    }
    const left = [...groupBy(positions, (position) => slotAt(decisions, position).url ?? '').values()].filter(
      (unit) => !matchUnitByHash(decisions, unit, known),
    );
    const free = known.filter((script) => !decisions.seen.has(script.id));
    // With one script and one address there is nothing to mix up; else only scripts that are gone can have changed address.
    const vanished = vanishedScripts(decisions);
    const heirs =
      known.length === 1 && left.length === 1 ? free : free.filter((script) => vanished.has(script.id));
    left.slice(0, heirs.length).forEach((unit, order) => {
      for (const position of unit) assign(decisions, position, heirs[order]!.id);
    });
  }
}

/** All places of one address are one script: the first likeness decides. */
function matchUnitByHash(
  decisions: Decisions,
  unit: readonly number[],
  known: readonly KnownScript[],
): boolean {
  for (const sort of hashSorts) {
    for (const position of unit) {
      const hash = slotAt(decisions, position)[sort];
      const like = hash && known.find((script) => script.versions.some((version) => version[sort] === hash));
      if (!like) continue;
      for (const place of unit) assign(decisions, place, like.id);
      return true;
    }
  }
  return false;
}
