/**
 * Which values are the same for all work-items of a kernel, of a group, or of a sub-group, and why others are not.
 *
 * A dataflow over the structured IR, one level per private variable, raised until nothing changes: a variable varies as
 * much as the most varying value that is stored in it, and as the conditions under which it is.
 * Memory that items write varies, except for tensors that the caller trusts to be free of races: there all items of a group
 * that read one element in one barrier interval read one value.
 * O(statements · levels) in practice; at most variables · levels rounds.
 */

import type { Expr, Func, Stmt, VarDef } from '../../../ir/nodes.ts';
import { childExprs, childStmts, exprDepth, ownExprs, stmtDepth, stmtsIn, writtenBy } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';

/** From the same for all to the same for none. */
export const LEVELS = ['launch', 'group', 'subGroup', 'item'] as const;
export type Level = 0 | 1 | 2 | 3;
export const LAUNCH = 0;
export const GROUP = 1;
export const SUB_GROUP = 2;
export const ITEM = 3;

/** One place on the way from a value that differs to where it matters; `what` as the source or the IR spells it. */
export interface Cause {
  readonly what: string;
  readonly at: Span;
  /** Where that value comes from. */
  readonly from: Cause | null;
}

export interface Graded {
  readonly level: Level;
  /** Why it is not lower; null at `LAUNCH`. */
  readonly cause: Cause | null;
}

const SAME: Graded = { level: LAUNCH, cause: null };
const higher = (a: Graded, b: Graded): Graded => (b.level > a.level ? b : a);

const MAX_DEPTH = 600;

/** `value` behind conversions. */
export const stripped = (e: Expr): Expr => {
  let inner = e;
  while (inner.kind === 'cast') inner = inner.operand;
  return inner;
};

export interface Uniformity {
  readonly ofExpr: (e: Expr) => Graded;
  /** Of the conditions under which a statement is reached, within its group. */
  readonly ofControl: (s: Stmt) => Graded;
  readonly ofVariable: (name: string) => Graded;
}

/**
 * @param trusted Tensors that items write but in which no races are: their elements are as uniform as the subscripts, within a group.
 */
export const uniformity = (func: Func, trusted: ReadonlySet<string> = new Set()): Uniformity => {
  const grading = new Grading(func, trusted);
  grading.run();
  return grading;
};

class Grading implements Uniformity {
  private readonly variables = new Map<string, Graded>();
  private readonly controls = new Map<Stmt, Graded>();
  private readonly defs = new Map<string, VarDef>();
  private readonly iterators = new Map<string, Graded>();
  private readonly written = new Set<string>();
  private readonly grouped: boolean;
  private readonly lineItems: boolean;
  private readonly tooDeep: boolean;
  private opaque = false;
  private changed = true;

  constructor(
    private readonly func: Func,
    private readonly trusted: ReadonlySet<string>,
  ) {
    const all = stmtsIn(func.body);
    this.tooDeep =
      stmtDepth(func.body) > MAX_DEPTH || all.some((s) => ownExprs(s).some((e) => exprDepth(e) > MAX_DEPTH));
    let threads = 0;
    for (const s of all) {
      if (s.kind === 'varDef') this.defs.set(s.name, s);
      if (s.kind === 'for' && s.property.parallel.startsWith('threadIdx')) threads++;
      for (const name of writtenBy(s)) this.written.add(name);
      if (s.kind === 'notModelled' || s.kind === 'any') {
        if (s.kind === 'any' || s.tensors === null) this.opaque = true;
        else
          for (const name of s.tensors)
            this.variables.set(name, { level: ITEM, cause: cause('what is not modelled', s.origin.span) });
      }
    }
    this.grouped = threads > 0;
    this.lineItems = (func.kernel?.dimensions ?? 1) === 1;
  }

  run(): void {
    if (this.tooDeep) return;
    while (this.changed) {
      this.changed = false;
      this.stmt(this.func.body, SAME);
    }
  }

  ofVariable(name: string): Graded {
    if (this.opaque || this.tooDeep)
      return { level: ITEM, cause: cause('what is not modelled', this.func.origin.span) };
    return this.variables.get(name) ?? SAME;
  }

  ofControl(s: Stmt): Graded {
    if (this.tooDeep) return { level: ITEM, cause: cause('a kernel that nests too deeply', this.func.origin.span) };
    return this.controls.get(s) ?? SAME;
  }

  ofExpr(e: Expr): Graded {
    switch (e.kind) {
      case 'int':
      case 'float':
      case 'bool':
      case 'param':
        return SAME;
      case 'var':
        return this.iterators.get(e.name) ?? { level: ITEM, cause: cause(e.name, e.at) };
      case 'unknown':
        return { level: ITEM, cause: cause('what is not modelled', e.at) };
      case 'load':
        return this.ofLoad(e);
      case 'intrinsic':
        return e.sideEffect ? { level: ITEM, cause: cause('a call with effects', e.at) } : this.worst(e);
      case 'binary':
        return this.isSubGroupId(e)
          ? { level: SUB_GROUP, cause: cause('the number of the sub-group', e.at) }
          : this.worst(e);
      default:
        return this.worst(e);
    }
  }

