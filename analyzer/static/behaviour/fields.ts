import type { AnyNode, Literal } from 'acorn';
import type { Atoms } from '../flow/atoms.ts';
import type { Code } from '../flow/code.ts';
import type { Ends } from '../flow/find.ts';
import type { Origins } from '../flow/origin.ts';
import { fieldsOfSelector, selectsInputs, topicOfField } from '../flow/selectors.ts';
import type { Source } from '../flow/types.ts';

/**
 * Form fields the script reads: those whose content a source reads, and those that it only looks up or compares with when
 * their name says card or person (the reading may be out of sight, in a loop or a decoded string).
 */
export function findFields(
  code: Code,
  origins: Origins,
  atoms: Atoms,
  ends: Ends,
  sources: readonly Source[],
): string[] {
  const found = new Set<string>();
  for (const source of sources) for (const field of source.fields) if (field) found.add(field);
  for (const call of ends.calls) {
    for (const thing of origins.of(call))
      if (thing.kind === 'elements' && thing.site === call)
        for (const field of thing.fields) if (isPrivate(field) || selectsInputs(field)) found.add(field);
  }
  for (const literal of atoms.fieldNames) for (const field of fieldsNamed(code, literal)) found.add(field);
  return [...found];
}

function isPrivate(field: string): boolean {
  const topic = topicOfField(field);
  return topic === 'payment' || topic === 'personal';
}

/** A literal that is a selector of card fields wherever it stands, or a card field's name that a name is compared with. */
function fieldsNamed(code: Code, literal: Literal): string[] {
  const text = literal.value as string;
  if (text.length < 160 && /^[^<>{}\n;]*$/.test(text) && /\[(?:name|id|autocomplete)[\^*$~|]?=/.test(text)) {
    return fieldsOfSelector(text).filter((field) => topicOfField(field) === 'payment');
  }
  if (!isPrivate(text)) return [];
  const parent = code.parentOf(literal);
  if (parent?.type === 'ArrayExpression') return isListOfNames(code, parent) ? [text] : [];
  if (parent?.type !== 'BinaryExpression' || !/^[!=]==?$/.test(parent.operator)) return [];
  return namesField(code, parent.left === literal ? parent.right : parent.left) ? [text] : [];
}

/** `input.name`, `e.target.id`, `field.autocomplete` */
function namesField(code: Code, node: AnyNode): boolean {
  return (
    node.type === 'MemberExpression' && /^(?:name|id|autocomplete)$/.test(code.folder.nameOf(node) ?? '')
  );
}

/** Whether names of fields are looked up in a list: `['cc-number', 'cc-csc'].indexOf(input.autocomplete)`. */
function isListOfNames(code: Code, list: AnyNode): boolean {
  const holder = code.parentOf(list);
  const variable =
    holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier'
      ? code.variableOf(holder.id)
      : null;
  const uses = variable ? variable.identifiers.map((index) => code.tree.nodes[index]!) : [list];
  return uses.slice(0, 32).some((use) => {
    const member = code.parentOf(use);
    const call = member && code.parentOf(member);
    if (call?.type !== 'CallExpression' || call.callee !== member) return false;
    const [asked] = call.arguments;
    return asked !== undefined && namesField(code, asked);
  });
}
