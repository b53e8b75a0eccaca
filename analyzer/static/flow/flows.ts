import type { AnyNode } from 'acorn';
import type { Code } from './code.ts';
import { hostsOf } from './hosts.ts';
import type { Origins } from './origin.ts';
import { maxLabels, Propagation, type Reached } from './propagate.ts';
import { textsOf } from './texts.ts';
import type { Flow, Source } from './types.ts';

const maxFlows = 100;
const maxSteps = 12;

/** Operations that following fields, forms, keys and wallets may cost: about one for each node of the script. */
const strongBudget = (nodes: number): number => Math.min(200_000, 4000 + nodes);
/** Cookies, storage and values of unknown elements are read by every other library; they get what is cheap. */
const weakBudget = (nodes: number): number => Math.min(3000, 500 + (nodes >> 4));

const maxSources = 2000;

/** What a visitor types comes first: it gets labels of its own and the larger budget. */
function isStrong(source: Source): boolean {
  return (
    source.fields.length > 0 ||
    source.kind === 'wallet' ||
    source.kind === 'clipboard' ||
    source.kind === 'request'
  );
}

/** Payment fields first, then whole forms and persons. */
function rank(source: Source): number {
  if (source.topic === 'payment') return 0;
  return source.topic === 'every' || source.topic === 'personal' ? 1 : 2;
}

/** Every way out that data of these sources reaches, in source order. */
export function flowsOf(
  code: Code,
  origins: Origins,
  all: readonly Source[],
): { flows: Flow[]; stashes: Flow[]; partial: boolean } {
  const strong = all.filter(isStrong).sort((left, right) => rank(left) - rank(right));
  const sources = [...strong, ...all.filter((source) => !isStrong(source))].slice(0, maxSources);
  const propagation = new Propagation(code, origins);
  const { count } = code.tree;
  const isWhole = propagation.run(sources.slice(0, strong.length), 0, strongBudget(count));
  // What this budget cuts is no loss that a reader of the analysis must know of.
  if (isWhole) propagation.run(sources.slice(strong.length), strong.length, weakBudget(count));
  const described = (places: Iterable<Reached>): Flow[] =>
    [...places]
      .sort((left, right) => left.sink.node.start - right.sink.node.start)
      .slice(0, maxFlows)
      .map((reached) => flowOf(code, propagation, sources, reached));
  return {
    flows: described(propagation.reached.values()),
    stashes: described(propagation.stashed.values()),
    partial: !isWhole,
  };
}

function flowOf(code: Code, propagation: Propagation, all: readonly Source[], reached: Reached): Flow {
  const path = propagation.pathTo(reached.through);
  const sources: Source[] = [];
  for (let label = 0; label < Math.min(maxLabels - 1, all.length); label++)
    if ((reached.mask & (1 << label)) !== 0) sources.push(all[label]!);
  if ((reached.mask & (1 << (maxLabels - 1))) !== 0) sources.push(...all.slice(maxLabels - 1));
  const transforms = new Set<string>();
  for (const node of path) {
    const name = propagation.transforms.get(node);
    if (name) transforms.add(name);
  }
  const hosts = new Set(reached.sink.addresses.flatMap((address) => hostsOf(code, address)));
  return {
    sources,
    transforms: [...transforms].sort(),
    sink: reached.sink,
    hosts: [...hosts].sort(),
    sameSite: hosts.size === 0 && isOwnPath(code, reached.sink.addresses),
    steps: thinned([...path, reached.sink.node]),
  };
}

/** The first and last steps, and evenly some between. */
function thinned(path: readonly AnyNode[]): AnyNode[] {
  if (path.length <= maxSteps) return [...path];
  return Array.from(
    { length: maxSteps },
    (_, index) => path[Math.round((index * (path.length - 1)) / (maxSteps - 1))]!,
  );
}

/** Whether all addresses begin like a path: `/checkout/pay`, `./x`, `?q=`. */
function isOwnPath(code: Code, addresses: readonly AnyNode[]): boolean {
  return (
    addresses.length > 0 &&
    addresses.every((address) => {
      const texts = textsOf(code, address);
      return (
        texts.length > 0 &&
        texts.every(({ text }) => /^(?:\/(?!\/)|\.{1,2}\/|\?|#|[\w-]+(?:\/|$))/.test(text))
      );
    })
  );
}
