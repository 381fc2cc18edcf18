/** Where the items of a group meet: barriers, fences and collective operations, with the check that all of them come. */

import type { Barrier, Collective, Expr, Fence, Stmt } from '../../ir/nodes.ts';
import { intRange, isFloat } from '../../ir/types.ts';
import { combineOp, type Effects, type Run } from './effects.ts';
import { ExprCompiler, type Scope } from './expr.ts';
import { inWords } from './findings.ts';
import type { Lanes } from './lanes.ts';
import { type Machine, type Site, unsupported } from './machine.ts';
import { convertValue, type Node } from './vector.ts';
import { isWide, type Wide, wideOf } from './wide.ts';

type Meeting = 'subGroup' | 'workGroup';

/** Lanes that meet, in ascending order, of the `size` ones from `first` on that should. */
interface Party {
  readonly first: number;
  readonly size: number;
  readonly lanes: readonly number[];
}

export class Meetings {
  private readonly active: Uint8Array;

  constructor(
    private readonly m: Machine,
    private readonly scope: Scope,
    private readonly effects: Effects,
  ) {
    this.active = new Uint8Array(m.width);
  }

  /** Outside a group every lane is on its own. */
  private parties(lanes: Lanes, scope: Meeting): Party[] {
    const { m, active } = this;
    active.fill(0);
    for (let k = 0; k < lanes.count; k++) active[lanes.list[k] as number] = 1;
    const all = m.present === 0 ? m.width : m.present;
    const each = m.present === 0 ? 1 : scope === 'workGroup' ? m.present : m.subGroupSize;
    const out: Party[] = [];
    for (let first = 0; first < all; first += each) {
      const size = Math.min(each, all - first);
      const there = Array.from({ length: size }, (_, k) => first + k).filter((lane) => active[lane] === 1);
      if (there.length > 0) out.push({ first, size, lanes: there });
    }
    return out;
  }

  /** Tells where not all items of the scope are there. */
  private check(parties: readonly Party[], scope: Meeting, site: Site): void {
    const { m, active } = this;
    for (const { first, size, lanes } of parties) {
      if (lanes.length === size) continue;
      const here = lanes[0] ?? 0;
      let missing = first;
      while (active[missing] === 1) missing++;
      m.findings.add(`divergent ${site.id}`, () => {
        const there = m.deed(site, m.itemBase + here, null);
        const away = { ...m.deed(site, m.itemBase + missing, null), kind: 'absent' } as const;
        const group = scope === 'workGroup' ? 'work-group' : 'sub-group';
        const what = site.kind === 'barrier' ? 'barrier' : 'collective operation';
        const message =
          `${inWords(there.item)} comes to this ${what}, ${inWords(away.item)} of its ${group} does not: ` +
          `${lanes.length} of ${size} are there`;
        return { kind: 'divergent-barrier', message, element: null, deeds: [there, away] };
      });
    }
  }

  private advance(parties: readonly Party[], scope: Meeting, memory: Barrier['memory']): void {
    const { m } = this;
    if (scope === 'subGroup') {
      for (const { first } of parties) {
        const at = Math.floor(first / m.subGroupSize);
        m.subIntervals[at] = (m.subIntervals[at] ?? 0) + 1;
      }
      return;
    }
    if (memory !== 'global') m.localInterval++;
    if (memory !== 'local') m.globalInterval++;
    m.sync?.barrier(Math.floor(m.itemBase / m.itemsPerGroup), m.time);
  }

  barrier(s: Barrier): Run {
    if (s.scope === 'workItem') return () => {};
    const scope: Meeting = s.scope === 'subGroup' ? 'subGroup' : 'workGroup';
    const site = this.m.site(s, s.origin.span, 'barrier');
    return (lanes) => {
      const parties = this.parties(lanes, scope);
      this.check(parties, scope, site);
      this.advance(parties, scope, s.memory);
    };
  }

  /** All items of the group come here, and each argument is the same for all; nothing is ordered by it. */
  converges(s: Stmt, args: readonly Expr[]): Run {
    const { m } = this;
    const exprs = new ExprCompiler(m, this.scope, s);
    const nodes = args.map((e) => exprs.expr(e));
    const site = m.site(s, s.origin.span, 'collective');
    return (lanes) => {
      for (const e of nodes) e.run(lanes);
      const parties = this.parties(lanes, 'workGroup');
      this.check(parties, 'workGroup', site);
      for (const { lanes: all } of parties) {
        const [first = 0] = all;
        const other = all.find((lane) => nodes.some((e) => e.data[lane] !== e.data[first]));
        if (other === undefined) continue;
        m.findings.add(`unequal ${site.id}`, () => {
          const deeds = [m.deed(site, m.itemBase + first, null), m.deed(site, m.itemBase + other, null)] as const;
          const [a, b] = deeds.map((d) => inWords(d.item));
          const message = `${a} and ${b} of its work-group come to this collective operation with different arguments`;
          return { kind: 'divergent-barrier', message, element: null, deeds };
        });
      }
    };
  }

