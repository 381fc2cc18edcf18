/**
 * From a tree to its names: what each stands for, by the scopes of the text ([basic.scope], [basic.lookup]). Templates are
 * not instantiated and code that nothing reaches is read as well, so an editor sees every use. Never throws; O(nodes), with
 * a stack of its own.
 */

import { K } from '../lex/tokens.ts';
import type {
  BaseClass,
  Capture,
  ClassDefinition,
  Decl,
  Declarator,
  EnumDefinition,
  Expr,
  FunctionDecl,
  FunctionPart,
  LambdaExpr,
  MemberInit,
  Name,
  NamePart,
  Node,
  Parameter,
  Specifiers,
  Stmt,
  TemplateHead,
  TemplateParameter,
} from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { canBeFunction, functionOf, symbolOfName } from './class-of.ts';
import { type Declared, KernelSymbol, type SymbolKind, SymbolScope, type SymbolTable } from './symbols.ts';
import { UseLog } from './use-log.ts';

/** One step of the walk; a step may put more before the ones that wait. */
type Work = () => unknown;

type Kinded = Node & { readonly kind: string };

/** The type of a capture with an initialiser. */
const AUTO: Specifiers = {
  from: 0,
  to: 0,
  words: [],
  const: false,
  volatile: false,
  type: { from: 0, to: 0, kind: 'auto', decltype: false, constraint: null },
  attributes: [],
  explicit: null,
};

const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'enum', 'type', 'templateParameter']);

const isName = (value: object): value is Name => 'parts' in value && 'global' in value;
const isSpecifiers = (value: object): value is Specifiers =>
  'words' in value && 'type' in value && 'attributes' in value;
const isParameter = (value: object): value is Parameter => 'default' in value && 'declarator' in value;
const isHead = (value: object): value is TemplateHead => 'parameters' in value && !('kind' in value);

const isFunctionDecl = (decl: Decl): boolean =>
  decl.kind === 'function' || (decl.kind === 'template' && isFunctionDecl(decl.declaration));

/** Operators, and `begin` for loops. */
const givesElements = (decl: Decl): boolean => {
  if (decl.kind === 'template') return givesElements(decl.declaration);
  const declarators =
    decl.kind === 'function'
      ? [decl.declarator]
      : decl.kind === 'simple'
        ? decl.declarators.map(({ declarator }) => declarator)
        : [];
  return declarators.some(({ name }) => {
    const last = name?.parts.at(-1);
    return last?.form === 'operator' ? /^(?:\*|->|\[\]|\(\))$/.test(last.text) : last?.text === 'begin';
  });
};

export const resolveSymbols = (unit: SyntaxUnit): SymbolTable => new Resolver(unit).run();

class Resolver {
  private readonly root = new SymbolScope(null, 'namespace');
  private readonly symbols: KernelSymbol[] = [];
  private readonly log = new UseLog(this.root);
  private readonly stack: Work[] = [];
  private readonly constructors = new Set<number>();

  constructor(private readonly unit: SyntaxUnit) {}

  run(): SymbolTable {
    this.visit(this.unit.body, this.root);
    for (let next = this.stack.pop(); next !== undefined; next = this.stack.pop()) next();
    const { root, symbols, log } = this;
    const { uses, foreign, unknownMembers } = log;
    return { tokens: this.unit.tokens, root, symbols, uses, foreign, unknownMembers };
  }

  /** To be done next, in this order. */
  private next(...works: readonly Work[]): void {
    for (let i = works.length - 1; i >= 0; i--) this.stack.push(works[i] as Work);
  }

  private see(value: unknown, scope: SymbolScope): Work {
    return () => this.visit(value, scope);
  }

