import type { AnyNode } from 'acorn';
import type { Code } from './code.ts';
import { hostsOf } from './hosts.ts';
import type { Origins } from './origin.ts';
import { maxLabels, Propagation, type Reached } from './propagate.ts';
import { textsOf } from './texts.ts';
import type { Flow, Source } from './types.ts';

const maxFlows = 100;
const maxSteps = 12;

/** Operations for one script: enough for each of its nodes, and never more than this. */
const maxOperations = 400_000;

/** Sources of one kind that read the same fields are one; without this, a form of thirty fields fills the labels. */
function distinct(sources: readonly Source[]): Source[] {
  const ranked = [...sources].sort((left, right) => rank(left) - rank(right));
  return ranked.slice(0, 4000);
}

/** Named fields first: they get labels of their own. */
function rank(source: Source): number {
  if (source.topic === 'payment') return 0;
  if (source.topic === 'every' || source.topic === 'personal') return 1;
  return source.topic === 'other' ? 2 : 3;
}

/** Every way out that data of these sources reaches, worst source first. */
export function flowsOf(
  code: Code,
  origins: Origins,
  all: readonly Source[],
): { flows: Flow[]; stashes: Flow[]; partial: boolean } {
  const sources = distinct(all);
  const budget = Math.min(maxOperations, 2000 + code.tree.count * 4);
  const propagation = new Propagation(code, origins, budget);
  propagation.run(sources);
  const described = (places: Iterable<Reached>): Flow[] =>
    [...places]
      .sort((left, right) => left.sink.node.start - right.sink.node.start)
      .slice(0, maxFlows)
      .map((reached) => flowOf(code, propagation, sources, reached));
  return {
    flows: described(propagation.reached.values()),
    stashes: described(propagation.stashed.values()),
    partial: propagation.partial,
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
