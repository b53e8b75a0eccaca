import { Kind, kindNames } from '../../tree/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale, ratio, rates } from '../scale.ts';

const sizes = [
  'nodes',
  'max-depth',
  'mean-depth',
  'functions',
  'largest-function-share',
  'mean-function',
  'top-level-statements',
  'largest-statement-share',
  'largest-array',
  'largest-call',
  'largest-sequence',
] as const;

/** How the tree is built: how often each node type occurs, how deep it is, how its functions are sized. */
export const treeShape = {
  name: 'tree-shape',
  version: 1,
  features: [...sizes, ...kindNames.map((name) => `rate-${name}`)],
  extract({ tree }) {
    const byKind = new Uint32Array(kindNames.length);
    if (!tree) return new Array<number>(sizes.length + kindNames.length).fill(0);
    const { count, kinds, depths, ends, parents } = tree;
    let depthSum = 0;
    let maxDepth = 0;
    let functions = 0;
    let largestFunction = 0;
    let functionSum = 0;
    let statements = 0;
    let largestStatement = 0;
    const children = new Uint32Array(count);
    let largestArray = 0;
    let largestCall = 0;
    let largestSequence = 0;
    for (let index = 0; index < count; index++) {
      const kind = kinds[index]!;
      byKind[kind]!++;
      const depth = depths[index]!;
      depthSum += depth;
      if (depth > maxDepth) maxDepth = depth;
      const parent = parents[index]!;
      if (parent >= 0) {
        const siblings = ++children[parent]!;
        const around = kinds[parent]!;
        if (around === Kind.ArrayExpression) largestArray = Math.max(largestArray, siblings);
        else if (around === Kind.CallExpression) largestCall = Math.max(largestCall, siblings);
        else if (around === Kind.SequenceExpression) largestSequence = Math.max(largestSequence, siblings);
      }
      if (
        kind === Kind.FunctionExpression ||
        kind === Kind.FunctionDeclaration ||
        kind === Kind.ArrowFunctionExpression
      ) {
        const size = ends[index]! - index;
        functions++;
        functionSum += size;
        if (size > largestFunction) largestFunction = size;
      }
      if (depth === 1) {
        statements++;
        largestStatement = Math.max(largestStatement, ends[index]! - index);
      }
    }
    return [
      logScale(count),
      logScale(maxDepth),
      ratio(depthSum, count),
      logScale(functions),
      ratio(largestFunction, count),
      logScale(ratio(functionSum, functions)),
      logScale(statements),
      ratio(largestStatement, count),
      logScale(largestArray),
      logScale(largestCall),
      logScale(largestSequence),
      ...rates(byKind, count),
    ];
  },
} satisfies FeatureGroup;
