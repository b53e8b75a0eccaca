import type { Plugin } from 'webcrack';

/** What is used here of Babel's nodes, whose types are not installed. */
export interface BabelNode {
  type: string;
  loc?: unknown;
  id?: { name?: string } | null;
  /** Statements of a program; of functions, the block. */
  body?: readonly BabelNode[];
  arguments?: BabelNode[];
  leadingComments?: BabelComment[] | null;
}
interface BabelComment {
  type: string;
  value: string;
}
interface BabelPath {
  node: BabelNode;
  parent: BabelNode;
  stop(): void;
}

/** A plugin that is handed the program once. */
export function onProgram(use: (path: BabelPath) => void): Plugin {
  return () => ({
    visitor: {
      Program(path: BabelPath) {
        use(path);
        path.stop();
      },
    },
  });
}

const prefix = '@call ';

/**
 * Remembers where decoded texts were hidden. Babel's new nodes have no place, but they inherit the comments of the node
 * they replace: each call with constant arguments gets a comment with its number, and what inherited it gets its place.
 */
export class CallMarks {
  readonly #places: unknown[] = [];

  readonly mark: Plugin = () => ({
    visitor: {
      CallExpression: ({ node }: BabelPath) => {
        if (!node.loc || !node.arguments?.length) return;
        if (!node.arguments.every(({ type }) => /Literal$|^UnaryExpression$/.test(type))) return;
        const value = `${prefix}${this.#places.push(node.loc) - 1}`;
        node.leadingComments = [...(node.leadingComments ?? []), { type: 'CommentBlock', value }];
      },
    },
  });

  readonly read: Plugin = () => ({
    visitor: {
      StringLiteral: ({ node }: BabelPath) => {
        const mark = node.leadingComments?.find(({ value }) => value.startsWith(prefix));
        if (mark) node.loc ??= this.#places[Number(mark.value.slice(prefix.length))];
      },
    },
  });
}
