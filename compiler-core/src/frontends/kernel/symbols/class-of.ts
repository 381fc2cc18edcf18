/**
 * The class of an object as far as the text says it: through declared types, `auto` with its initialiser, elements of
 * arrays, pointers and of the library's containers. Approximate on purpose: it only finds whose member a name is.
 */

import type { Declarator, Expr, Initializer, Name, Specifiers, TypeId } from '../parse/ast.ts';
import type { KernelSymbol, SymbolScope } from './symbols.ts';

export type ClassOf =
  | { readonly kind: 'class'; readonly symbol: KernelSymbol }
  /** Of a library, or no class at all; `element`: what `[]`, `*` and `->` lead to. */
  | { readonly kind: 'foreign'; readonly element: ClassOf | null }
  | null;

const FOREIGN: ClassOf = { kind: 'foreign', element: null };
/** Types that name each other in a circle, initialisers of themselves. */
const MAX_STEPS = 32;

/** What a qualified name stands for; null where it is not of the program. */
export const symbolOfName = (name: Name, scope: SymbolScope, root: SymbolScope): KernelSymbol | null => {
  const [first, ...rest] = name.parts;
  if (first === undefined) return null;
  let found = (name.global ? root : scope).lookup(first.text);
  for (const part of rest) found = found?.members?.find(part.text) ?? null;
  return found;
};

export class Classes {
  private steps = 0;

  constructor(private readonly root: SymbolScope) {}

  /** Whose member the name behind `.` or `->` is. */
  ofOwner(object: Expr, arrow: boolean, scope: SymbolScope): ClassOf {
    this.steps = 0;
    const of = this.ofExpr(object, scope);
    return arrow ? elementOf(of) : of;
  }

  ofSymbol(symbol: KernelSymbol): ClassOf {
    if (++this.steps > MAX_STEPS) return null;
    const { declared } = symbol;
    if (declared === null) return symbol.kind === 'enumerator' ? FOREIGN : null;
    const said = this.ofSpecifiers(declared.specifiers, declared.scope);
    if (said !== 'auto') return said;
    const value = valueIn(declared.initializer);
    return value === null ? null : this.ofExpr(value, declared.scope);
  }

  private ofSpecifiers({ type }: Specifiers, scope: SymbolScope): ClassOf | 'auto' {
    switch (type.kind) {
      case 'auto':
        return 'auto';
      case 'builtin':
      case 'enum':
        return FOREIGN;
      case 'named':
      case 'elaborated':
        return this.ofName(type.name, scope);
      case 'class': {
        const name = type.definition.name;
        const symbol = name === null ? null : symbolOfName(name, scope, this.root);
        return symbol === null ? null : { kind: 'class', symbol };
      }
      case 'decltype':
      case 'none':
        return null;
    }
  }

  private ofTypeId(type: TypeId, scope: SymbolScope): ClassOf {
    const said = this.ofSpecifiers(type.specifiers, scope);
    return said === 'auto' ? null : said;
  }

  private ofName(name: Name, scope: SymbolScope): ClassOf {
    if (++this.steps > MAX_STEPS) return null;
    const symbol = symbolOfName(name, scope, this.root);
    if (symbol?.kind === 'class') return { kind: 'class', symbol };
    if (symbol?.kind === 'enum') return FOREIGN;
    if (symbol?.kind === 'type' && symbol.declared !== null) {
      const said = this.ofSpecifiers(symbol.declared.specifiers, symbol.declared.scope);
      return said === 'auto' ? null : said;
    }
    if (symbol !== null) return null;
    const first = name.parts.at(-1)?.arguments?.[0];
    if (first === undefined) return FOREIGN;
    const element =
      first.kind === 'type'
        ? this.ofTypeId(first.type, scope)
        : first.kind === 'name'
          ? this.ofName(first.name, scope)
          : null;
    return { kind: 'foreign', element };
  }

  private ofExpr(e: Expr, scope: SymbolScope): ClassOf {
    if (++this.steps > MAX_STEPS) return null;
    switch (e.kind) {
      case 'name':
        return this.ofNamed(symbolOfName(e.name, scope, this.root));
      case 'paren':
        return this.ofExpr(e.inner, scope);
      case 'this': {
        const symbol = scope.enclosingClass?.owner ?? null;
        return symbol === null ? null : { kind: 'class', symbol };
      }
      case 'unary':
        return e.operator === '*' ? elementOf(this.ofExpr(e.operand, scope)) : this.ofExpr(e.operand, scope);
      case 'subscript':
        return elementOf(this.ofExpr(e.object, scope));
      case 'assign':
        return this.ofExpr(e.left, scope);
      case 'conditional':
        return this.ofExpr(e.then ?? e.test, scope) ?? this.ofExpr(e.else, scope);
      case 'cast':
        return this.ofTypeId(e.type, scope);
      case 'construct':
        return e.type.kind === 'named' ? this.ofName(e.type.name, scope) : FOREIGN;
      case 'new':
        return this.ofTypeId(e.type, scope);
      case 'member': {
        const object = this.ofExpr(e.object, scope);
        const owner = e.arrow ? elementOf(object) : object;
        // Members of the library's containers give their elements: `front()`, `get_pointer()`.
        if (owner?.kind === 'foreign') return owner;
        if (owner?.kind !== 'class') return null;
        return this.ofNamed(owner.symbol.members?.find(e.name.parts.at(-1)?.text ?? '') ?? null);
      }
      case 'call':
        return this.ofExpr(e.callee, scope);
      case 'number':
      case 'boolean':
      case 'character':
      case 'string':
      case 'lambda':
        return FOREIGN;
      default:
        return null;
    }
  }

  private ofNamed(symbol: KernelSymbol | null): ClassOf {
    if (symbol === null) return FOREIGN;
    if (symbol.kind === 'class') return { kind: 'class', symbol };
    if (symbol.kind !== 'function') return this.ofSymbol(symbol);
    const [first] = symbol.functions;
    if (first?.trailing != null && symbol.declared !== null)
      return this.ofTypeId(first.trailing, symbol.declared.scope);
    return this.ofSymbol(symbol);
  }
}

/** `a[i].x` and `p->x` of our own classes: arrays and pointers say their element, as declared. */
const elementOf = (of: ClassOf): ClassOf => (of?.kind === 'foreign' ? (of.element ?? of) : of);

const valueIn = (initializer: Initializer | Expr | null): Expr | null => {
  if (initializer === null) return null;
  if ('value' in initializer && initializer.kind === 'copy') return initializer.value;
  if (initializer.kind === 'paren' && 'arguments' in initializer) return initializer.arguments[0] ?? null;
  if (initializer.kind === 'brace') return initializer.list.items[0]?.value ?? null;
  return initializer as Expr;
};

/** The parameters that a declarator of a function has. */
export const functionOf = (declarator: Declarator) => {
  const [first] = declarator.chunks;
  return first?.kind === 'function' ? first : null;
};
