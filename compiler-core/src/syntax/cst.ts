/**
 * The part of a concrete syntax tree that the front ends need. It is a structural subset of
 * `web-tree-sitter`'s `Tree`, `Node` and `TreeCursor`, so the host hands those in as they are.
 * Indices are UTF-16 code units.
 */

export interface SyntaxCursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  /** Costs more than the others: it makes an object. */
  readonly currentNode: { readonly hasError: boolean };
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

export interface SyntaxNode {
  readonly hasError: boolean;
  walk(): SyntaxCursor;
}

export interface SyntaxTree {
  readonly rootNode: SyntaxNode;
  walk(): SyntaxCursor;
  delete(): void;
}

/** One edit of a text, in UTF-16 units: `[start, oldEnd)` became `newText`. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newText: string;
}

/** Parses text to a tree. With `previous`, only what changed is parsed again. The host provides one per grammar. */
export interface SyntaxParser {
  parse(
    text: string,
    previous?: { readonly tree: SyntaxTree; readonly text: string; readonly changes: readonly TextChange[] },
  ): SyntaxTree;
}