  private worst(e: Expr): Graded {
    return childExprs(e).reduce<Graded>((worst, inner) => higher(worst, this.ofExpr(inner)), SAME);
  }

  private ofLoad(e: Extract<Expr, { kind: 'load' }>): Graded {
    const at = this.worst(e);
    const def = this.defs.get(e.tensor);
    const through = (g: Graded): Graded =>
      g.level === LAUNCH ? g : { level: g.level, cause: { what: def?.spelled ?? e.tensor, at: e.at, from: g.cause } };
    if (def?.memory === 'gpu/local') return through(higher(this.ofVariable(e.tensor), at));
    if (def && !this.opaque && !this.written.has(e.tensor) && def.view === null && !this.variables.has(e.tensor)) {
      return def.memory === 'gpu/shared' ? through(higher({ level: GROUP, cause: null }, at)) : through(at);
    }
    if (this.trusted.has(e.tensor))
      return through(higher({ level: GROUP, cause: cause(`memory \`${e.tensor}\``, e.at) }, at));
    return { level: ITEM, cause: cause(`\`${def?.spelled ?? e.tensor}\`, which work-items write`, e.at) };
  }

  /** `l / sub_group_size` of a kernel with one dimension. */
  private isSubGroupId(e: Extract<Expr, { kind: 'binary' }>): boolean {
    if ((e.op !== 'roundTowards0Div' && e.op !== 'floorDiv') || !this.lineItems || !this.grouped) return false;
    const [item, size] = [stripped(e.lhs), stripped(e.rhs)];
    return (
      size.kind === 'param' && size.name === 'sub_group_size' && item.kind === 'var' && this.ofExpr(item).level === ITEM
    );
  }

  private raise(name: string, to: Graded, s: Stmt): void {
    const known = this.variables.get(name) ?? SAME;
    if (to.level <= known.level) return;
    const what = this.defs.get(name)?.spelled ?? name;
    this.variables.set(name, { level: to.level, cause: { what, at: s.origin.span, from: to.cause } });
    this.changed = true;
  }

  private stmt(s: Stmt, control: Graded): void {
    this.controls.set(s, control);
    switch (s.kind) {
      case 'for': {
        const bounds = [s.begin, s.end, s.step].reduce<Graded>((worst, e) => higher(worst, this.ofExpr(e)), SAME);
        const role = s.property.parallel;
        const isItem = role.startsWith('threadIdx') || (!this.grouped && role.startsWith('blockIdx'));
        if (isItem)
          this.iterators.set(s.iter, { level: ITEM, cause: cause(`the work-item's number \`${s.iter}\``, s.at) });
        else if (role.startsWith('blockIdx'))
          this.iterators.set(s.iter, { level: GROUP, cause: cause('the number of the group', s.at) });
        else this.iterators.set(s.iter, higher(higher(this.iterators.get(s.iter) ?? SAME, bounds), control));
        // Whether a group has this item at all is no question of its control flow.
        this.stmt(
          s.body,
          isItem || role.startsWith('blockIdx')
            ? control
            : higher(control, named(bounds, `the bounds of the loop over ${s.iter}`, s.at)),
        );
        return;
      }
      case 'while':
      case 'if':
      case 'assert':
      case 'assume': {
        const inner =
          s.kind === 'assert' || s.kind === 'assume'
            ? control
            : higher(control, named(this.ofExpr(s.cond), 'this condition', s.cond.at));
        for (const child of childStmts(s)) this.stmt(child, inner);
        return;
      }
      case 'store':
      case 'reduceTo':
        this.raise(s.tensor, higher(this.ofOwn(s), control), s);
        return;
      case 'atomicRMW':
        if (s.result !== null)
          this.raise(s.result, { level: ITEM, cause: cause('the old value of an atomic', s.at) }, s);
        return;
      case 'collective':
        if (s.result !== null) this.raise(s.result, higher(this.ofCollective(s), control), s);
        return;
      default:
        for (const child of childStmts(s)) this.stmt(child, control);
    }
  }

  private ofOwn(s: Stmt): Graded {
    return ownExprs(s).reduce<Graded>((worst, e) => higher(worst, this.ofExpr(e)), SAME);
  }

  private ofCollective(s: Extract<Stmt, { kind: 'collective' }>): Graded {
    const own = this.ofOwn(s);
    const [how] = s.op.split('.');
    const same = how === 'reduce' || how === 'broadcast' || how === 'any' || how === 'all' || how === 'none';
    if (!same) return { level: ITEM, cause: cause('each item gets its own of this operation', s.at) };
    const level: Level = s.scope === 'workGroup' ? GROUP : SUB_GROUP;
    return own.level <= level ? own : { level, cause: cause('one value for each group', s.at) };
  }
}

const cause = (what: string, at: Span): Cause => ({ what, at, from: null });
const named = (g: Graded, what: string, at: Span): Graded =>
  g.level === LAUNCH ? g : { level: g.level, cause: { what, at, from: g.cause } };

/** From the origin on: `the work-item's number`, `x`, `this condition`. */
export const chainOf = (c: Cause | null): Cause[] => {
  const out: Cause[] = [];
  for (let here = c; here !== null; here = here.from) out.unshift(here);
  return out;
};
