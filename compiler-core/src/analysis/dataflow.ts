/** Who reads and writes each tensor, in the order of execution, and under which loops and guards. */

import type { Diagnostic, Related } from '../diag/diagnostic.ts';
import { type Expr, type For, type Func, type Stmt, serialLoop, type VarDef } from '../ir/nodes.ts';
import { childExprs, effectOf, visitStmt } from '../ir/walk.ts';
import type { Span } from '../text/span.ts';
import { reportAt } from './report.ts';

/** One enclosing construct that decides whether and how often something runs; linked outwards. */
export type Context =
  | { readonly kind: 'loop'; readonly loop: For; readonly up: Context | null }
  | { readonly kind: 'guard'; readonly cond: Expr; readonly holds: boolean; readonly up: Context | null }
  /** Checked before what is inside: where it fails, the run has ended already. */
  | { readonly kind: 'assertion'; readonly cond: Expr; readonly up: Context | null }
  | { readonly kind: 'while'; readonly cond: Expr; readonly up: Context | null }
  | { readonly kind: 'def'; readonly def: VarDef; readonly up: Context | null };

export interface Use {
  /** `update`: reads the old value of the element it writes. */
  readonly kind: 'read' | 'write' | 'update';
  readonly stmt: Stmt;
  /** The access in the source; for a write, its target. */
  readonly at: Span;
  readonly indices: readonly Expr[];
  /** Position in one pass through the program; reads of a statement come before its write. */
  readonly order: number;
  readonly context: Context | null;
}

export interface TensorFacts {
  readonly def: VarDef;
  readonly uses: readonly Use[];
  /** A view of it, or its being one, or code that is not modelled, may access it unseen. */
  readonly opaque: boolean;
}

interface Building {
  readonly def: VarDef;
  readonly uses: Use[];
  opaque: boolean;
}

class Collector {
  readonly all: Building[] = [];
  private readonly scope = new Map<string, Building[]>();
  private context: Context | null = null;
  private readonly contexts: (Context | null)[] = [];
  private order = 0;

  private use(
    tensor: string,
    kind: Use['kind'],
    stmt: Stmt,
    at: Span,
    indices: readonly Expr[],
    context: Context | null,
  ) {
    this.scope
      .get(tensor)
      ?.at(-1)
      ?.uses.push({ kind, stmt, at, indices, order: this.order++, context });
  }

  /** Loads of an expression in evaluation order; what is evaluated only sometimes is under a guard. */
  private reads(root: Expr, stmt: Stmt): void {
    type Item = { readonly e: Expr; readonly context: Context | null; readonly done: boolean };
    const stack: Item[] = [{ e: root, context: this.context, done: false }];
    for (let item = stack.pop(); item; item = stack.pop()) {
      const { e, context } = item;
      if (item.done) {
        if (e.kind === 'load') this.use(e.tensor, 'read', stmt, e.at, e.indices, context);
        continue;
      }
      stack.push({ e, context, done: true });
      const kids = childExprs(e).map((kid, k): Item => ({ e: kid, context: guarded(e, k, context), done: false }));
      stack.push(...kids.reverse());
    }
  }

  private touchUnseen(tensors: readonly string[] | null): void {
    const touched = tensors ? tensors.flatMap((t) => this.scope.get(t) ?? []) : [...this.scope.values()].flat();
    for (const t of touched) t.opaque = true;
  }

