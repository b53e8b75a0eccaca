import type { AnyNode, Identifier, MemberExpression } from 'acorn';
import { unwrap, type Call, type FunctionNode } from '../ast.ts';
import { arithmetic } from './arithmetic.ts';
import { callFunction, callMethod, maxLength } from './methods.ts';
import type { Value } from './value.ts';
import { asNumber, asText, listValue, numberValue, textValue } from './value.ts';

/** What folding must be told about names; keeps it free of how scopes are resolved. */
export interface Definitions {
  /** The only expression a name ever holds; null when there are several or none is known. */
  definitionOf(identifier: Identifier): { node: AnyNode; appended: boolean } | null;
  /** The function a call surely calls. */
  functionOf(callee: AnyNode): FunctionNode | null;
  /** `document.cookie`, `String.fromCharCode`: the path of a global, aliases followed. */
  pathOf(node: AnyNode): string | null;
}

export interface Folder {
  /** The constant value of an expression, or null. Same tree, same answer: budgets count steps. */
  fold(node: AnyNode): Value | null;
  /** The text, or the known beginning of the text, of an expression. */
  text(node: AnyNode | null): string | null;
  /** The text of an expression when all of it is known. */
  fullText(node: AnyNode | null): string | null;
  /** Name of a member, computed ones folded. */
  nameOf(member: MemberExpression): string | null;
}

const maxDepth = 60;
/** Parameters of the small functions being evaluated, by name; inner ones hide outer ones. */
type Frame = ReadonlyMap<string, Value | null> | null;

