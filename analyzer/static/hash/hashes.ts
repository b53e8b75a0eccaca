import { createHash } from 'node:crypto';
import type { Literal, TemplateElement } from 'acorn';
import { globalName, notAReference, type Scopes } from '../scope/index.ts';
import { Kind, type Tree } from '../tree/index.ts';
import { detailOf } from './words.ts';

export interface Hashes {
  structureHash: string;
  shapeHash: string;
}

/** Raise when what the hashes cover changes: equal hashes must mean equal scripts in every store. */
const hashVersion = 1;

const localFlag = 0x80000000;
const textFlag = 0x40000000;

/**
 * Structure and shape of a script as SHA-256.
 *
 * The tree is written down as numbers, parents before children: one for a node (kind, role, operator and flags, depth),
 * then one for what it names. A local is the number of its binding, in order of declaration, so renaming locals changes
 * nothing; globals, properties and labels are texts, and a text is the order of its first use, with all texts at the end.
 * Comments, white space, parentheses and the spelling of literals never reach the tree. The shape is the same without
 * what literals say.
 *
 * @param topLevelIsShared whether names declared at the top belong to the page, as in classic scripts: then they count.
 */
export function hashTree(tree: Tree, scopes: Scopes, topLevelIsShared: boolean): Hashes {
  const structure = new Writer(tree);
  const shape = new Writer(tree);
  const { count, kinds, roles, depths, textIds, nodes } = tree;
  const { bindingIds, bindings } = scopes;
  for (let index = 0; index < count; index++) {
    const kind = kinds[index]!;
    const head =
      kind | (roles[index]! << 7) | ((depths[index]! & 0x1fff) << 11) | (detailOf(nodes[index]!, kind) << 24);
    structure.word(head);
    shape.word(head);
    const textId = textIds[index]!;
    if (kind === Kind.Literal) {
      if (textId >= 0) structure.text(textId);
      else writeLiteral(structure, nodes[index] as Literal);
    } else if (kind === Kind.TemplateElement) {
      structure.piece((nodes[index] as TemplateElement).value.raw);
    } else if (textId >= 0) {
      const id = bindingIds[index]!;
      const isLocal =
        id !== notAReference &&
        id !== globalName &&
        !(topLevelIsShared && bindings[id]!.scope.parent === null);
      if (isLocal) {
        structure.word(localFlag | id);
        shape.word(localFlag | id);
      } else {
        structure.text(textId);
        shape.text(textId);
      }
    }
  }
  return { structureHash: structure.digest(), shapeHash: shape.digest() };
}

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

function writeLiteral(writer: Writer, { value, regex, bigint }: Literal): void {
  if (regex) writer.piece(`/${regex.pattern}/${regex.flags}`);
  else if (bigint) writer.piece(`${bigint}n`);
  else if (typeof value === 'number') {
    float[0] = value;
    writer.word(halves[0]!);
    writer.word(halves[1]!);
  } else writer.piece(String(value));
}

/** Numbers in a growing table, given to the hash once. */
class Writer {
  #words: Uint32Array;
  #size = 0;
  readonly #texts: string[] = [];
  /** By text id: order of first use, from 1. */
  readonly #order: Int32Array;
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.#words = new Uint32Array(tree.count * 2 + 64);
    this.#order = new Int32Array(tree.texts.length);
  }

  word(word: number): void {
    if (this.#size === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#size++] = word;
  }

  /** A text of the tree. */
  text(id: number): void {
    let order = this.#order[id]!;
    if (order === 0) {
      const text = this.#tree.texts[id]!;
      order = this.#order[id] = this.#texts.push(text);
      this.word(text.length);
    }
    this.word(textFlag | order);
  }

  /** A text met only here. */
  piece(text: string): void {
    this.#texts.push(text);
    this.word(text.length);
  }

  digest(): string {
    const words = this.#words.subarray(0, this.#size);
    return createHash('sha256')
      .update(`scriptwarden ${hashVersion}\n`)
      .update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength))
      .update(this.#texts.join(''), 'utf16le')
      .digest('hex');
  }
}
