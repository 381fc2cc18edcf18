/**
 * Where statements go while staging: FreeTensor's stack of statement lists, of naming scopes (`nid`s of callers)
 * and of lifetime scopes (which close the tensors and assertions opened in a body).
 */

import {
  type CallSite,
  type Expr,
  type ForProperty,
  type NodeId,
  nodeId,
  type Origin,
  type Param,
  type Stmt,
  type StmtOf,
} from '../../ir/nodes.ts';
import type { AccessType, DType, MemType } from '../../ir/types.ts';
import type { Span } from '../../text/span.ts';
import { Raised, Stopped } from './errors.ts';
import { type TensorDef, TensorRef, tensorsRead } from './tensor.ts';

/** Unrolled loops of real programs stay below a tenth of this. */
const MAX_STATEMENTS = 50_000;

/** One open statement list, and what waits for the statement that is appended next. */
class Frame {
  readonly stmts: Stmt[] = [];
  lastIf: StmtOf<'if'> | null = null;
  names: readonly string[] = [];
  /** The statement that marked the list last: a call made now is named after it where it has no name of its own. */
  marked: { readonly at: Span; readonly prefix: string | null } | null = null;
  noDeps: string[] = [];
  preferLibs = false;

  append(stmt: Stmt): void {
    this.stmts.push(stmt);
    this.lastIf = null;
    this.names = [];
    this.marked = null;
    this.noDeps = [];
    this.preferLibs = false;
  }
}

/** Names given inside one call: prefixed by the name of the call, numbered where they repeat. */
class NamingScope {
  private readonly used = new Map<string, { count: number; readonly first: Span | null }>();
  constructor(readonly prefix: string | null) {}
  full(name: string, unique: boolean): string {
    const seen = this.used.get(name)?.count ?? 0;
    return `${this.prefix === null ? '' : `${this.prefix}->`}${name}${unique && seen > 0 ? `$${seen}` : ''}`;
  }
  /** Where a name was given first; null where this is it. */
  take(name: string, at: Span | null): Span | null {
    const seen = this.used.get(name);
    if (seen) seen.count++;
    else this.used.set(name, { count: 1, first: at });
    return seen?.first ?? null;
  }
}

type Implicit = { readonly close: () => void };

export interface LoopSpec {
  readonly iter: string;
  readonly begin: Expr;
  readonly end: Expr;
  readonly step: Expr;
  readonly at: Span;
  readonly names?: readonly string[];
  readonly noDeps?: readonly string[];
  readonly preferLibs?: boolean;
}

export class Emitter {
  private frames: Frame[] = [new Frame()];
  private readonly lifetimes: Implicit[][] = [];
  private readonly returns: boolean[] = [];
  private naming: NamingScope[] = [];
  private readonly open = new Map<string, TensorDef>();
  private fresh = new Map<string, number>();
  private next = 1;
  /** The calls that lead to the statement being staged, outermost first. */
  readonly calls: CallSite[] = [];
  /** The statement being staged. */
  here: Span;
  /** Arrays captured by `capture_var`, in order. */
  captured: string[] = [];

  constructor(start: Span) {
    this.here = start;
  }

  get staging(): boolean {
    return this.lifetimes.length > 0;
  }
  /** Something of a builder program is open. */
  get building(): boolean {
    return this.frames.length > 1 || this.top.stmts.length > 0;
  }
  /** A body is open: of a staged function, or of a `with` of the builder. */
  get inside(): boolean {
    return this.frames.length > 1 || this.staging;
  }
  get returnAllowed(): boolean {
    return this.returns.at(-1) ?? true;
  }
  private get top(): Frame {
    return this.frames.at(-1) as Frame;
  }

  /** @throws Stopped where one function grows beyond what anybody would stage. */
  private base(): { id: NodeId; names: readonly string[]; origin: Origin } {
    if (this.next > MAX_STATEMENTS) throw new Stopped('budget', this.here);
    return { id: nodeId(this.next++), names: this.top.names, origin: this.origin() };
  }
  origin(span: Span = this.here): Origin {
    return { span, calls: [...this.calls], trail: [] };
  }

