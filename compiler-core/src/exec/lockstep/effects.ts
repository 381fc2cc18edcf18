/** Statements that write memory: stores, reductions, atomics. */

import type { AtomicRMW, Expr, ReduceTo, Stmt, Store } from '../../ir/nodes.ts';
import { effectOf } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import { type Address, addressOf, loadFrom, type Slot, storeTo, Watch } from './access.ts';
import { ExprCompiler, type Scope } from './expr.ts';
import type { Lanes } from './lanes.ts';
import { type Machine, unsupported } from './machine.ts';
import { elementOp } from './operators.ts';
import type { Node } from './vector.ts';
import type { Wide } from './wide.ts';

export type Run = (lanes: Lanes) => void;

const refusing =
  (at: Span, reason: string): Run =>
  (lanes) => {
    if (lanes.count > 0) unsupported(at, reason);
  };

/** The combination of two elements, `&&` and `||` included. */
export const combineOp = (
  op: Parameters<typeof elementOp>[0],
  dtype: Slot['dtype'],
): ((a: Wide, b: Wide) => Wide) | null => {
  if (op === 'lAnd') return (a, b) => (a !== 0 && b !== 0 ? 1 : 0);
  if (op === 'lOr') return (a, b) => (a !== 0 || b !== 0 ? 1 : 0);
  return elementOp(op, dtype);
};

/** Keeps track of which elements were written. */
const isTracked = (slot: Slot): boolean => slot.def.access === 'cache' || slot.def.access === 'output';

export class Effects {
  constructor(
    private readonly m: Machine,
    private readonly scope: Scope,
  ) {}

  private target(s: Store | ReduceTo | AtomicRMW, kind: 'read' | 'write' | 'atomic'): Address | Run {
    const slot = this.scope.slot(s.tensor);
    if (!slot) return refusing(s.at, `${s.tensor} is not defined here`);
    if (slot.def.shape.length !== s.indices.length) {
      return refusing(s.at, `${s.tensor} has rank ${slot.def.shape.length}, ${s.indices.length} indices are given`);
    }
    const scope = s.kind === 'atomicRMW' ? s.scope : kind === 'atomic' ? 'device' : null;
    const site = this.m.site(s, s.at, kind, scope);
    if (slot.def.access === 'input' && slot.def.view === null && (s.kind !== 'atomicRMW' || s.op !== 'load')) {
      return (lanes) => {
        for (let k = 0; k < lanes.count; k++) {
          const lane = lanes.list[k] as number;
          this.m.report('write-to-input', site, lane, (who) => `${who} writes ${s.tensor}, which is read-only`);
        }
      };
    }
    const exprs = this.exprs(s);
    return addressOf(
      this.m,
      slot,
      s.indices.map((i) => exprs.expr(i)),
      site,
    );
  }
  private exprs(s: Stmt): ExprCompiler {
    return new ExprCompiler(this.m, this.scope, s);
  }

  /** Copying an element that was not written copies just that; it is told of where the copy is used. */
  private copied(s: Store, to: Slot): { readonly value: Node; readonly written: (lane: number) => boolean } | null {
    const { value } = s;
    const from = value.kind === 'load' ? this.scope.slot(value.tensor) : undefined;
    if (value.kind !== 'load' || !from || !isTracked(from) || !isTracked(to) || from.dtype !== to.dtype) return null;
    const site = this.m.site(s, value.at, 'read');
    const exprs = this.exprs(s);
    const a = addressOf(
      this.m,
      from,
      value.indices.map((i) => exprs.expr(i)),
      site,
    );
    const node = loadFrom(this.m, a, true);
    const watch = new Watch(this.m, from, site);
    return (
      node && { value: node, written: (lane) => (a.at[lane] as number) < 0 || watch.isWritten(a.at[lane] as number) }
    );
  }

  store(s: Store): Run {
    const a = this.target(s, 'write');
    if (typeof a === 'function') return a;
    const copied = this.copied(s, a.slot);
    if (copied) return storeTo(this.m, a, copied.value, copied.written);
    return storeTo(this.m, a, this.exprs(s).as(s.value, a.slot.dtype), null);
  }

