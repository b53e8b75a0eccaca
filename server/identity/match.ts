import type { IdentityInput, KnownScript, KnownVersion, SeenSlot, SlotClass } from './types.ts';

/** Looks known scripts up by what they have in common with a seen slot. Built once per crawl. */
export class KnownIndex {
  readonly byId = new Map<number, KnownScript>();
  readonly #byHash = new Map<string, KnownScript[]>();
  readonly #byTemplate = new Map<string, KnownScript[]>();

  constructor(known: readonly KnownScript[]) {
    for (const script of known) {
      this.byId.set(script.id, script);
      if (script.template) push(this.#byTemplate, script.template, script);
      const keys = new Set(script.versions.flatMap((version) => hashKeys(script.slot, version)));
      for (const key of keys) push(this.#byHash, key, script);
    }
  }

  /** Scripts of a class with an equal hash of one sort. */
  withHash(slot: SlotClass, sort: HashSort, hash: string): readonly KnownScript[] {
    return this.#byHash.get(`${slot}:${sort}:${hash}`) ?? [];
  }

  withTemplate(template: string): readonly KnownScript[] {
    return this.#byTemplate.get(template) ?? [];
  }
}

/** From the surest likeness to the weakest. */
export const hashSorts = ['sha256', 'structureHash', 'shapeHash'] as const;
export type HashSort = (typeof hashSorts)[number];

function hashKeys(slot: SlotClass, version: KnownVersion): string[] {
  return hashSorts.flatMap((sort) => (version[sort] ? [`${slot}:${sort}:${version[sort]}`] : []));
}

/** What the rules share while they decide one crawl: who is taken, and where. */
export interface Decisions {
  readonly input: IdentityInput;
  readonly index: KnownIndex;
  /** For each seen slot: known id, negative index into created, or null while undecided. */
  readonly assigned: (number | null)[];
  /** Known scripts seen in this crawl. */
  readonly seen: Set<number>;
  readonly templates: readonly (string | null)[];
  readonly slots: readonly SlotClass[];
}

/** Records that a slot is a known script. */
export function assign(decisions: Decisions, slot: number, script: number): void {
  decisions.assigned[slot] = script;
  decisions.seen.add(script);
}

/** Slots of one class that nothing has claimed yet, by position. */
export function openSlots(decisions: Decisions, slot: SlotClass): number[] {
  return decisions.input.seen.flatMap((_, position) =>
    decisions.assigned[position] === null && decisions.slots[position] === slot ? [position] : [],
  );
}

/** Whether a known script was on some page that this crawl reached, and is on none of those now: it may have moved. */
export function vanishedScripts(decisions: Decisions): Set<number> {
  const vanished = new Set<number>();
  for (const scripts of decisions.input.pages.values())
    for (const script of scripts) if (!decisions.seen.has(script)) vanished.add(script);
  return vanished;
}

/** Groups items by a key, in order of first appearance. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) push(groups, keyOf(item), item);
  return groups;
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

/** The slot a position stands for. */
export function slotAt(decisions: Decisions, position: number): SeenSlot {
  return decisions.input.seen[position]!;
}
