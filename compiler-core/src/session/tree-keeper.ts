/** Keeps the last syntax tree of each file, so that the next version is parsed from what changed only. */

import type { SyntaxParser, SyntaxTree } from '../syntax/cst.ts';
import { oneChange } from '../syntax/text-diff.ts';
import type { FileId } from '../text/span.ts';
import { Lru } from './lru.ts';

interface Kept {
  readonly text: string;
  readonly tree: SyntaxTree;
}

/** Trees hold memory outside the JavaScript heap, so only those of files that change are kept, and few. */
const MOST_TREES = 64;

export class TreeKeeper {
  private readonly kept = new Lru<FileId, Kept>(MOST_TREES, (old) => old.tree.delete());

  constructor(private readonly parser: SyntaxParser) {}

  /**
   * A parser for one file whose trees belong to the keeper: `delete` on them does nothing.
   * `keep` is false where the file will not change (a check from a terminal): then trees are the caller's.
   */
  parserFor(file: FileId, keep: boolean): SyntaxParser {
    if (!keep) return this.parser;
    return {
      parse: (text) => {
        const last = this.kept.get(file);
        const change = last === undefined ? null : oneChange(last.text, text);
        const tree =
          last !== undefined && change !== null
            ? this.again(text, { tree: last.tree, text: last.text, changes: [change] })
            : last !== undefined
              ? last.tree
              : this.parser.parse(text);
        if (last === undefined || tree !== last.tree) this.kept.set(file, { text, tree });
        return { rootNode: tree.rootNode, walk: () => tree.walk(), delete: () => undefined };
      },
    };
  }

  /** Where a text has errors, what is made of them depends on the tree before; a tree from scratch is the same for all. */
  private again(text: string, previous: Parameters<SyntaxParser['parse']>[1]): SyntaxTree {
    const tree = this.parser.parse(text, previous);
    if (!tree.rootNode.hasError) return tree;
    tree.delete();
    return this.parser.parse(text);
  }

  forget(file: FileId): void {
    this.kept.delete(file);
  }
}
