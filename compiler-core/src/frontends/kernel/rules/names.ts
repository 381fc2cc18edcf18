/** What the names in a text stand for, for rules about it. */

import type {
  Chunk,
  Decl,
  Declarator,
  Expr,
  FunctionDecl,
  Name,
  Node,
  Parameter,
  Specifiers,
  TypeId,
} from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { walk } from '../parse/walk.ts';
import { resolveSymbols } from '../symbols/resolve.ts';
import type { KernelSymbol, SymbolTable } from '../symbols/symbols.ts';

export const lastText = (name: Name): string => name.parts.at(-1)?.text ?? '';

/** The specifiers and the declarator of a variable or parameter; null: it is neither, or has several. */
export interface VariableText {
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
}

export class NameTable {
  private readonly byToken = new Map<number, KernelSymbol>();
  private readonly table: SymbolTable;
  readonly opensStd: boolean;
  private readonly words: ReadonlySet<string>;

  constructor(readonly unit: SyntaxUnit) {
    this.table = resolveSymbols(unit);
    for (const { token, symbol } of this.table.uses) this.byToken.set(token, symbol);
    this.words = new Set(unit.tokens.map(({ text }) => text));
    this.opensStd = unit.tokens.some(({ text }, k) => text === 'std' && unit.tokens[k - 1]?.text === 'namespace');
  }

  private aliases: ReadonlyMap<string, TypeId> | null = null;
  /** What `using F = ...;` stands for. */
  aliased({ nodes: [node] }: KernelSymbol): TypeId | null {
    if (this.aliases === null) {
      const found = new Map<string, TypeId>();
      walk(this.unit.body, (inner) => {
        if ((inner as { kind?: string }).kind === 'alias' && 'type' in inner)
          found.set(`${inner.from} ${inner.to}`, (inner as Extract<Decl, { kind: 'alias' }>).type);
        return;
      });
      this.aliases = found;
    }
    return node === undefined ? null : (this.aliases.get(`${node.from} ${node.to}`) ?? null);
  }

  /** Whether a word stands anywhere in the text. */
  mentions(word: string): boolean {
    return this.words.has(word);
  }

  of(name: Name): KernelSymbol | null {
    const last = name.parts.at(-1);
    return last === undefined ? null : (this.byToken.get(last.from) ?? null);
  }

  /** The one definition of a function that a call runs; null: none here, or it is not known which. */
  functionCalled(callee: Expr): { readonly symbol: KernelSymbol; readonly definition: FunctionDecl } | null {
    const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : null;
    const symbol = name === null ? null : this.of(name);
    if (symbol?.kind !== 'function') return null;
    const bodies = symbol.nodes.filter((node): node is FunctionDecl => isFunction(node) && node.body !== null);
    const [definition, ...more] = bodies;
    // Declarations with other parameters may be other functions.
    const counts = new Set(symbol.functions.map(({ parameters }) => parameters.length));
    return definition === undefined || more.length > 0 || counts.size > 1 ? null : { symbol, definition };
  }

  variable(symbol: KernelSymbol): VariableText | null {
    const [node] = symbol.nodes;
    if (node === undefined || symbol.nodes.length > 1 || symbol.declared === null) return null;
    const declarator = isParameter(node) ? node.declarator : isDeclarator(node) ? node : null;
    return declarator === null || declarator.bindings !== null
      ? null
      : { specifiers: symbol.declared.specifiers, declarator };
  }
}

export const isFunction = (node: Node): node is FunctionDecl =>
  'declarator' in node && 'body' in node && (node as { kind?: string }).kind === 'function';
const isParameter = (node: Node): node is Parameter => 'default' in node && 'declarator' in node;
const isDeclarator = (node: Node): node is Declarator => 'chunks' in node && 'bindings' in node;

/** `const` at the top: of the variable itself. */
export const isConstant = ({ specifiers, declarator }: VariableText): boolean => {
  if (specifiers.words.some((word) => word === 'constexpr' || word === 'consteval')) return true;
  const pointers = declarator.chunks.filter(
    (chunk): chunk is Extract<Chunk, { kind: 'pointer' }> => chunk.kind === 'pointer',
  );
  return pointers[0] === undefined ? specifiers.const : pointers[0].const;
};

export const isReference = ({ declarator }: VariableText): boolean => declarator.chunks[0]?.kind === 'reference';
