import type { AnyNode } from 'acorn';
import { unwrap, type FunctionNode } from '../ast.ts';
import { callbackUse } from './callbacks.ts';
import { calledFunctions, callersOf, returnsOf } from './calls.ts';
import { maxAlternatives, type Code } from './code.ts';

/** A text an expression may have; when not `complete`, only its beginning is known. */
export interface PossibleText {
  readonly text: string;
  readonly complete: boolean;
}

/**
 * The texts an expression may have: folding first, then the arguments of a parameter's callers, the branches of a
 * choice, the results of a local function, the values of a property stored under that name, a `+` of such.
 */
export function textsOf(code: Code, start: AnyNode, depth = 0): PossibleText[] {
  const node = unwrap(start);
  const folded = code.folder.fold(node);
  if (folded?.kind === 'text') {
    if (folded.complete || node.type !== 'BinaryExpression')
      return [{ text: folded.text, complete: folded.complete }];
  } else if (folded?.kind === 'number') return [{ text: String(folded.number), complete: true }];
  if (depth > 5) return [];
  const further = (next: AnyNode): PossibleText[] => textsOf(code, next, depth + 1);
  switch (node.type) {
    case 'Identifier': {
      const variable = code.variableOf(node);
      if (!variable) return [];
      const definitions = code.definitionsOf(variable).slice(0, maxAlternatives);
      const appended = definitions.some((definition) => definition.kind === 'appended');
      const found = definitions.flatMap((definition) => {
        if (definition.kind === 'value') return further(definition.node);
        if (definition.kind === 'element') return elementsOf(code, definition.node, depth);
        if (definition.kind !== 'parameter' || definition.property) return [];
        const use = callbackUse(code, definition.node as FunctionNode);
        if (use?.kind === 'items' && use.target && definition.index === (use.jquery ? 1 : 0))
          return elementsOf(code, use.target, depth);
        return callersOf(code, definition.node)
          .slice(0, 40)
          .flatMap((caller) => {
            const argument = caller.argumentFor(definition.index);
            return argument ? further(argument) : [];
          });
      });
      return limited(found.map((one) => (appended ? { ...one, complete: false } : one)));
    }
    case 'MemberExpression': {
      const name = code.folder.nameOf(node);
      if (name === null || /^\d+$/.test(name)) return elementsOf(code, node.object, depth);
      const values = code.valuesNamed(name);
      return values.length > 6 ? [] : limited(values.flatMap(further));
    }
    case 'ConditionalExpression':
      return limited([...further(node.consequent), ...further(node.alternate)]);
    case 'LogicalExpression':
      return limited([...further(node.left), ...further(node.right)]);
    case 'AssignmentExpression':
      return further(node.right);
    case 'BinaryExpression': {
      if (node.operator !== '+') return [];
      const left = further(node.left);
      const open = left.filter((one) => one.complete);
      if (open.length === 0) return left;
      const right = further(node.right);
      if (right.length === 0) return limited(left.map((one) => ({ ...one, complete: false })));
      return limited(
        open.flatMap((one) =>
          right.map((other) => ({ text: one.text + other.text, complete: other.complete })),
        ),
      );
    }
    case 'CallExpression': {
      const functions = calledFunctions(code, node.callee);
      return functions.length > 2
        ? []
        : limited(functions.flatMap((made) => returnsOf(code, made).flatMap(further)));
    }
    default:
      return [];
  }
}

function elementsOf(code: Code, list: AnyNode, depth: number): PossibleText[] {
  const folded = code.folder.fold(list);
  if (folded?.kind === 'list')
    return limited(
      folded.items.flatMap((item) =>
        item?.kind === 'text' ? [{ text: item.text, complete: item.complete }] : [],
      ),
    );
  const start = unwrap(list);
  const node = start.type === 'Identifier' ? (code.definitionOf(start)?.node ?? start) : start;
  if (node.type !== 'ArrayExpression') return [];
  return limited(
    node.elements.flatMap((element) =>
      element && element.type !== 'SpreadElement' ? textsOf(code, element, depth + 1) : [],
    ),
  );
}

function limited(found: PossibleText[]): PossibleText[] {
  return found.length <= 64 ? found : found.slice(0, 64);
}