  // ---- names ---------------------------------------------------------------------------------------------------------

  /** A tensor or iterator name not used before in this function. */
  freshName(name: string): string {
    const seen = this.fresh.get(name);
    this.fresh.set(name, seen === undefined ? 0 : seen + 1);
    return seen === undefined ? name : `${name}_${seen + 1}`;
  }
  /** `at`: the place of a `nid`, which is one statement's only; null for labels. Gives the place of an earlier same nid. */
  nameNext(names: readonly string[], at: Span | null): Span | null {
    const scope = this.naming.at(-1);
    this.top.names = names.map((n) => scope?.full(n, at !== null) ?? n);
    const earlier = names.map((n) => scope?.take(n, at) ?? null);
    return earlier[0] ?? null;
  }
  /** Builder form: the name is taken as it is. */
  markNext(name: string): void {
    this.top.names = [name];
  }
  addNoDeps(tensor: string): void {
    this.top.noDeps.push(tensor);
  }
  preferLibs(): void {
    this.top.preferLibs = true;
  }
  /** A rewritten statement begins: FreeTensor gives the next statement its file and line where it has no name. */
  mark(at: Span): void {
    this.here = at;
    const { top } = this;
    if (top.names.length === 0 && !top.marked) top.marked = { at, prefix: this.naming.at(-1)?.prefix ?? null };
  }
  /**
   * The name waiting for the next statement goes to the call that is made now; null where there is none.
   * It may be left over from a call made before in the same statement, as in FreeTensor.
   */
  takeCallName(place: (at: Span) => string): string | null {
    const { top } = this;
    const { marked } = top;
    const name =
      top.names[0] ?? (marked ? `${marked.prefix === null ? '' : `${marked.prefix}->`}${place(marked.at)}` : null);
    top.names = [];
    top.marked = null;
    return name;
  }

  // ---- scopes --------------------------------------------------------------------------------------------------------

  /** A function body: returns are allowed in it. `prefix` null: a call without a name, whose names are its caller's. */
  inFunction<T>(prefix: string | null, body: () => T): T {
    this.returns.push(true);
    const scoped = prefix !== null || this.naming.length === 0;
    if (scoped) this.naming.push(new NamingScope(prefix));
    try {
      return body();
    } finally {
      this.returns.pop();
      if (scoped) this.naming.pop();
    }
  }

  /** A body that is staged: what is opened in it is closed at its end, last first. */
  inLifetime<T>(body: () => T): T {
    const opened: Implicit[] = [];
    this.lifetimes.push(opened);
    this.returns.push(false);
    let done = false;
    try {
      const result = body();
      done = true;
      return result;
    } finally {
      this.returns.pop();
      this.lifetimes.pop();
      if (done) for (const o of opened.reverse()) o.close();
      else for (const o of opened.reverse()) this.abandon(o);
    }
  }
  private abandon(o: Implicit): void {
    try {
      o.close();
    } catch {
      // The first exception is the one to report; closing only restores the stacks.
    }
  }
  private keep(close: () => void): void {
    this.lifetimes.at(-1)?.push({ close });
  }

  /** Runs `body` with a new statement list and gives the one statement it makes. */
  collect(body: () => void): Stmt {
    const depth = this.frames.length;
    this.frames.push(new Frame());
    try {
      body();
      return this.seal(this.top);
    } finally {
      this.frames.length = depth;
    }
  }
  private seal(frame: Frame, names: readonly string[] = []): Stmt {
    const only = frame.stmts[0];
    if (frame.stmts.length === 1 && only && names.length === 0) return only;
    return { kind: 'seq', id: nodeId(this.next++), names, origin: this.origin(), stmts: frame.stmts };
  }

  // ---- statements ----------------------------------------------------------------------------------------------------

