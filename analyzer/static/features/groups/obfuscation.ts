import type { Literal } from 'acorn';
import { globalName } from '../../scope/index.ts';
import { isBracketMember, Kind, Role } from '../../tree/index.ts';
import type { Facts } from '../../facts.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale, ratio } from '../scale.ts';

const noTree = new Array<number>(17).fill(0);

/** Signs that someone did not want the script to be read. None means guilt: most sites ship transformed code. */
export const obfuscation = {
  name: 'obfuscation',
  version: 1,
  features: [
    'hex-names',
    'hex-name-share',
    'short-locals',
    'mean-local-length',
    'global-share',
    'bracket-members',
    'bracket-strings',
    'number-density',
    'hex-numbers',
    'largest-number-array',
    'largest-string-array',
    'escape-overhead',
    'dispatchers',
    'called-at-once',
    'flag-literals',
    'calls-with-numbers',
    'sequence-share',
  ],
  extract: (facts) => (facts.tree && facts.scopes ? ofTree(facts) : noTree),
} satisfies FeatureGroup;

function ofTree({ tree, scopes, text }: Facts): readonly number[] {
  const { count, kinds, roles, parents, ends, nodes, textIds, texts } = tree!;
  const { bindings, bindingIds } = scopes!;
  let members = 0;
  let brackets = 0;
  let bracketStrings = 0;
  let numbers = 0;
  let hexNumbers = 0;
  let stringLength = 0;
  let writtenLength = 0;
  let references = 0;
  let globals = 0;
  let dispatchers = 0;
  let calledAtOnce = 0;
  let flags = 0;
  let calls = 0;
  let numberCalls = 0;
  let sequences = 0;
  let numberArray = 0;
  let stringArray = 0;
  for (let index = 0; index < count; index++) {
    const kind = kinds[index]!;
    const parent = parents[index]!;
    switch (kind) {
      case Kind.Identifier:
        if (roles[index] !== Role.name) {
          references++;
          if (bindingIds[index] === globalName) globals++;
        }
        break;
      case Kind.Literal: {
        const node = nodes[index] as Literal;
        const id = textIds[index]!;
        if (id >= 0) {
          stringLength += texts[id]!.length;
          writtenLength += node.end - node.start - 2;
          if (kinds[parent] === Kind.MemberExpression) bracketStrings++;
        } else if (typeof node.value === 'number') {
          numbers++;
          // 0x10, but not 0.5 or 0.
          if ((text.charCodeAt(node.start + 1) | 32) === 120) hexNumbers++;
          if (kinds[parent] === Kind.UnaryExpression) flags++;
          if (kinds[parent] === Kind.CallExpression && index > parent + 1) numberCalls++;
        }
        break;
      }
      case Kind.MemberExpression:
        members++;
        if (isBracketMember(tree!, index)) brackets++;
        break;
      case Kind.CallExpression:
        calls++;
        if (kinds[index + 1] === Kind.FunctionExpression || kinds[index + 1] === Kind.ArrowFunctionExpression)
          calledAtOnce++;
        break;
      case Kind.SequenceExpression:
        sequences++;
        break;
      case Kind.SwitchStatement:
        if (isInLoop(kinds, parents, index)) dispatchers++;
        break;
      case Kind.ArrayExpression: {
        // A leaf takes one place: an array of literals has as many descendants as elements.
        const size = ends[index]! - index - 1;
        if (size > 4 && kinds[index + 1] === Kind.Literal && kinds[ends[index]! - 1] === Kind.Literal) {
          if (textIds[index + 1]! >= 0) stringArray = Math.max(stringArray, size);
          else numberArray = Math.max(numberArray, size);
        }
        break;
      }
    }
  }
  let hexNames = 0;
  let short = 0;
  let nameLength = 0;
  for (const { name } of bindings) {
    if (name.startsWith('_0x')) hexNames++;
    if (name.length <= 2) short++;
    nameLength += name.length;
  }
  return [
    logScale(hexNames),
    ratio(hexNames, bindings.length),
    ratio(short, bindings.length),
    Math.min(32, ratio(nameLength, bindings.length)),
    ratio(globals, references),
    ratio(brackets, members),
    ratio(bracketStrings, members),
    ratio(numbers, count),
    ratio(hexNumbers, numbers),
    logScale(numberArray),
    logScale(stringArray),
    Math.min(8, ratio(writtenLength, stringLength)),
    logScale(dispatchers),
    ratio(calledAtOnce, calls),
    ratio(flags, count),
    ratio(numberCalls, calls),
    ratio(sequences, count),
  ];
}

/** A switch that is (in the block of) the body of a loop: flattened control flow looks so, state machines as well. */
function isInLoop(kinds: Uint8Array, parents: Int32Array, index: number): boolean {
  let parent = parents[index]!;
  if (kinds[parent] === Kind.BlockStatement) parent = parents[parent]!;
  const around = kinds[parent];
  return around === Kind.WhileStatement || around === Kind.ForStatement || around === Kind.DoWhileStatement;
}