  private enter(s: Stmt): void {
    this.contexts.push(this.context);
    const up = this.context;
    switch (s.kind) {
      case 'varDef': {
        for (const e of s.shape) this.reads(e, s);
        if (s.view) {
          this.reads(s.view.byteOffset, s);
          this.touchUnseen([s.view.tensor]);
        }
        const made = { def: s, uses: [], opaque: s.view !== null };
        this.all.push(made);
        const outer = this.scope.get(s.name);
        if (outer) outer.push(made);
        else this.scope.set(s.name, [made]);
        this.context = { kind: 'def', def: s, up };
        break;
      }
      case 'store':
      case 'reduceTo':
      case 'atomicRMW':
        for (const e of s.indices) this.reads(e, s);
        this.reads(s.value, s);
        if (s.kind === 'atomicRMW' && s.expected) this.reads(s.expected, s);
        this.use(s.tensor, effectOf(s), s, s.at, s.indices, this.context);
        if (s.kind === 'atomicRMW' && s.result !== null) this.use(s.result, 'write', s, s.at, [], this.context);
        break;
      case 'for':
        for (const e of [s.begin, s.end, s.step]) this.reads(e, s);
        this.context = { kind: 'loop', loop: s, up };
        break;
      case 'while':
        this.reads(s.cond, s);
        this.context = { kind: 'while', cond: s.cond, up };
        break;
      case 'assert':
      case 'assume':
        this.reads(s.cond, s);
        this.context = { kind: 'assertion', cond: s.cond, up };
        break;
      case 'if':
        this.reads(s.cond, s);
        break;
      case 'eval':
        this.reads(s.value, s);
        break;
      case 'notModelled':
        this.touchUnseen(s.tensors);
        break;
      case 'any':
        this.touchUnseen(null);
        break;
      case 'collective':
        this.reads(s.value, s);
        if (s.argument) this.reads(s.argument, s);
        if (s.result !== null) this.use(s.result, 'write', s, s.at, [], this.context);
        break;
      case 'seq':
      case 'barrier':
      case 'fence':
        break;
    }
  }

  private leave(s: Stmt): void {
    if (s.kind === 'varDef') this.scope.get(s.name)?.pop();
    this.context = this.contexts.pop() ?? null;
  }

  run(root: Stmt): void {
    // The two branches of an `if` are under opposite guards: known when a branch is entered, from its parent.
    const branches = new Map<Stmt, Context>();
    visitStmt(root, {
      enter: (s) => {
        const branch = branches.get(s);
        if (branch) this.context = branch;
        this.enter(s);
        if (s.kind === 'if') {
          branches.set(s.then, { kind: 'guard', cond: s.cond, holds: true, up: this.context });
          if (s.else) branches.set(s.else, { kind: 'guard', cond: s.cond, holds: false, up: this.context });
        }
        return true;
      },
      leave: (s) => {
        this.leave(s);
        // What was pushed on entering a branch is the branch's own context: its parent's is restored by the parent.
        const branch = branches.get(s);
        if (branch) this.context = branch.up;
      },
    });
  }
}

/** The guard under which operand `k` of an expression is evaluated. */
const guarded = (e: Expr, k: number, up: Context | null): Context | null => {
  if (e.kind === 'select' && k > 0) return { kind: 'guard', cond: e.cond, holds: k === 1, up };
  if (e.kind === 'binary' && k === 1 && (e.op === 'lAnd' || e.op === 'lOr')) {
    return { kind: 'guard', cond: e.lhs, holds: e.op === 'lAnd', up };
  }
  return up;
};

/** Facts for every definition, in the order of the text. O(nodes), but for tensors of code that is not modelled. */
export const tensorFacts = (func: Func): readonly TensorFacts[] => {
  const collector = new Collector();
  collector.run(func.body);
  return collector.all;
};

/** From the inside out. */
export const contextsOf = (context: Context | null): Context[] => {
  const out: Context[] = [];
  for (let c = context; c; c = c.up) out.push(c);
  return out;
};
export const isParallel = (loop: For): boolean => loop.property.parallel !== serialLoop.parallel;

/** A diagnostic at the user's code: a place in the library becomes the call that led there. */
export const finding = (
  about: Pick<Diagnostic, 'code' | 'severity' | 'class' | 'message'> & Partial<Diagnostic>,
  origin: Stmt['origin'],
  at: Span,
  related: readonly Related[] = [],
): Diagnostic => {
  const place = reportAt(origin, at);
  return {
    witness: null,
    assumptions: [],
    fixes: [],
    ...about,
    span: place.span,
    related: [...related, ...place.related],
  };
};
