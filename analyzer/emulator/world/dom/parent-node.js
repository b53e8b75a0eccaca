/** What documents, fragments and elements can all do with what they hold. */
import { config } from '../config.js';
import { textOf } from '../realm.js';
import { nodeList } from './collections.js';
import { Text, inner, insert, isNode, replaceChildren } from './node.js';
import { query, queryAll } from './query.js';

export const toNodes = (parts) => parts.map((part) => (isNode(part) ? part : new Text(textOf(part))));
export const elementsOf = (node) => inner(node).children.filter((child) => child.nodeType === 1);

/** What documents, fragments and elements can all do. */
export const ParentNode = (Base) =>
  class extends Base {
    get children() {
      return nodeList(elementsOf(this));
    }
    get childElementCount() {
      return elementsOf(this).length;
    }
    get firstElementChild() {
      return elementsOf(this)[0] ?? null;
    }
    get lastElementChild() {
      return elementsOf(this).at(-1) ?? null;
    }
    querySelector(selector) {
      return query(this, textOf(selector));
    }
    querySelectorAll(selector) {
      return nodeList(queryAll(this, textOf(selector)));
    }
    getElementsByTagName(name) {
      // A box that was made up for the script holds what the script looks for in it.
      return nodeList(
        queryAll(this, textOf(name), { invent: config.lenient && inner(this).invented === true }),
      );
    }
    getElementsByClassName(names) {
      return nodeList(
        queryAll(
          this,
          textOf(names)
            .trim()
            .split(/\s+/)
            .map((name) => `.${name}`)
            .join(''),
        ),
      );
    }
    append(...parts) {
      for (const node of toNodes(parts)) insert(this, node, null);
    }
    prepend(...parts) {
      const before = inner(this).children[0] ?? null;
      for (const node of toNodes(parts)) insert(this, node, before);
    }
    replaceChildren(...parts) {
      replaceChildren(this, toNodes(parts));
    }
  };
