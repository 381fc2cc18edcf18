/** `SyntaxParser` by web-tree-sitter and the committed FreeTensor grammar. */
import type { SyntaxParser } from '../../../compiler-core/src/syntax/cst.ts';
/**
 * A parser of Python with FreeTensor's directives. Changes are applied in order, each in the coordinates that the
 * ones before it left. `previous.tree` stays as it is, and stays the caller's to delete. Parsing a file again
 * after a small change costs about a tenth of parsing it anew. Errors: only where the grammar files are missing.
 */
export declare function createParser(): Promise<SyntaxParser>;