  store(ref: { def: TensorDef; indices: readonly Expr[] }, value: Expr, at: Span): void {
    ref.def.stores.push({ indices: ref.indices, at });
    this.top.append({ kind: 'store', ...this.base(), tensor: ref.def.name, indices: ref.indices, value, at });
  }
  eval(value: Expr): void {
    this.top.append({ kind: 'eval', ...this.base(), value });
  }
  any(): void {
    this.top.append({ kind: 'any', ...this.base() });
  }
  notModelled(reason: string): void {
    this.top.append({ kind: 'notModelled', ...this.base(), reason, tensors: null });
  }

  loop(spec: LoopSpec, body: () => void): void {
    const reads = this.defsRead([spec.begin, spec.end, spec.step]);
    for (const d of reads) d.lentAt.push(spec.at);
    const here = this.here;
    try {
      const inside = this.collect(body);
      this.here = here;
      const top = this.top;
      const property: ForProperty = {
        parallel: 'serial',
        unroll: false,
        vectorize: false,
        noDeps: spec.noDeps ?? top.noDeps,
        preferLibs: spec.preferLibs ?? top.preferLibs,
      };
      const base = this.base();
      this.top.append({
        kind: 'for',
        ...base,
        names: spec.names && spec.names.length > 0 ? spec.names : base.names,
        iter: spec.iter,
        begin: spec.begin,
        end: spec.end,
        step: spec.step,
        property,
        body: inside,
        at: spec.at,
      });
    } finally {
      for (const d of reads) d.lentAt.pop();
    }
  }

  if(cond: Expr, then: () => void): void {
    const here = this.here;
    const body = this.collect(then);
    this.here = here;
    const stmt: StmtOf<'if'> = { kind: 'if', ...this.base(), cond, then: body, else: null };
    this.top.append(stmt);
    this.top.lastIf = stmt;
  }
  /** Gives the `if` just appended its other branch; false where there is none. */
  else(body: () => void): boolean {
    const last = this.top.lastIf;
    if (!last) return false;
    const other = this.collect(body);
    this.top.stmts.pop();
    this.top.append({ ...last, else: other });
    return true;
  }

  assert(cond: Expr, body: () => void): void {
    const here = this.here;
    const inside = this.collect(body);
    this.here = here;
    this.top.append({ kind: 'assert', ...this.base(), cond, body: inside });
  }
  /** From here to the end of the enclosing body. */
  openCondition(kind: 'assert' | 'assume', cond: Expr): void {
    const base = this.base();
    this.top.names = [];
    this.frames.push(new Frame());
    const depth = this.frames.length;
    this.keep(() => {
      const body = this.seal(this.frames[depth - 1] as Frame);
      this.frames.length = depth - 1;
      this.top.append({ kind, ...base, cond, body });
    });
  }

  named(name: string, body: () => void): void {
    const depth = this.frames.length;
    this.frames.push(new Frame());
    try {
      body();
      const stmt = this.seal(this.top, [name]);
      this.frames.length = depth;
      this.top.append(stmt);
    } finally {
      this.frames.length = depth;
    }
  }

  // ---- tensors -------------------------------------------------------------------------------------------------------

  private defsRead(exprs: readonly Expr[]): TensorDef[] {
    const names = new Set<string>();
    for (const e of exprs) tensorsRead(e, names);
    return [...names].map((n) => this.open.get(n)).filter((d) => d !== undefined);
  }
  /** Tensors that some indices read. */
  readBy(exprs: readonly Expr[]): readonly TensorDef[] {
    return exprs.every((e) => e.kind === 'int' || e.kind === 'var') ? [] : this.defsRead(exprs);
  }

