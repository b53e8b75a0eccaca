import { boundedKey } from './bounded-key.ts';
import { contentKey, matchByContent, matchByPosition } from './by-content.ts';
import { matchByUrl } from './by-url.ts';
import { groupBy, KnownIndex, slotAt, type Decisions } from './match.ts';
import { matchMoved } from './moved.ts';
import { slotClass, type IdentifyScripts, type IdentityResult, type NewScript } from './types.ts';
import { matchesPattern, urlTemplate } from './url-template.ts';

/**
 * Decides for every slot of a crawl which script of the site it is: the surest likeness first (address, then body,
 * structure, shape, then position), each step taking only what the ones before left. What nobody claims is new.
 */
export const identifyScripts: IdentifyScripts = (input) => {
  const index = new KnownIndex(input.known);
  const templates = new Map<string, string>();
  const templateOf = (url: string): string => {
    const template = urlTemplate(url);
    if (index.withTemplate(template).length > 0) return template;
    return input.patterns.find((pattern) => matchesPattern(template, pattern)) ?? template;
  };
  const slots = input.seen.map((slot) => slotClass(slot.kind, slot.url));
  const decisions: Decisions = {
    input,
    index,
    slots,
    assigned: input.seen.map(() => null),
    seen: new Set(),
    templates: input.seen.map((slot, position) => {
      if (slots[position] !== 'url' || slot.url === null) return null;
      const template = templates.get(slot.url) ?? templateOf(slot.url);
      templates.set(slot.url, template);
      return template;
    }),
  };
  for (const slot of ['inline', 'dynamic'] as const) matchByContent(decisions, slot);
  matchByUrl(decisions);
  const { moved, learned } = matchMoved(decisions);
  for (const slot of ['inline', 'dynamic'] as const) matchByPosition(decisions, slot);
  const created = createScripts(decisions);
  return {
    assigned: decisions.assigned.map(Number),
    created,
    moved: uniqueKeys(moved, input.known),
    learned,
  };
};

/** Makes one new script of each group of open slots that are surely one. */
function createScripts(decisions: Decisions): NewScript[] {
  const taken = new Set(decisions.input.known.map((script) => script.key));
  const created: NewScript[] = [];
  const open = decisions.assigned.flatMap((script, position) => (script === null ? [position] : []));
  const firstContent = new Map<string, string>();
  const groups = groupBy(open, (position) => {
    const template = decisions.templates[position];
    const content = contentKey(decisions, position);
    if (template === null || template === undefined) return `${decisions.slots[position]!}:${content}`;
    if (!template.includes('*')) return template;
    // Members of a family: one address is one script whatever it serves, and so is one content at several addresses.
    const { url } = slotAt(decisions, position);
    const shared = firstContent.get(url ?? '') ?? content;
    firstContent.set(url ?? '', shared);
    return `${template}#${shared}`;
  });
  for (const positions of groups.values()) {
    const first = positions[0]!;
    const { kind, page, sha256 } = slotAt(decisions, first);
    const template = decisions.templates[first] ?? null;
    const content = contentKey(decisions, first).slice(0, 16);
    const wanted = boundedKey(template ?? `${decisions.slots[first]!}:${content}`);
    const key = [wanted, `${wanted}#${content}`, `${wanted}#${sha256}`].find((name) => !taken.has(name));
    const unique = key ?? `${wanted}#${sha256}#${taken.size}`;
    taken.add(unique);
    created.push({
      key: unique,
      slot: decisions.slots[first]!,
      template,
      label: template ?? `${kind} on ${page}`,
    });
    for (const position of positions) decisions.assigned[position] = -created.length;
  }
  return created;
}

/** A moved script takes its new address as key only when no other script of the site has it. */
function uniqueKeys(
  moved: IdentityResult['moved'],
  known: readonly { id: number; key: string }[],
): IdentityResult['moved'] {
  const owners = new Map(known.map((script) => [script.key, script.id]));
  return moved.map((move) => {
    const wanted = boundedKey(move.key);
    const owner = owners.get(wanted);
    const key = owner === undefined || owner === move.id ? wanted : `${wanted}#moved-${move.id}`;
    owners.set(key, move.id);
    return { ...move, key };
  });
}
