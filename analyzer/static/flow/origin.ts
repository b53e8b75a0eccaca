import type { AnyNode, CallExpression, Identifier, MemberExpression } from 'acorn';
import { argumentAt, isCall, unwrap, type FunctionNode } from '../ast.ts';
import { calledFunctions, callersOf, functionAround, returnsOf } from './calls.ts';
import { callbackUse, type CallbackUse } from './callbacks.ts';
import { maxAlternatives, type Code } from './code.ts';
import { isJquery, lookup } from './lookups.ts';
import { heldByForm, heldByOwn, ownMarkup } from './own-forms.ts';
import { everyField } from './selectors.ts';
import { thing, type Thing } from './things.ts';

const maxThings = 24;

/** Properties that lead from an element or event to an element. */
const sameElement =
  /^(?:target|currentTarget|srcElement|delegateTarget|originalEvent|form|parentNode|parentElement|nextSibling|nextElementSibling|previousSibling|previousElementSibling|firstChild|firstElementChild|lastChild|children|childNodes|elements|options|ownerDocument|contentDocument|contentWindow|shadowRoot|0)$/;

/** Methods that give back the elements they are called on, or some of them. */
const sameElements =
  /^(?:eq|first|last|get|item|filter|not|is|find|children|parent|parents|closest|siblings|next|prev|add|toArray|slice|concat|each|forEach|on|bind|off|change|click|submit|keyup|blur|cloneNode|appendTo|attr|css|addClass|removeClass|then|entries|values|namedItem|prop|reverse|append|insertAfter)$/;

/** Properties and methods that lead out of an element into the page around it. */
const outwards =
  /^(?:form|parentNode|parentElement|parent|parents|closest|siblings|(?:next|previous|prev)\w*|ownerDocument|add|end)$/;

/** Answers what page objects an expression may hold, looking backwards from it. */
export class Origins {
  readonly #code: Code;
  readonly #known = new Map<AnyNode, readonly Thing[]>();
  #left = 60_000;

  constructor(code: Code) {
    this.#code = code;
  }