export function createFolder(definitions: Definitions, steps = 200_000): Folder {
  const known = new Map<AnyNode, Value | null>();
  let left = steps;

  function fold(node: AnyNode, depth = 0, frame: Frame = null): Value | null {
    if (node.type === 'Literal') return literal(node.value);
    if (node.type === 'TemplateElement') return null;
    if (--left < 0 || depth > maxDepth) return null;
    if (!frame) {
      const before = known.get(node);
      if (before !== undefined) return before;
      known.set(node, null); // a cycle ends here
    }
    const value = bounded(evaluate(unwrap(node), depth + 1, frame));
    if (!frame) known.set(node, value);
    return value;
  }

  function bounded(value: Value | null): Value | null {
    if (value?.kind === 'text') {
      left -= value.text.length >> 8;
      if (value.text.length > maxLength) return null;
    } else if (value?.kind === 'list') left -= value.items.length >> 4;
    return value;
  }

  function evaluate(node: AnyNode, depth: number, frame: Frame): Value | null {
    switch (node.type) {
      case 'Literal':
        return literal(node.value);
      case 'TemplateLiteral': {
        let text = '';
        for (const [index, quasi] of node.quasis.entries()) {
          text += quasi.value.cooked ?? '';
          const inner = node.expressions[index];
          if (!inner) continue;
          const value = fold(inner, depth, frame);
          if (value?.kind === 'text' && !value.complete) return textValue(text + value.text, false);
          const part = asText(value);
          if (part === null) return textValue(text, false);
          text += part;
        }
        return textValue(text);
      }
      case 'BinaryExpression':
        return node.operator === '+'
          ? sum(node, depth, frame)
          : arithmetic(
              node.operator,
              asNumber(fold(node.left, depth, frame)),
              asNumber(fold(node.right, depth, frame)),
            );
      case 'UnaryExpression': {
        if (node.operator !== '-' && node.operator !== '+' && node.operator !== '~') return null;
        const number = asNumber(fold(node.argument, depth, frame));
        if (number === null) return null;
        return numberValue(node.operator === '-' ? -number : node.operator === '+' ? number : ~number);
      }
      case 'ConditionalExpression': {
        const test = fold(node.test, depth, frame);
        const truth = test?.kind === 'number' ? test.number !== 0 : null;
        return truth === null ? null : fold(truth ? node.consequent : node.alternate, depth, frame);
      }
      case 'AssignmentExpression':
        return node.operator === '=' ? fold(node.right, depth, frame) : null;
      case 'ArrayExpression':
        return listValue(
          node.elements.slice(0, maxLength).map((element) => {
            if (!element) return null;
            return element.type === 'SpreadElement' ? null : fold(element, depth, frame);
          }),
        );
      case 'Identifier': {
        if (frame?.has(node.name)) return frame.get(node.name) ?? null;
        const definition = definitions.definitionOf(node);
        if (!definition) return null;
        const value = fold(definition.node, depth);
        if (!definition.appended) return value;
        return value?.kind === 'text' ? textValue(value.text, false) : null;
      }
      case 'MemberExpression':
        return member(node, depth, frame);
      case 'CallExpression':
      case 'NewExpression':
        return call(node, depth, frame);
      default:
        return null;
    }
  }

  /** A chain of `+` may be 100,000 terms long, so its terms are laid out in a list first. */
  function sum(node: AnyNode, depth: number, frame: Frame): Value | null {
    const terms: AnyNode[] = [];
    const open: AnyNode[] = [node];
    while (open.length > 0) {
      const next = unwrap(open.pop()!);
      if (next.type === 'BinaryExpression' && next.operator === '+') {
        open.push(next.right, next.left);
        left--;
      } else terms.push(next);
      if (left < 0) return null;
    }
    let total: Value | null = null;
    const texts: string[] = [];
    for (const [index, term] of terms.entries()) {
      const value = fold(term, depth, frame);
      if (value?.kind === 'text' && !value.complete)
        return textValue(texts.join('') + (index > 0 ? (asText(total) ?? '') : '') + value.text, false);
      if (value === null) {
        const prefix = texts.join('') + (index > 0 ? (asText(total) ?? '') : '');
        return prefix ? textValue(prefix, false) : null;
      }
      if (texts.length > 0) texts.push(asText(value) ?? '');
      else if (total === null) total = value;
      else if (total.kind === 'number' && value.kind === 'number')
        total = numberValue(total.number + value.number);
      else {
        texts.push(asText(total) ?? '', asText(value) ?? '');
        total = null;
      }
    }
    return texts.length > 0 ? textValue(texts.join('')) : total;
  }

  function member(node: MemberExpression, depth: number, frame: Frame): Value | null {
    const name = nameOf(node, depth, frame);
    if (name === null) return null;
    const target = fold(node.object, depth, frame);
    if (!target) return null;
    if (name === 'length')
      return target.kind === 'list'
        ? numberValue(target.items.length)
        : target.kind === 'text' && target.complete
          ? numberValue(target.text.length)
          : null;
    if (!/^\d{1,6}$/.test(name)) return null;
    if (target.kind === 'list') return target.items[Number(name)] ?? null;
    if (target.kind !== 'text') return null;
    const character = target.text[Number(name)];
    return character === undefined ? null : textValue(character);
  }

  function call(node: Call, depth: number, frame: Frame): Value | null {
    const callee = unwrap(node.callee);
    const path = definitions.pathOf(callee);
    if (path) {
      const result = callFunction(path, argumentValues(node, depth, frame));
      if (result || node.type === 'NewExpression') return result;
    }
    if (callee.type === 'MemberExpression') {
      const name = nameOf(callee, depth, frame);
      if (name === null) return null;
      if (name === 'apply' || name === 'call') {
        const target = definitions.pathOf(callee.object);
        const args = argumentValues(node, depth, frame).slice(1);
        const list = name === 'apply' ? (args[0]?.kind === 'list' ? args[0].items : null) : args;
        if (target && list) return callFunction(target, list);
      }
      const target = fold(callee.object, depth, frame);
      if (target?.kind === 'list' && name === 'map') return mapped(target.items, node.arguments[0], depth);
      if (target) return callMethod(target, name, argumentValues(node, depth, frame));
    }
    const called = definitions.functionOf(callee);
    return called ? applied(called, argumentValues(node, depth, frame), depth) : null;
  }

  function argumentValues(node: Call, depth: number, frame: Frame): (Value | null)[] {
    return node.arguments.flatMap((argument) => {
      if (argument.type !== 'SpreadElement') return [fold(argument, depth, frame)];
      const list = fold(argument.argument, depth, frame);
      return list?.kind === 'list' ? list.items : [null];
    });
  }

  function mapped(items: readonly (Value | null)[], callback: AnyNode | undefined, depth: number) {
    const made = callback ? definitions.functionOf(unwrap(callback)) : null;
    if (!made || items.length * 4 > left) return null;
    return listValue(items.map((item, index) => applied(made, [item, numberValue(index)], depth)));
  }

  /** A function that only returns an expression of its parameters, such as the reader of a string array. */
  function applied(called: FunctionNode, args: readonly (Value | null)[], depth: number): Value | null {
    const result = returned(called);
    if (!result) return null;
    const frame = new Map<string, Value | null>();
    for (const [index, parameter] of called.params.entries()) {
      if (parameter.type !== 'Identifier') return null;
      frame.set(parameter.name, args[index] ?? null);
    }
    return bounded(fold(result, depth, frame));
  }

  function nameOf(node: MemberExpression, depth = 0, frame: Frame = null): string | null {
    if (!node.computed && node.property.type === 'Identifier') return node.property.name;
    if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
    return asText(fold(node.property, depth, frame));
  }

  return {
    fold: (node) => fold(node),
    text: (node) => {
      const value = node ? fold(node) : null;
      return value?.kind === 'text' ? value.text : asText(value);
    },
    fullText: (node) => (node ? asText(fold(node)) : null),
    nameOf: (node) => nameOf(node),
  };
}

function returned(called: FunctionNode): AnyNode | null {
  if (called.body.type !== 'BlockStatement') return called.body;
  const only = called.body.body.at(-1);
  if (called.body.body.length > 1 || only?.type !== 'ReturnStatement') return null;
  return only.argument ?? null;
}

function literal(value: unknown): Value | null {
  if (typeof value === 'string') return textValue(value);
  return typeof value === 'number' ? numberValue(value) : null;
}