  /** Opens a definition; `close` ends it and appends the `VarDef`. */
  define(
    name: string,
    shape: readonly Expr[],
    dtype: DType,
    access: AccessType,
    memory: MemType,
    at: Span,
    /** The name in the source, where `name` was made distinct from it. */
    spelled: string = name,
  ): { readonly ref: TensorRef; readonly close: (failed: boolean) => void } {
    const other = this.open.get(name);
    if (other) {
      throw new Raised(
        'nested-same-name',
        at,
        `\`${name}\` is defined inside the scope of another \`${name}\``,
        'InvalidProgram',
        {
          dsl: true,
          related: [{ span: other.origin.span, message: 'the outer definition' }],
        },
      );
    }
    const reads = this.defsRead(shape);
    const origin = this.origin(at);
    const def: TensorDef = { name, shape, dtype, access, memory, origin, reads, lentAt: [], stores: [] };
    for (const d of reads) d.lentAt.push(at);
    this.open.set(name, def);
    this.frames.push(new Frame());
    const depth = this.frames.length;
    const close = (failed: boolean): void => {
      this.open.delete(name);
      for (const d of reads) d.lentAt.pop();
      const body = this.seal(this.frames[depth - 1] as Frame);
      this.frames.length = depth - 1;
      if (failed) return;
      const base = this.base();
      this.top.append({
        kind: 'varDef',
        ...base,
        origin,
        name,
        shape,
        dtype,
        access: def.access,
        memory,
        aliasClass: null,
        view: null,
        ...(spelled === name ? {} : { spelled }),
        body,
      });
    };
    return { ref: new TensorRef(def, [], at, false, []), close };
  }

  /** Opens a definition that lasts to the end of the enclosing body. */
  defineHere(
    name: string,
    shape: readonly Expr[],
    dtype: DType,
    access: AccessType,
    memory: MemType,
    at: Span,
  ): TensorRef {
    const { ref, close } = this.define(this.freshName(name), shape, dtype, access, memory, at, name);
    this.keep(() => close(false));
    return ref;
  }

  // ---- results -------------------------------------------------------------------------------------------------------

  /** What was staged since the last reset, as one statement. */
  takeBody(): Stmt {
    const body = this.seal(this.top);
    this.frames = [new Frame()];
    return body;
  }

  /** Forgets everything that one function left behind. */
  reset(): void {
    this.frames = [new Frame()];
    this.naming = [];
    this.fresh = new Map();
    this.open.clear();
    this.captured = [];
    this.lifetimes.length = 0;
    this.returns.length = 0;
    this.next = 1;
  }
}

/** Symbolic Python values that occur in a function, in order; integers where they occur in a shape, bound or subscript. */
export const externalsOf = (body: Stmt): Param[] => {
  const found = new Map<string, { integer: boolean; origin: Span }>();
  const expr = (e: Expr, asSize: boolean): void => {
    switch (e.kind) {
      case 'param': {
        const seen = found.get(e.name);
        found.set(e.name, { integer: asSize || (seen?.integer ?? false), origin: seen?.origin ?? e.at });
        break;
      }
      case 'load':
        for (const i of e.indices) expr(i, true);
        break;
      case 'binary':
        expr(e.lhs, asSize);
        expr(e.rhs, asSize);
        break;
      case 'unary':
      case 'cast':
        expr(e.operand, false);
        break;
      case 'select':
        expr(e.cond, false);
        expr(e.then, asSize);
        expr(e.else, asSize);
        break;
      case 'intrinsic':
        for (const a of e.args) expr(a, false);
        break;
      default:
    }
  };
  const stmt = (s: Stmt): void => {
    switch (s.kind) {
      case 'seq':
        s.stmts.forEach(stmt);
        break;
      case 'varDef':
        for (const e of s.shape) expr(e, true);
        stmt(s.body);
        break;
      case 'store':
      case 'reduceTo':
      case 'atomicRMW':
        for (const i of s.indices) expr(i, true);
        expr(s.value, false);
        break;
      case 'for':
        for (const e of [s.begin, s.end, s.step]) expr(e, true);
        stmt(s.body);
        break;
      case 'while':
      case 'assert':
      case 'assume':
        expr(s.cond, false);
        stmt(s.body);
        break;
      case 'if':
        expr(s.cond, false);
        stmt(s.then);
        if (s.else) stmt(s.else);
        break;
      case 'eval':
        expr(s.value, false);
        break;
      default:
    }
  };
  stmt(body);
  return [...found].map(([name, p]) => ({ name, ...p }));
};