  fence(s: Fence): Run {
    const { m } = this;
    return (lanes) => {
      for (let k = 0; k < lanes.count; k++) m.sync?.fence(m.itemBase + (lanes.list[k] as number), s.order, m.time);
    };
  }

  collective(s: Collective): Run {
    const { m } = this;
    const exprs = new ExprCompiler(m, this.scope, s);
    const value = exprs.expr(s.value);
    const [how = '', folded] = s.op.split('.');
    const argument = s.argument && (folded === undefined ? exprs.expr(s.argument) : exprs.as(s.argument, value.dtype));
    const answer = this.effects.result(s.result, s, s.at);
    const site = m.site(s, s.at, 'collective');
    const work = folded === undefined ? this.moving(how, value, argument) : this.folding(s, how, value, argument);
    const convert = answer && convertValue(value.dtype, answer.slot.dtype);
    return (lanes) => {
      if (lanes.count > 0 && (!work || (s.result !== null && !answer)))
        unsupported(s.at, `${s.op} does not exist for ${value.dtype}`);
      value.run(lanes);
      argument?.run(lanes);
      const parties = this.parties(lanes, s.scope);
      this.check(parties, s.scope, site);
      const results: [number, Wide][] = [];
      for (const party of parties) work?.(party, (lane, x) => void results.push([lane, x]));
      this.advance(parties, s.scope, 'both');
      if (answer && convert) for (const [lane, x] of results) answer.put(lane, convert(x));
    };
  }

  /** Reductions and scans, in the order of the lanes. */
  private folding(s: Stmt & { kind: 'collective' }, how: string, value: Node, init: Node | null): Work | null {
    const op = s.op.slice(how.length + 1) as Parameters<typeof combineOp>[0];
    const { dtype } = value;
    if (dtype === 'void' || dtype === 'custom' || dtype === 'unknown') return null;
    const combine = combineOp(op, dtype);
    if (!combine) return null;
    const [x, start]: [ArrayLike<Wide>, ArrayLike<Wide> | undefined] = [value.data, init?.data];
    const identity = identityOf(op, dtype);
    return ({ lanes }, put) => {
      let sum: Wide | undefined = start?.[lanes[0] ?? 0];
      for (const lane of lanes) {
        if (how === 'exclusiveScan') put(lane, sum ?? identity);
        sum = sum === undefined ? (x[lane] as Wide) : combine(sum, x[lane] as Wide);
        if (how === 'inclusiveScan') put(lane, sum);
      }
      if (how === 'reduce') for (const lane of lanes) put(lane, sum ?? identity);
    };
  }

  /** Votes, and values that move between lanes; a lane whose source is not there keeps its own. */
  private moving(how: string, value: Node, argument: Node | null): Work | null {
    const [x, arg]: [ArrayLike<Wide>, ArrayLike<Wide> | undefined] = [value.data, argument?.data];
    if (how === 'any' || how === 'all' || how === 'none') {
      return ({ lanes }, put) => {
        const count = lanes.filter((lane) => x[lane] !== 0).length;
        const answer = how === 'any' ? count > 0 : how === 'all' ? count === lanes.length : count === 0;
        for (const lane of lanes) put(lane, answer ? 1 : 0);
      };
    }
    const source = SOURCE[how];
    if (!source || !arg) return null;
    return ({ first, lanes }, put) => {
      const inside = new Set(lanes);
      for (const lane of lanes) {
        const from = first + source(lane - first, Number(arg[lane]));
        put(lane, x[inside.has(from) ? from : lane] as Wide);
      }
    };
  }
}

type Work = (party: Party, put: (lane: number, x: Wide) => void) => void;

const SOURCE: Readonly<Record<string, (lane: number, argument: number) => number>> = {
  broadcast: (_, id) => id,
  shuffle: (_, id) => id,
  shiftLeft: (lane, delta) => lane + delta,
  shiftRight: (lane, delta) => lane - delta,
  permuteXor: (lane, mask) => lane ^ mask,
};

/** What changes nothing when it is combined. */
const identityOf = (op: string, dtype: Node['dtype']): Wide => {
  const range = intRange(dtype);
  const whole = (x: bigint): Wide => (isWide(dtype) ? wideOf(dtype, x) : Number(x));
  switch (op) {
    case 'mul':
    case 'lAnd':
      return 1;
    case 'min':
      return isFloat(dtype) ? Infinity : range ? whole(range.max) : 1;
    case 'max':
      return isFloat(dtype) ? -Infinity : range ? whole(range.min) : 0;
    case 'bitAnd':
      return range ? whole(range.min < 0n ? -1n : range.max) : 1;
    default:
      return 0;
  }
};