  reduceTo(s: ReduceTo): Run {
    const a = this.target(s, s.atomic ? 'atomic' : 'write');
    if (typeof a === 'function') return a;
    const combine = combineOp(s.op, a.slot.dtype);
    if (!combine) return refusing(s.at, `${s.op} does not exist for ${a.slot.dtype}`);
    return this.update(
      a,
      this.exprs(s).as(s.value, a.slot.dtype),
      (old, x) => combine(old, x),
      (watch, lane, e, old, now) => {
        if (s.atomic) watch.atomic(lane, e, true, old, now);
        else {
          watch.read(lane, e);
          watch.write(lane, e, old, now);
        }
      },
    );
  }

  /** Reads, combines and writes lane by lane, in their order. */
  private update(
    a: Address,
    value: Node,
    combine: (old: Wide, x: Wide, lane: number) => Wide,
    note: (watch: Watch, lane: number, e: number, old: Wide, now: Wide) => void,
    reads = true,
  ): Run {
    const { slot } = a;
    const watch = new Watch(this.m, slot, a.site);
    const data: ArrayLike<Wide> = value.data;
    return (lanes) => {
      value.run(lanes);
      a.run(lanes);
      if (slot.storage.permits !== 'all') watch.refused(lanes, a.at, 'updates');
      const { get, set } = slot.storage.port(slot.dtype);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const e = a.at[lane] as number;
        if (e < 0) continue;
        if (reads) watch.needWritten(lane, e);
        const old = get(e);
        const now = combine(old, data[lane] as Wide, lane);
        note(watch, lane, e, old, now);
        set(e, now);
        watch.mark(e, true);
      }
    };
  }

  private operation(
    s: AtomicRMW,
    slot: Slot,
    expected: Node | null,
  ): ((old: Wide, x: Wide, lane: number) => Wide) | null {
    switch (s.op) {
      case 'load':
        return (old) => old;
      case 'store':
      case 'exchange':
        return (_, x) => x;
      case 'compareExchange': {
        const wanted: ArrayLike<Wide> | undefined = expected?.data;
        return wanted ? (old, x, lane) => (Object.is(old, wanted[lane]) ? x : old) : null;
      }
      default:
        return combineOp(s.op, slot.dtype);
    }
  }

  /** Where a collective or an atomic leaves its answer. */
  result(
    name: string | null,
    s: Stmt,
    at: Span,
  ): { readonly slot: Slot; readonly put: (lane: number, x: Wide) => void } | null {
    const slot = name === null ? undefined : this.scope.slot(name);
    if (!slot || slot.def.shape.length > 0) return null;
    const a = addressOf(this.m, slot, [], this.m.site(s, at, 'write'));
    const watch = new Watch(this.m, slot, a.site);
    const one = { list: new Int32Array(1), count: 1 };
    return {
      slot,
      put: (lane, x) => {
        one.list[0] = lane;
        a.run(one);
        const e = a.at[lane] as number;
        const port = slot.storage.port(slot.dtype);
        watch.write(lane, e, port.get(e), x);
        port.set(e, x);
        watch.mark(e, true);
      },
    };
  }

  atomicRMW(s: AtomicRMW): Run {
    const a = this.target(s, 'atomic');
    if (typeof a === 'function') return a;
    const { slot } = a;
    const exprs = this.exprs(s);
    const expected: Node | null = s.expected && exprs.as(s.expected, slot.dtype);
    const combine = this.operation(s, slot, expected);
    if (!combine) return refusing(s.at, `an atomic ${s.op} does not exist for ${slot.dtype}`);
    const answer = this.result(s.result, s, s.at);
    if (s.result !== null && !answer) return refusing(s.at, `${s.result} is no scalar here`);
    const effect = effectOf(s);
    const wanted: ArrayLike<Wide> | null = expected?.data ?? null;
    const run = this.update(
      a,
      exprs.as(s.value, slot.dtype),
      combine,
      (watch, lane, e, old, now) => {
        // A comparison that fails only reads.
        const changes = effect !== 'read' && (wanted === null || Object.is(old, wanted[lane]));
        watch.atomic(lane, e, changes, old, now);
        const { m } = this;
        const kind = !changes ? 'load' : effect === 'write' ? 'store' : 'update';
        m.sync?.atomic(m.itemBase + lane, `${slot.storage.id} ${e}`, s.order, kind, m.time);
        answer?.put(lane, old);
      },
      effect !== 'write',
    );
    return (lanes) => {
      expected?.run(lanes);
      run(lanes);
    };
  }

  /** The value of an expression for nothing but its effects and faults. */
  evaluate(s: Stmt, value: Expr): Run {
    return this.exprs(s).expr(value).run;
  }
}
