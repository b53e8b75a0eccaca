import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parse, type AnyNode } from 'acorn';
import { KEYS } from 'eslint-visitor-keys';
import fc from 'fast-check';
import {
  flattenTree,
  isBracketMember,
  Kind,
  kindNames,
  Role,
  type Tree,
} from '../../../../analyzer/static/tree/index.ts';

const treeOf = (source: string): Tree =>
  flattenTree(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }));

/** Nodes by a plain recursive walk over the published visitor keys; a node that stands in two places counts once. */
function nodesOf(node: AnyNode, found = new Set<AnyNode>()): Set<AnyNode> {
  found.add(node);
  for (const key of KEYS[node.type]!) {
    const child = (node as unknown as Record<string, AnyNode | (AnyNode | null)[] | null | undefined>)[key];
    for (const one of Array.isArray(child) ? child : [child]) if (one) nodesOf(one, found);
  }
  return found;
}

describe('flattenTree', () => {
  it('has every node once, parents before children, siblings in source order', async () => {
    const source = await readFile(
      new URL('../../../../node_modules/acorn/dist/acorn.mjs', import.meta.url),
      'utf8',
    );
    const extra =
      'label: for await (const [a = 1, ...b] of c) { class D extends E { #f = 1; static { new.target } get g() {} } continue label; }';
    const { nodes, parents, ends, depths, count, program } = treeOf(
      `${source}\n${extra}\nexport { Parser as P }`,
    );
    assert.deepEqual(new Set(nodes), nodesOf(program));
    assert.equal(new Set(nodes).size, count);
    for (let index = 1; index < count; index++) {
      const parent = parents[index]!;
      assert.ok(parent < index && index < ends[parent]! && ends[index]! <= ends[parent]!);
      assert.equal(depths[index], depths[parent]! + 1);
      assert.equal(nodes[index]!.index, index);
    }
  });

  it('knows every node type of the parser', async () => {
    const types = await readFile(
      new URL('../../../../node_modules/acorn/dist/acorn.d.mts', import.meta.url),
      'utf8',
    );
    const known = [...types.matchAll(/type: "([A-Z]\w+)"$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'Line');
    assert.deepEqual([...new Set(known)].sort(), [...kindNames].sort());
  });

  it('numbers names and strings by text', () => {
    const { texts, textIds, count } = treeOf('a.b("a", `c`, 1)');
    assert.deepEqual(
      Array.from({ length: count }, (_, index) => texts[textIds[index]!] ?? null).filter(
        (text) => text !== null,
      ),
      ['a', 'b', 'a', 'c'],
    );
    assert.deepEqual(texts, ['a', 'b', 'c']);
  });

  it('says what identifiers are there for', () => {
    const { nodes, kinds, roles } = treeOf('var a = b; c = d.e; f++; for (let g of h) {} ({ i: j } = k)');
    const found = nodes.flatMap((node, index) =>
      kinds[index] === Kind.Identifier ? [`${(node as { name: string }).name}:${roles[index]!}`] : [],
    );
    const { var: declared, value, write, name, readWrite, lexical } = Role;
    assert.deepEqual(found, [
      `a:${declared}`,
      `b:${value}`,
      `c:${write}`,
      `d:${value}`,
      `e:${name}`,
      `f:${readWrite}`,
      `g:${lexical}`,
      `h:${value}`,
      `i:${name}`,
      `j:${write}`,
      `k:${value}`,
    ]);
  });

  it('tells a[b] from a.b', () => {
    const object = fc.constantFrom('a', 'a.b', 'a[b]', 'a()', '(a, b)');
    fc.assert(
      fc.property(object, fc.constantFrom('.c', '[c]', '["c"]'), (left, right) => {
        const tree = treeOf(`${left}${right}`);
        assert.equal(isBracketMember(tree, 2), right.startsWith('['));
      }),
    );
  });

  it('survives a tree 50,000 levels deep', () => {
    let node: AnyNode = { type: 'Identifier', name: 'a', start: 0, end: 1 };
    for (let level = 0; level < 50_000; level++) {
      node = { type: 'UnaryExpression', operator: '!', prefix: true, argument: node, start: 0, end: 1 };
    }
    const statement = { type: 'ExpressionStatement', expression: node, start: 0, end: 1 } as const;
    assert.equal(
      flattenTree({ type: 'Program', body: [statement], sourceType: 'script', start: 0, end: 1 }).count,
      50_003,
    );
  });
});
