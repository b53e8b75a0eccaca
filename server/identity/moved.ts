import { assign, groupBy, openSlots, slotAt, vanishedScripts, type Decisions } from './match.ts';
import { generalise } from './url-template.ts';
import type { IdentityResult } from './types.ts';

/** Bodies below this many bytes are too plain (`void 0`) for an equal structure to mean the same file. */
const distinctiveBytes = 200;

/**
 * A script that is gone from its address while an equal structure appears at a new one has moved. When only folders of
 * the address differ, the pattern is learned, so that the next release needs no luck with the body.
 */
export function matchMoved(decisions: Decisions): Pick<IdentityResult, 'moved' | 'learned'> {
  const vanished = vanishedScripts(decisions);
  const moved: { id: number; key: string; template: string }[] = [];
  const learned: string[] = [];
  const addresses = groupBy(openSlots(decisions, 'url'), (position) => decisions.templates[position] ?? '');
  for (const [template, positions] of addresses) {
    const { structureHash, bytes } = slotAt(decisions, positions[0]!);
    if (!structureHash || bytes < distinctiveBytes) continue;
    const candidates = decisions.index
      .withHash('url', 'structureHash', structureHash)
      .filter((script) => vanished.has(script.id) && !decisions.seen.has(script.id));
    const [origin] = candidates;
    if (candidates.length !== 1 || !origin) continue;
    const pattern = origin.template ? generalise(origin.template, template) : null;
    if (pattern) learned.push(pattern);
    for (const position of positions) assign(decisions, position, origin.id);
    moved.push({ id: origin.id, key: pattern ?? template, template: pattern ?? template });
  }
  return { moved, learned: [...new Set(learned)] };
}