  private visit(value: unknown, scope: SymbolScope): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      this.next(...value.map((item) => this.see(item, scope)));
    } else if (isName(value)) this.name(value, scope);
    else if (isSpecifiers(value)) this.specifiers(value, scope);
    else if (isParameter(value)) this.parameter(value, scope);
    else if (isHead(value)) this.head(value, scope);
    else if (!('kind' in value && this.special(value as Kinded, scope))) this.inner(value, scope);
  }

  private inner(value: object, scope: SymbolScope): void {
    this.next(...Object.values(value).map((item) => this.see(item, scope)));
  }

  /** Whether it is a thing that declares, or opens a scope, or names a member. */
  private special(node: Kinded, scope: SymbolScope): boolean {
    switch (node.kind) {
      case 'compound':
        this.inner(node, new SymbolScope(scope, 'block'));
        return true;
      case 'if':
      case 'while':
      case 'for':
      case 'switch':
        this.inner(node, new SymbolScope(scope, 'block'));
        return true;
      case 'rangeFor':
        this.rangeFor(node as Extract<Stmt, { kind: 'rangeFor' }>, new SymbolScope(scope, 'block'));
        return true;
      case 'try': {
        const { body, handlers } = node as Extract<Stmt, { kind: 'try' }>;
        this.next(
          this.see(body, scope),
          ...handlers.map((handler) => this.see(handler, new SymbolScope(scope, 'block'))),
        );
        return true;
      }
      case 'function':
        if ('declarator' in node) this.functionDecl(node as unknown as FunctionDecl, scope);
        else this.functionPart(node as unknown as FunctionPart, new SymbolScope(scope, 'block'));
        return true;
      case 'simple':
        this.simple(node as Extract<Decl, { kind: 'simple' }>, scope);
        return true;
      case 'lambda':
        this.lambda(node as LambdaExpr, scope);
        return true;
      case 'template': {
        if (!('declaration' in node)) return false;
        const { head, declaration } = node as Extract<Decl, { kind: 'template' }>;
        const inner = new SymbolScope(scope, 'template');
        this.next(this.see(head, inner), this.see(declaration, inner));
        return true;
      }
      case 'namespace':
        this.namespace(node as Extract<Decl, { kind: 'namespace' }>, scope);
        return true;
      case 'namespaceAlias':
      case 'usingNamespace':
      case 'using':
      case 'alias':
        this.alias(node as Extract<Decl, { kind: 'namespaceAlias' | 'usingNamespace' | 'using' | 'alias' }>, scope);
        return true;
      case 'member': {
        const { object, name, arrow } = node as Extract<Expr, { kind: 'member' }>;
        this.log.member(object, arrow, name, scope);
        this.next(this.see(object, scope), ...name.parts.map((part) => this.see(part.arguments, scope)));
        return true;
      }
      case 'assign':
      case 'postfix':
      case 'unary':
        this.log.mark(node as Expr);
        return false;
      case 'call': {
        const { callee } = node as Extract<Expr, { kind: 'call' }>;
        const last = callee.kind === 'name' || callee.kind === 'member' ? callee.name.parts.at(-1) : undefined;
        if (last !== undefined) this.log.called.add(last.from);
        return false;
      }
      case 'list':
        for (const { designators, from, value } of (node as Extract<Expr, { kind: 'list' }>).items) {
          for (const name of designators)
            if (typeof name === 'string') this.log.unknownMember(name, this.token(name, from, value.from));
        }
        return false;
      default:
        return false;
    }
  }

  // declarations

  private declare(
    name: string,
    kind: SymbolKind,
    token: number | null,
    node: Node,
    scope: SymbolScope,
  ): KernelSymbol | null {
    if (name === '' || token === null) return null;
    let at = scope;
    while (at.kind === 'template' && kind !== 'templateParameter' && at.parent !== null) at = at.parent;
    // Constructors have the name of their class.
    if (kind === 'function' && at.kind === 'class' && at.owner?.name === name) {
      if (!this.constructors.has(token)) this.log.use(token, at.owner, 'read');
      this.constructors.add(token);
      return null;
    }
    const before = at.own(name);
    // Functions of one name are one symbol, a class that is declared before it is defined is one.
    const symbol =
      before?.kind === kind && (kind !== 'variable' || at.kind !== 'block') ? before : new KernelSymbol(name, kind, at);
    if (symbol !== before) {
      at.add(symbol);
      this.symbols.push(symbol);
    }
    this.declaredAgain(symbol, token, node);
    return symbol;
  }

  private declaredAgain(symbol: KernelSymbol, token: number, node: Node): void {
    if (symbol.declarations.includes(token)) return;
    symbol.declarations.push(token);
    symbol.nodes.push(node);
    this.log.use(token, symbol, 'declaration');
  }

  private simple({ specifiers, declarators }: Extract<Decl, { kind: 'simple' }>, scope: SymbolScope): void {
    const work: Work[] = [this.see(specifiers, scope)];
    const kind: SymbolKind = specifiers.words.includes('typedef')
      ? 'type'
      : scope.kind === 'class'
        ? 'field'
        : 'variable';
    for (const { declarator, bitField, initializer } of declarators) {
      work.push(() => this.declarator(declarator, kind, { specifiers, scope, initializer }, scope));
      work.push(this.see(bitField, scope), this.see(initializer, scope));
    }
    this.next(...work);
  }

  /** Declares the name, or finds what a qualified one declares again; looks into the parts of the type. */
  private declarator(
    declarator: Declarator,
    kind: SymbolKind,
    declared: Declared,
    scope: SymbolScope,
    node: Node = declarator,
  ): KernelSymbol | null {
    const { name, bindings, chunks } = declarator;
    const part = functionOf(declarator);
    const isFunction = part !== null && kind !== 'type' && canBeFunction(declared.initializer);
    const last = name?.parts.at(-1);
    let symbol: KernelSymbol | null = null;
    if (name !== null && last !== undefined && name.parts.length > 1) symbol = this.qualified(name, last, node, scope);
    else if (last !== undefined && last.form === 'identifier')
      symbol = this.declare(last.text, isFunction ? 'function' : kind, last.from, node, scope);
    else if (last?.form === 'destructor') {
      const owner = scope.enclosingClass?.owner;
      if (owner?.name === last.text) this.log.use(last.to - 1, owner, 'read');
    } else if (last !== undefined) this.next(this.see(last, scope));
    if (symbol !== null) {
      symbol.declared ??= declared;
      if (isFunction && part !== null) symbol.functions.push(part);
      if (isFunction || kind === 'function') symbol.overloads.push(declared);
    }
    for (const each of bindings ?? []) this.declare(each.text, kind, each.from, node, scope);
    this.next(...chunks.map((chunk) => this.see(chunk, scope)), this.see(declarator.attributes, scope));
    return symbol;
  }

  /** `A::f` of a member that is defined outside of its class. */
  private qualified(name: Name, last: NamePart, node: Node, scope: SymbolScope): KernelSymbol | null {
    const outer = { ...name, parts: name.parts.slice(0, -1) };
    this.name(outer, scope);
    const owner = symbolOfName(outer, scope, this.root);
    const found = owner?.members?.own(last.text) ?? null;
    if (found !== null) this.declaredAgain(found, last.from, node);
    else if (owner !== null && last.text === owner.name && (last.form === 'identifier' || last.form === 'destructor'))
      this.log.use(last.form === 'destructor' ? last.to - 1 : last.from, owner, 'read');
    else this.next(this.see(last.type, scope));
    return found;
  }

  private functionDecl(decl: FunctionDecl, scope: SymbolScope): void {
    const { specifiers, declarator, inits, body, handlers } = decl;
    const [part] = declarator.chunks;
    const name = declarator.name;
    const owner =
      name === null || name.parts.length < 2
        ? null
        : symbolOfName({ ...name, parts: name.parts.slice(0, -1) }, scope, this.root);
    const declared = { specifiers, scope, initializer: null };
    this.next(this.see(specifiers, scope), () => {
      const symbol = this.declarator({ ...declarator, chunks: [] }, 'function', declared, scope, decl);
      if (symbol !== null && part?.kind === 'function') symbol.functions.push(part);
      // Names of the class are known in its members, wherever they are defined.
      const inner = new SymbolScope(owner?.members ?? scope, 'function', symbol);
      inner.extent = decl;
      if (owner !== null && scope.kind === 'template') inner.opened.push(scope);
      this.next(
        ...declarator.chunks.slice(1).map((chunk) => this.see(chunk, scope)),
        () => part?.kind === 'function' && this.functionPart(part, inner),
        ...inits.map(
          (init): Work =>
            () =>
              this.memberInit(init, inner),
        ),
        this.see(body, inner),
        this.see(handlers, inner),
      );
    });
  }

  private memberInit({ name, initializer }: MemberInit, scope: SymbolScope): void {
    const [first] = name.parts;
    const field =
      name.parts.length === 1 && first !== undefined ? (scope.enclosingClass?.find(first.text) ?? null) : null;
    if (field?.kind === 'field' && first !== undefined) {
      this.log.use(first.from, field, 'write');
      this.next(this.see(first.arguments, scope), this.see(initializer, scope));
    } else this.next(this.see(name, scope), this.see(initializer, scope));
  }

  private functionPart(part: FunctionPart, scope: SymbolScope): void {
    const work: Work[] = part.parameters.map(
      (parameter): Work =>
        () =>
          this.parameter(parameter, scope),
    );
    this.next(
      ...work,
      this.see(part.noexcept, scope),
      this.see(part.trailing, scope),
      this.see(part.requires, scope),
      this.see(part.attributes, scope),
    );
  }

  private parameter(parameter: Parameter, scope: SymbolScope): void {
    const { specifiers, declarator, default: value } = parameter;
    const declared = { specifiers, scope, initializer: null };
    this.next(
      this.see(specifiers, scope),
      () => this.declarator(declarator, 'parameter', declared, scope, parameter),
      this.see(value, scope),
    );
  }

  private rangeFor(stmt: Extract<Stmt, { kind: 'rangeFor' }>, scope: SymbolScope): void {
    const { init, specifiers, declarator, range, body } = stmt;
    const declared = { specifiers, scope, initializer: range, isElement: true };
    this.next(
      this.see(init, scope),
      this.see(range, scope),
      this.see(specifiers, scope),
      () => this.declarator(declarator, 'variable', declared, scope),
      this.see(body, scope),
    );
  }

  private lambda(lambda: LambdaExpr, scope: SymbolScope): void {
    const inner = new SymbolScope(scope, 'block');
    this.next(
      ...lambda.captures.map(
        (capture): Work =>
          () =>
            this.capture(capture, scope, inner),
      ),
      this.see(lambda.attributes, inner),
      this.see(lambda.template, inner),
      () => lambda.function !== null && this.functionPart(lambda.function, inner),
      this.see(lambda.body, inner),
    );
  }

  private capture({ name, initializer, from, to }: Capture, scope: SymbolScope, inner: SymbolScope): void {
    const token = this.token(name, from, to);
    if (initializer !== null) {
      const symbol = this.declare(name, 'variable', token, { from, to }, inner);
      if (symbol !== null) symbol.declared = { specifiers: AUTO, scope, initializer };
      this.next(this.see(initializer, scope));
      return;
    }
    const found = scope.lookup(name);
    if (found !== null && token !== null) this.log.use(token, found, 'read');
  }

  private namespace({ names, inline, body, from, to }: Extract<Decl, { kind: 'namespace' }>, scope: SymbolScope): void {
    let at = scope;
    let start = from;
    for (const name of names) {
      if (name === '') {
        const unnamed = new SymbolScope(at, 'namespace');
        at.opened.push(unnamed);
        at = unnamed;
        continue;
      }
      const token = this.token(name, start, to);
      const symbol = this.declare(name, 'namespace', token, { from, to }, at);
      start = (token ?? start) + 1;
      if (symbol === null) continue;
      symbol.members ??= new SymbolScope(at, 'namespace', symbol);
      if (inline && !at.opened.includes(symbol.members)) at.opened.push(symbol.members);
      at = symbol.members;
    }
    this.next(this.see(body, at));
  }

  private alias(
    decl: Extract<Decl, { kind: 'namespaceAlias' | 'usingNamespace' | 'using' | 'alias' }>,
    scope: SymbolScope,
  ): void {
    const { from, to } = decl;
    if (decl.kind === 'usingNamespace') {
      const members = symbolOfName(decl.name, scope, this.root)?.members;
      if (members != null) scope.opened.push(members);
      this.next(this.see(decl.name, scope));
    } else if (decl.kind === 'using') {
      for (const name of decl.names) {
        const found = symbolOfName(name, scope, this.root);
        if (found !== null) scope.add(found);
      }
      this.next(this.see(decl.names, scope));
    } else if (decl.kind === 'namespaceAlias') {
      const symbol = this.declare(decl.name, 'namespace', this.token(decl.name, from, to), { from, to }, scope);
      if (symbol !== null) symbol.members = symbolOfName(decl.target, scope, this.root)?.members ?? null;
      this.next(this.see(decl.target, scope));
    } else {
      const symbol = this.declare(decl.name, 'type', this.token(decl.name, from, to), { from, to }, scope);
      if (symbol !== null) symbol.declared = { specifiers: decl.type.specifiers, scope, initializer: null };
      this.next(this.see(decl.type, scope));
    }
  }

  private head({ parameters, requires }: TemplateHead, scope: SymbolScope): void {
    this.next(
      ...parameters.map(
        (parameter): Work =>
          () =>
            this.templateParameter(parameter, scope),
      ),
      this.see(requires, scope),
    );
  }

  private templateParameter(parameter: TemplateParameter, scope: SymbolScope): void {
    if (parameter.kind === 'value') {
      const { specifiers, declarator, default: value } = parameter.parameter;
      const declared = { specifiers, scope, initializer: null };
      this.next(
        this.see(specifiers, scope),
        () => this.declarator(declarator, 'templateParameter', declared, scope),
        this.see(value, scope),
      );
      return;
    }
    const { name, from, to } = parameter;
    this.declare(name, 'templateParameter', this.token(name, from, to), { from, to }, scope);
    if (parameter.kind === 'type') this.next(this.see(parameter.constraint, scope), this.see(parameter.default, scope));
    else this.next(this.see(parameter.head, new SymbolScope(scope, 'template')), this.see(parameter.default, scope));
  }

  // types that declare

  private specifiers(specifiers: Specifiers, scope: SymbolScope): void {
    const { type } = specifiers;
    this.next(this.see(specifiers.attributes, scope), this.see(specifiers.explicit, scope));
    if (type.kind === 'class') this.classDefinition(type.definition, scope);
    else if (type.kind === 'enum') this.enumDefinition(type.definition, scope);
    else if (type.kind === 'elaborated' && type.name.parts.length === 1)
      this.elaborated(type.key, type.name, type, scope, specifiers.words.includes('friend'));
    else this.next(this.see(type, scope));
  }

  /** `struct S;` declares; `struct S x` uses, or declares where nothing of that name is known. */
  private elaborated(key: string, name: Name, node: Node, scope: SymbolScope, friend: boolean): void {
    const [part] = name.parts;
    if (part === undefined) return;
    const known = scope.lookup(part.text);
    // A variable or a function may hide the class; what a friend declares is found by its arguments alone.
    const isHidden = known !== null && !TYPES.has(known.kind);
    if (known !== null && !isHidden) this.name(name, scope);
    else if (known === null && !friend)
      this.declare(part.text, key === 'enum' ? 'enum' : 'class', part.from, node, scope);
    this.next(this.see(part.arguments, scope));
  }

  private classDefinition(definition: ClassDefinition, scope: SymbolScope): void {
    const { name, bases, members, attributes } = definition;
    const part = name?.parts.at(-1);
    const before = name === null || name.parts.length === 1 ? null : symbolOfName(name, scope, this.root);
    if (before !== null && part !== undefined) this.declaredAgain(before, part.from, definition);
    const symbol =
      before ?? (part === undefined ? null : this.declare(part.text, 'class', part.from, definition, scope));
    if (symbol !== null && part?.arguments != null) symbol.isSpecialised = true;
    if (symbol !== null && members.some(givesElements)) symbol.hasOperators = true;
    // Instances and specialisations have members of their own; an editor shows those of the first for a name.
    const own = new SymbolScope(scope, 'class', symbol);
    if (symbol !== null) symbol.members ??= own;
    for (const base of bases) this.base(base, scope, own);
    // All members are known in the bodies of all, wherever they stand.
    for (const member of members) this.foresee(member, own);
    this.next(
      this.see(part?.arguments, scope),
      this.see(attributes, scope),
      this.see(bases, scope),
      // Bodies of members are read when all of the class is known ([class.mem]).
      ...members.filter((member) => !isFunctionDecl(member)).map((member) => this.see(member, own)),
      ...members.filter(isFunctionDecl).map((member) => this.see(member, own)),
    );
  }

  private base({ name }: BaseClass, scope: SymbolScope, own: SymbolScope): void {
    const members = symbolOfName(name, scope, this.root)?.members;
    if (members != null) {
      own.opened.push(members);
      members.isBase = true;
    }
    if (members?.owner?.hasOperators === true && own.owner !== null) own.owner.hasOperators = true;
    if (name.parts.some((part) => part.arguments !== null)) own.hasDependentBase = true;
  }

  private foresee(member: Decl, scope: SymbolScope): void {
    if (member.kind === 'template') this.foresee(member.declaration, scope);
    else if (member.kind === 'simple') {
      const { specifiers } = member;
      for (const { declarator, initializer } of member.declarators) {
        const [part] = declarator.name?.parts ?? [];
        if (part?.form !== 'identifier' || declarator.name?.parts.length !== 1) continue;
        const isFunction = functionOf(declarator) !== null && canBeFunction(initializer);
        const kind: SymbolKind = specifiers.words.includes('typedef') ? 'type' : isFunction ? 'function' : 'field';
        const symbol = this.declare(part.text, kind, part.from, declarator, scope);
        if (symbol !== null) symbol.declared ??= { specifiers, scope, initializer };
      }
    } else if (member.kind === 'function') {
      const [part] = member.declarator.name?.parts ?? [];
      if (part?.form !== 'identifier' || member.declarator.name?.parts.length !== 1) return;
      const symbol = this.declare(part.text, 'function', part.from, member, scope);
      if (symbol !== null) symbol.declared ??= { specifiers: member.specifiers, scope, initializer: null };
    } else if (member.kind === 'alias')
      this.declare(member.name, 'type', this.token(member.name, member.from, member.to), member, scope);
  }

  private enumDefinition(definition: EnumDefinition, scope: SymbolScope): void {
    const { name, scoped, enumerators, underlying } = definition;
    const part = name?.parts.at(-1);
    const symbol = part === undefined ? null : this.declare(part.text, 'enum', part.from, definition, scope);
    const own = symbol?.members ?? new SymbolScope(scope, 'class', symbol);
    if (symbol !== null) symbol.members = own;
    this.next(this.see(underlying, scope));
    for (const each of enumerators ?? []) {
      const declared = this.declare(
        each.name,
        'enumerator',
        this.token(each.name, each.from, each.to),
        each,
        scoped ? own : scope,
      );
      if (declared !== null && !scoped) own.add(declared);
      this.next(this.see(each.value, own));
    }
  }

  // uses

  private name(name: Name, scope: SymbolScope): void {
    this.log.name(name, scope);
    this.next(
      ...name.parts.flatMap(({ arguments: args, type, expression }) => [
        this.see(args, scope),
        this.see(type, scope),
        this.see(expression, scope),
      ]),
    );
  }

  /** The first token of that name in `[from, to)`. */
  private token(name: string, from: number, to: number): number | null {
    for (let i = from; i < to; i++) {
      const token = this.unit.tokens[i];
      if (token?.kind === K.name && token.text === name) return i;
    }
    return null;
  }
}
