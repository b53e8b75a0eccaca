import { createHash } from 'node:crypto';
import type { Literal, TemplateElement } from 'acorn';
import type { Scopes } from '../scope/index.ts';
import { Kind, type Tree } from '../tree/index.ts';
import { detailOf, hasDetail } from './words.ts';

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
 * The tree is written down as numbers, parents before children: one for a node (kind, role, depth, operator and flags),
 * then one for what it names. A local is the number of its binding, in order of declaration, so renaming locals changes
 * nothing; globals, properties and labels are texts, and a text is the order of its first use, with all texts at the end.
 * Comments, white space, parentheses and the spelling of literals never reach the tree. That is the shape; the structure
 * is the shape and then what the literals say, in order.
 *
 * @param topLevelIsShared whether names declared at the top belong to the page, as in classic scripts: then they count.
 */
export function hashTree(tree: Tree, scopes: Scopes, topLevelIsShared: boolean): Hashes {
  const shape = new Writer(tree);
  const literals = new Writer(tree);
  const { count, kinds, roles, depths, textIds, nodes } = tree;
  const { bindingIds, bindings } = scopes;
  for (let index = 0; index < count; index++) {
    const kind = kinds[index]!;
    const detail = hasDetail[kind] === 0 ? 0 : detailOf(nodes[index]!, kind);
    shape.word(kind | (roles[index]! << 7) | ((depths[index]! & 0x1fff) << 11) | (detail << 24));
    const textId = textIds[index]!;
    if (kind === Kind.Literal) {
      if (textId >= 0) literals.text(textId);
      else writeLiteral(literals, nodes[index] as Literal);
    } else if (kind === Kind.TemplateElement) {
      literals.piece((nodes[index] as TemplateElement).value.raw);
    } else if (textId >= 0) {
      const id = bindingIds[index]!;
      const isLocal = id >= 0 && !(topLevelIsShared && bindings[id]!.scope.parent === null);
      if (isLocal) shape.word(localFlag | id);
      else shape.text(textId);
    }
  }
  const shapeHash = shape.digest('shape');
  return { structureHash: literals.digest(`structure of ${shapeHash}`), shapeHash };
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
    this.#words = new Uint32Array(tree.count + 64);
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

  /** @param purpose so that hashes of two kinds never agree. */
  digest(purpose: string): string {
    const words = this.#words.subarray(0, this.#size);
    return createHash('sha256')
      .update(`scriptwarden ${hashVersion} ${purpose}\n`)
      .update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength))
      .update(this.#texts.join(''), 'utf16le')
      .digest('hex');
  }
}
