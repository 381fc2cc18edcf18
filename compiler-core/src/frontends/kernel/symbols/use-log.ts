/** Where names are used: what each stands for, and whether it is read, written or called. */

import type { Expr, Name } from '../parse/ast.ts';
import { Classes } from './class-of.ts';
import type { KernelSymbol, Role, SymbolScope, Use } from './symbols.ts';

export class UseLog {
  readonly uses: Use[] = [];
  readonly unknownMembers = new Map<string, number[]>();
  readonly foreign = new Set<number>();
  /** Tokens that name what is called. */
  readonly called = new Set<number>();
  private readonly written = new Set<number>();
  private readonly classes: Classes;

  constructor(private readonly root: SymbolScope) {
    this.classes = new Classes(root);
  }

  use(token: number, symbol: KernelSymbol, role: Role): void {
    this.uses.push({ token, symbol, role });
  }

  name({ global, parts }: Name, scope: SymbolScope): void {
    let found = null as KernelSymbol | null;
    for (const [i, part] of parts.entries()) {
      if (part.form !== 'identifier' && part.form !== 'destructor') continue;
      const before: KernelSymbol | null = found;
      const members: SymbolScope | null = before?.members ?? null;
      found = i === 0 ? (global ? this.root : scope).lookup(part.text) : (members?.find(part.text) ?? null);
      // Behind the name of a library everything is the library's, unless it is a template of who knows what.
      if (found === null && i > 0 && before === null && parts[i - 1]?.arguments === null) this.foreign.add(part.from);
      if (found !== null) this.use(part.form === 'destructor' ? part.to - 1 : part.from, found, this.roleAt(part.from));
    }
  }

  member(object: Expr, arrow: boolean, name: Name, scope: SymbolScope): void {
    const last = name.parts.at(-1);
    if (last === undefined || last.form !== 'identifier') return;
    const of = this.classes.ofOwner(object, arrow, scope);
    const owner = of?.kind === 'class' ? of.symbol.members : null;
    const found = owner?.find(last.text) ?? null;
    if (found !== null) this.use(last.from, found, this.roleAt(last.from));
    else if (of?.kind === 'foreign' && of.element !== null) this.foreign.add(last.from);
    else this.unknownMember(last.text, last.from);
  }

  unknownMember(name: string, token: number | null): void {
    if (token === null) return;
    const known = this.unknownMembers.get(name);
    if (known === undefined) this.unknownMembers.set(name, [token]);
    else known.push(token);
  }

  /** What is written: the name in front, or its last member. */
  mark(e: Expr): void {
    const counts = e.kind === 'postfix' || (e.kind === 'unary' && /^(?:\+\+|--)$/.test(e.operator));
    if (e.kind !== 'assign' && !counts) return;
    let target: Expr = e.kind === 'assign' ? e.left : e.operand;
    for (;;) {
      if (target.kind === 'paren') target = target.inner;
      else if (target.kind === 'subscript') target = target.object;
      else if (target.kind === 'unary' && target.operator === '*') target = target.operand;
      else break;
    }
    const last = target.kind === 'name' || target.kind === 'member' ? target.name.parts.at(-1) : undefined;
    if (last !== undefined) this.written.add(last.from);
  }

  private roleAt(token: number): Role {
    if (this.written.has(token)) return 'write';
    return this.called.has(token) ? 'call' : 'read';
  }
}
