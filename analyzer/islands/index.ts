import type { Facts } from '../static/facts.ts';
import { weighSigns } from '../standout.ts';
import { disguises } from '../trace/called-for.ts';
import type { Tree } from '../static/tree/index.ts';
import { componentsOf, lengthOf, reachOf, type Component } from './components.ts';
import { statementListsOf } from './lists.ts';

/** A part of a script that neither uses the code around it nor is used by it. */
export interface Island {
  /** Its statements, a line break between those that stand apart. */
  readonly text: string;
  /** Offset in the script of an offset in `text`. */
  toScript(offset: number): number;
}

const limits = {
  /** Characters of a script that is searched: what is shorter, its numbers show well enough. */
  script: 4_000,
  least: 80,
  most: 60_000,
  /** An island as large as this share of the script is the script. */
  share: 0.6,
  /** Small neighbours may be one guest, whose statements share nothing but the page: they are also looked at together. */
  neighbour: 6_000,
  together: 16_000,
  /** Islands looked at more closely. */
  islands: 3,
} as const;
/** Nodes looked through for shared names, as a multiple of the script's: functions inside functions are met again and again. */
const maxPasses = 12;
/** Of the signs that stand together in an island; as `standoutOf` asks of a place. */
const leastWeight = 4;
/** What hidden names and payloads add to that. */
const disguiseWeight = 3;
/** Of two islands with the same signs the smaller is worth more: so much for each doubling of its nodes beyond 50. */
const sizeWeight = 1.5;
/** Characters: the functions of so small an island are not searched for more. */
const whole = 8_000;

interface Candidate {
  readonly statements: readonly number[];
  /** The signs that occur in it, a bit each. */
  readonly mask: number;
  readonly worth: number;
}

/**
 * The islands of a script that deserve a look of their own: malice put into an innocent library is one, wherever it was put, and
 * its signs must not drown in the library's. At most three, those with most signs of an attack first. Pure.
 */
export function islandsOf({ text, tree, scopes, vocabulary }: Facts): Island[] {
  if (!tree || !scopes || text.length < limits.script) return [];
  const reach = reachOf(tree, scopes);
  const covered: { from: number; to: number }[] = [];
  const candidates: Candidate[] = [];
  let remaining = maxPasses * tree.count;
  for (const list of statementListsOf(tree)) {
    remaining -= tree.ends[list.statements.at(-1)!]! - list.statements[0]!;
    if (remaining < 0) break;
    if (covered.some(({ from, to }) => from <= list.scope && list.scope < to)) continue;
    const components = componentsOf(tree, scopes, reach, list);
    for (const { statements, length } of [
      ...components.filter(({ isBound }) => !isBound),
      ...neighboursOf(tree, list.statements, components),
    ]) {
      if (length < limits.least || length > Math.min(limits.most, text.length * limits.share)) continue;
      const mask = maskOf(tree, vocabulary.masks, statements);
      if (weighSigns(mask) < leastWeight) continue;
      candidates.push({ statements, mask, worth: worthOf(text, tree, statements, mask) });
      if (length < whole) for (const at of statements) covered.push({ from: at, to: tree.ends[at]! });
    }
  }
  candidates.sort((one, other) => other.worth - one.worth || one.statements[0]! - other.statements[0]!);
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (chosen.length === limits.islands) break;
    if (!chosen.some((one) => one.mask === candidate.mask && overlap(tree, one, candidate)))
      chosen.push(candidate);
  }
  return chosen.map(({ statements }) => islandOf(text, tree, statements));
}

function worthOf(text: string, tree: Tree, statements: readonly number[], mask: number): number {
  let nodes = 0;
  let isDisguised = false;
  for (const at of statements) {
    const { start, end } = tree.nodes[at]!;
    nodes += tree.ends[at]! - at;
    isDisguised ||= disguises.test(text.slice(start, end));
  }
  return weighSigns(mask) + (isDisguised ? disguiseWeight : 0) - sizeWeight * Math.log2(1 + nodes / 50);
}

/** Runs of small unbound components that stand side by side. */
function neighboursOf(
  tree: Tree,
  statements: readonly number[],
  components: readonly Component[],
): { statements: number[]; length: number }[] {
  const componentAt = new Map(components.flatMap((one) => one.statements.map((at) => [at, one] as const)));
  const runs: { statements: number[]; length: number; components: Set<Component> }[] = [];
  let run: (typeof runs)[number] | null = null;
  for (const statement of statements) {
    const component = componentAt.get(statement)!;
    const length = lengthOf(tree, statement);
    if (component.isBound || component.length > limits.neighbour) run = null;
    else if (run && run.length + length <= limits.together) {
      run.statements.push(statement);
      run.components.add(component);
      run.length += length;
    } else runs.push((run = { statements: [statement], length, components: new Set([component]) }));
  }
  return runs.filter((one) => one.components.size > 1);
}

function maskOf({ ends, textIds }: Tree, masks: Uint32Array, statements: readonly number[]): number {
  let mask = 0;
  for (const statement of statements)
    for (let index = statement; index < ends[statement]!; index++)
      if (textIds[index]! >= 0) mask |= masks[textIds[index]!]!;
  return mask;
}

function overlap(tree: Tree, one: Candidate, other: Candidate): boolean {
  const end = (candidate: Candidate): number => tree.ends[candidate.statements.at(-1)!]!;
  return one.statements[0]! < end(other) && other.statements[0]! < end(one);
}

function islandOf(text: string, { nodes, ends }: Tree, statements: readonly number[]): Island {
  /** Where pieces begin in the island and in the script. */
  const pieces: { at: number; start: number; end: number }[] = [];
  let at = 0;
  for (const [place, statement] of statements.entries()) {
    const { start, end } = nodes[statement]!;
    const last = pieces.at(-1);
    if (last && ends[statements[place - 1]!] === statement) {
      at += end - last.end;
      last.end = end;
      continue;
    }
    if (last) at++;
    pieces.push({ at, start, end });
    at += end - start;
  }
  return {
    text: pieces.map(({ start, end }) => text.slice(start, end)).join('\n'),
    toScript(offset) {
      const piece = pieces.findLast((one) => one.at <= offset) ?? pieces[0]!;
      return Math.min(piece.end, piece.start + offset - piece.at);
    },
  };
}