  of(start: AnyNode, depth = 0): readonly Thing[] {
    const node = unwrap(start);
    const known = this.#known.get(node);
    if (known) return known;
    if (depth > 24 || --this.#left < 0) return [];
    this.#known.set(node, []);
    const found = merged(this.#find(node, depth + 1));
    this.#known.set(node, found);
    return found;
  }

  #find(node: AnyNode, depth: number): readonly Thing[] {
    switch (node.type) {
      case 'Identifier':
        return this.#identifier(node, depth);
      case 'ThisExpression':
        return this.#receiver(node, depth);
      case 'MemberExpression':
        return this.#member(node, depth);
      case 'CallExpression':
      case 'NewExpression':
        return lookup(this.#code, this, node, depth) ?? this.#called(node, depth);
      case 'ConditionalExpression':
        return [...this.of(node.consequent, depth), ...this.of(node.alternate, depth)];
      case 'LogicalExpression':
        return [...this.of(node.left, depth), ...this.of(node.right, depth)];
      case 'AssignmentExpression':
        return this.of(node.right, depth);
      case 'ArrayExpression':
        return node.elements.slice(0, 16).flatMap((element) => {
          if (!element) return [];
          return this.of(element.type === 'SpreadElement' ? element.argument : element, depth);
        });
      default:
        return [];
    }
  }

  #identifier(node: Identifier, depth: number): readonly Thing[] {
    const variable = this.#code.variableOf(node);
    if (!variable) return [];
    if (variable.isGlobal && (node.name === 'localStorage' || node.name === 'sessionStorage'))
      return [thing('storage', node, [], node.name)];
    if (variable.isGlobal && node.name === 'event') return [thing('event', node, [everyField])];
    const found: Thing[] = [];
    for (const definition of this.#code.definitionsOf(variable).slice(0, maxAlternatives)) {
      if (definition.kind === 'value' || definition.kind === 'element')
        found.push(...this.of(definition.node, depth));
      else if (definition.kind === 'part')
        found.push(...this.#part(definition.node, definition.property, depth));
      else if (definition.kind === 'parameter') {
        const whole = this.parameter(definition.node as FunctionNode, definition.index, depth);
        found.push(
          ...(definition.property && !sameElement.test(definition.property)
            ? whole.map((one) => ({ ...one, fields: one.fields }))
            : whole),
        );
      }
    }
    return found;
  }

  #part(from: AnyNode, property: string | null | undefined, depth: number): readonly Thing[] {
    return !property || sameElement.test(property) ? this.of(from, depth) : [];
  }

  /** What the parameter of a function may hold: arguments of its callers, elements or events of whom it is given to. */
  parameter(made: FunctionNode, index: number, depth = 0): readonly Thing[] {
    const found: Thing[] = [];
    for (const caller of callersOf(this.#code, made).slice(0, maxAlternatives)) {
      const argument = caller.argumentFor(index);
      if (argument) found.push(...this.of(argument, depth));
    }
    const use = callbackUse(this.#code, made);
    if (!use) return found;
    if (use.kind === 'listener' && index === 0) {
      const fields = this.#firedBy(use, depth);
      found.push(thing('event', use.call, fields.length > 0 ? fields : [everyField], use.event));
    } else if (use.kind === 'items' && use.target && (index === 0 || (use.jquery && index === 1))) {
      found.push(...this.of(use.target, depth));
    }
    return found;
  }

  /** What those hold that an event may come from. */
  #firedBy({ target, delegated }: CallbackUse, depth: number): readonly string[] {
    const things = target ? this.of(target, depth) : [];
    const isOwn = things.length > 0 && things.every((one) => one.kind === 'created');
    if (delegated && !isOwn) {
      const held = delegated.map((field) => heldByForm(this.#code, field));
      if (held.every((fields) => fields !== null)) return held.flat();
    }
    return things.flatMap((one) => (one.kind === 'created' ? heldByOwn(this.#code) : one.fields));
  }

  /** `this` of a listener or of an `each` callback is the element. */
  #receiver(node: AnyNode, depth: number): readonly Thing[] {
    const made = functionAround(this.#code, node, true);
    const use = made ? callbackUse(this.#code, made) : null;
    if (!use) return made && isElementClass(this.#code, made) ? [thing('created', node, [], 'custom')] : [];
    const found = use.target ? this.of(use.target, depth) : [];
    if (use.delegated) {
      const isOwn = found.length > 0 && found.every((one) => one.kind === 'created');
      const isVague = isOwn && use.delegated.includes(everyField);
      return [
        thing('elements', node, isVague ? heldByOwn(this.#code) : use.delegated, isVague ? 'form' : ''),
      ];
    }
    return found.length > 0 ? found : use.kind === 'listener' ? [thing('elements', node, [everyField])] : [];
  }

  #member(node: MemberExpression, depth: number): readonly Thing[] {
    const path = this.#code.pathOf(node);
    if (path === 'document.forms' || path === 'document.activeElement' || path === 'document.all')
      return [thing('elements', node, [everyField], path === 'document.forms' ? 'form' : '')];
    if (path === 'localStorage' || path === 'sessionStorage') return [thing('storage', node, [], path)];
    if (path === 'event') return [thing('event', node, [everyField])];
    const name = this.#code.folder.nameOf(node);
    const base = this.of(node.object, depth);
    if (base.length > 0 && (name === null || sameElement.test(name) || /^\d+$/.test(name))) {
      // From here on an element stands for the event.
      return base
        .filter((one) => one.kind !== 'created' || name === null || !outwards.test(name))
        .map((one) =>
          one.kind === 'event' && name !== 'originalEvent'
            ? thing('elements', one.site, one.fields, one.name)
            : one,
        );
    }
    // A form's fields are properties of the form.
    const forms = base.filter((one) => one.kind === 'elements' && one.name === 'form');
    if (forms.length > 0 && name !== null && !/^(?:submit|action|method|length|reset|id|name)$/.test(name))
      return [thing('elements', node, [name])];
    if (name === null) return base;
    const values = this.#code.valuesNamed(name);
    return values.length > 4 ? [] : values.flatMap((value) => this.of(value, depth));
  }

  #called(node: AnyNode & { type: 'CallExpression' | 'NewExpression' }, depth: number): readonly Thing[] {
    const callee = unwrap(node.callee);
    const functions = calledFunctions(this.#code, callee);
    if (functions.length > 0)
      return functions
        .slice(0, 4)
        .flatMap((made) => returnsOf(this.#code, made).flatMap((result) => this.of(result, depth)));
    if (callee.type !== 'MemberExpression') return [];
    const name = this.#code.folder.nameOf(callee);
    if (name === null || !sameElements.test(name)) return [];
    const base = this.of(callee.object, depth);
    return outwards.test(name) ? base.filter((one) => one.kind !== 'created') : base;
  }

  /** What is in the elements in which a selector is looked up, when that is less than all of the page; null otherwise. */
  heldWithin(container: AnyNode, depth: number): readonly string[] | null {
    const things = this.of(container, depth);
    if (things.length === 0) return null;
    const held = things.map((one) =>
      one.kind === 'created'
        ? ownMarkup(this.#code)?.fields
        : one.kind === 'elements'
          ? one.fields.map((field) => heldByForm(this.#code, field) ?? [everyField]).flat()
          : [everyField],
    );
    const all = held.map((fields) => (fields && fields.length > 0 ? fields : [everyField])).flat();
    return all.includes(everyField) ? null : all;
  }

  /** Whether a call makes or finds elements by jQuery. */
  isJquery(node: AnyNode): boolean {
    return isCall(node) && isJquery(this.#code, node.callee);
  }

  argument(call: CallExpression, index: number): AnyNode | null {
    return argumentAt(call, index);
  }
}

/** One thing per place and kind. */
function merged(things: readonly Thing[]): readonly Thing[] {
  if (things.length < 2) return things;
  const seen = new Map<AnyNode, Thing>();
  for (const one of things) if (seen.size < maxThings && !seen.has(one.site)) seen.set(one.site, one);
  return [...seen.values()];
}

/** Whether a method belongs to a class of elements that the script defines: `class X extends HTMLElement`. */
function isElementClass(code: Code, made: FunctionNode): boolean {
  const body = code.parentOf(code.parentOf(made) ?? made);
  const around = body?.type === 'ClassBody' ? code.parentOf(body) : null;
  const parent = around && 'superClass' in around ? around.superClass : null;
  return parent?.type === 'Identifier' && /^HTML\w*Element$/.test(parent.name);
}
