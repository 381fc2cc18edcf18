/**
 * The class of an object as far as the text says it: through declared types, `auto` with its initialiser, elements of
 * arrays, pointers and of the library's containers. Approximate on purpose: it only finds whose member a name is.
 */

import type { Declarator, Expr, Initializer, Name, Specifiers, TypeId } from '../parse/ast.ts';
import type { KernelSymbol, SymbolScope } from './symbols.ts';

export type ClassOf =
  | { readonly kind: 'class'; readonly symbol: KernelSymbol }
  /** Of a library, or no class at all; `element`: what `[]`, `*` and `->` lead to, absent where it holds nothing of ours. */
  | { readonly kind: 'foreign'; readonly element?: ClassOf }
  | null;

const FOREIGN: ClassOf = { kind: 'foreign' };
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
    const of = value === null ? null : this.ofExpr(value, declared.scope);
    return declared.isElement === true ? elementOf(of) : of;
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
    const [first, ...rest] = (name.parts.at(-1)?.arguments ?? []).map((argument): ClassOf => {
      if (argument.kind === 'type') return this.ofTypeId(argument.type, scope);
      return argument.kind === 'name' ? this.ofArgument(argument.name, scope) : FOREIGN;
    });
    if (first === undefined) return FOREIGN;
    // Of several things of ours (`pair`, `map`) it is not known which one comes out.
    if (!rest.every(holdsNothing)) return null;
    return holdsNothing(first) ? FOREIGN : { kind: 'foreign', element: first };
  }

  /** A constant, or a type. */
  private ofArgument(name: Name, scope: SymbolScope): ClassOf {
    const symbol = symbolOfName(name, scope, this.root);
    return symbol?.kind === 'variable' || symbol?.kind === 'enumerator' ? FOREIGN : this.ofName(name, scope);
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
        if (e.operator === '*') return elementOf(this.ofExpr(e.operand, scope));
        return e.operator === '&' ? this.ofExpr(e.operand, scope) : null;
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
        if (owner?.kind === 'foreign') return holdsNothing(owner) ? owner : { kind: 'foreign', element: null };
        if (owner?.kind !== 'class') return null;
        const found = owner.symbol.members?.find(e.name.parts.at(-1)?.text ?? '') ?? null;
        return found === null ? null : this.ofNamed(found);
      }
      case 'call':
        return this.ofCall(e, scope);
      case 'boolean':
        return FOREIGN;
      default:
        return null;
    }
  }

  private ofCall({ callee, arguments: given }: Extract<Expr, { kind: 'call' }>, scope: SymbolScope): ClassOf {
    const symbol = callee.kind === 'name' ? symbolOfName(callee.name, scope, this.root) : null;
    if (callee.kind === 'name' && symbol === null) {
      // A function of a library gives back what it is given (`max`, `move`, `get<0>`), or what its arguments name.
      const isPlain = callee.name.parts.every((part) => part.arguments === null);
      return isPlain && given.every((one) => holdsNothing(this.ofExpr(one, scope))) ? FOREIGN : null;
    }
    if (callee.kind === 'member' || symbol?.kind === 'function' || symbol?.kind === 'class' || symbol?.kind === 'type')
      return this.ofExpr(callee, scope);
    return null;
  }

  /** Null where overloads give different things. */
  private ofOverloads({ overloads }: KernelSymbol): ClassOf {
    const all = overloads.map(({ specifiers, scope }) => this.ofSpecifiers(specifiers, scope));
    const [first] = all;
    if (first === undefined || first === null || first === 'auto') return null;
    const same = (of: ClassOf | 'auto'): boolean =>
      of !== null &&
      of !== 'auto' &&
      of.kind === first.kind &&
      (of.kind !== 'class' || first.kind !== 'class' || of.symbol === first.symbol);
    return all.every(same) ? first : null;
  }

  private ofNamed(symbol: KernelSymbol | null): ClassOf {
    if (symbol === null) return FOREIGN;
    if (symbol.kind === 'class') return { kind: 'class', symbol };
    if (symbol.kind !== 'function') return this.ofSymbol(symbol);
    if (symbol.overloads.length > 1) return this.ofOverloads(symbol);
    const [first] = symbol.functions;
    if (first?.trailing != null && symbol.declared !== null)
      return this.ofTypeId(first.trailing, symbol.declared.scope);
    return this.ofSymbol(symbol);
  }
}

const holdsNothing = (of: ClassOf): boolean => of?.kind === 'foreign' && of.element === undefined;

/** `a[i].x` and `p->x` of our own classes: arrays and pointers say their element, as declared. */
const elementOf = (of: ClassOf): ClassOf => {
  if (of?.kind === 'foreign') return of.element === undefined ? of : of.element;
  return of?.symbol.hasOperators === true ? null : of;
};

const valueIn = (initializer: Initializer | Expr | null): Expr | null => {
  if (initializer === null) return null;
  if ('value' in initializer && initializer.kind === 'copy') return initializer.value;
  if (initializer.kind === 'paren' && 'arguments' in initializer) return initializer.arguments[0] ?? null;
  if (initializer.kind === 'brace') return initializer.list.items[0]?.value ?? null;
  return initializer as Expr;
};

/** Whether what is declared with this initialiser can be a function: `= 0` makes it abstract. */
export const canBeFunction = (initializer: Initializer | Expr | null): boolean =>
  initializer === null || initializer.kind === 'copy';

/** The parameters that a declarator of a function has. */
export const functionOf = (declarator: Declarator) => {
  const [first] = declarator.chunks;
  return first?.kind === 'function' ? first : null;
};
