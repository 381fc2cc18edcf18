/**
 * Two accesses as one question: the points at which two work-items do them, at one element, with nothing between them.
 *
 * With A done by item p and B by item q, the set is
 *   { (p, q) : p ≠ q, A reached by p, B reached by q, subscripts equal, and either one group and one interval, or two groups }.
 * Sizes are shared. Iterators and values that may differ between the two get a copy for B (`x'`), all others are shared:
 * numbers of the group in one group, rounds of loops with a barrier, values that are uniform.
 */

import {
  type Affine,
  constant,
  floorDiv,
  intersect,
  isEq,
  isGe,
  isGt,
  isLt,
  System,
  type Union,
  variable,
} from '../../../presburger/index.ts';
import type { Piece } from '../../affine/convert.ts';
import type { Meeting } from './intervals.ts';
import type { Access, KernelWalk, Loop } from './skeleton.ts';
import { GROUP, LAUNCH } from './uniform.ts';

export type Relation = 'group' | 'groups';

export interface Pair {
  readonly first: Access;
  readonly second: Access;
  readonly relation: Relation;
  /** Both reach their places, in rounds that may share an interval, and are not one item. */
  readonly domain: Union;
  /** And they touch one element in one interval. */
  readonly wrong: Union;
  /** Where a witness is exact: `global = group · size + item` holds there. */
  readonly exactly: System;
  readonly certain: boolean;
  /** The loop of which B is in a later round. */
  readonly later: Loop | null;
  /** Whether B has a symbol in common with A. */
  readonly isShared: (id: string) => boolean;
  /** What B has in the place of a symbol; null: the same. */
  readonly renamed: (id: string) => Affine | null;
}

export const copyOf = (id: string): string => `${id}'`;
export const originalOf = (id: string): string => (id.endsWith("'") ? id.slice(0, -1) : id);

const MAX_SYSTEMS = 300;

export type Built = Pair | 'too large';

export const single = (pieces: readonly Piece[]): Affine | null =>
  pieces.length === 1 ? (pieces[0]?.value ?? null) : null;

/** What of B is A's own. */
export const sharing = (walk: KernelWalk, relation: Relation, same: ReadonlySet<string>): ((id: string) => boolean) => {
  const groups = new Set(walk.dimensions.flatMap((d) => (d.group ? [d.group.id] : [])));
  const known = new Map<string, boolean>();
  const iterator = (id: string): boolean => (relation === 'group' && groups.has(id)) || same.has(id);
  const shared = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Symbols that depend on each other in a circle would not be shared.
    known.set(id, false);
    const out = isShared(id);
    known.set(id, out);
    return out;
  };
  const isShared = (id: string): boolean => {
    const named = walk.named.get(id);
    if (named) {
      if (named.level > (relation === 'group' ? GROUP : LAUNCH)) return false;
      return [...named.along].every((loop) => same.has(loop));
    }
    const info = walk.symbols.get(id);
    if (info.kind === 'size') return true;
    if (info.kind === 'iterator') return iterator(id);
    if (info.variesWith === null || info.dependsOn === null) return false;
    return [...info.variesWith, ...[...info.dependsOn].filter((d) => walk.named.has(d))].every(shared);
  };
  return shared;
};

/** p before q in the order of the dimensions: one system per dimension in which they differ first. */
export const different = (walk: KernelWalk, relation: Relation, side: 'before' | 'after'): System[] => {
  const out: System[] = [];
  let equal = System.universe;
  for (const d of walk.dimensions) {
    const info = relation === 'group' ? d.item : d.group;
    if (!info) continue;
    const [a, b] = [variable(info.id), variable(copyOf(info.id))];
    let here = equal.and(side === 'before' ? isLt(a, b) : isGt(a, b));
    if (relation === 'groups' && d.global && d.item) here = here.and(...apart(d, side));
    out.push(here);
    equal = equal.and(isEq(a, b));
    if (relation === 'groups' && d.global && d.item) equal = equal.and(inStep(d.global.id, d.item.id));
  }
  return out;
};

/** Of one group in this dimension: global numbers differ as local ones do. */
export const inStep = (global: string, item: string) =>
  isEq(variable(copyOf(global)).minus(variable(global)), variable(copyOf(item)).minus(variable(item)));

/** Of different groups: the first items of the groups are at least a group apart. */
const apart = (d: KernelWalk['dimensions'][number], side: 'before' | 'after') => {
  const size = single(d.size);
  if (!d.global || !d.item) return [];
  const start = (copy: (id: string) => string): Affine =>
    variable(copy(d.global?.id ?? '')).minus(variable(copy(d.item?.id ?? '')));
  const [a, b] = [start((id) => id), start(copyOf)];
  const gap = size ?? constant(1);
  return [side === 'before' ? isGe(b, a.plus(gap)) : isGe(a, b.plus(gap))];
};

/** Points at which numbers of items are what they are said to be, as linear conditions can say it. */
export const exactNumbers = (walk: KernelWalk, relation: Relation, system: System): System => {
  let out = System.universe;
  for (const d of walk.dimensions) {
    if (!d.global || !d.item || !d.group) continue;
    const size = single(d.size);
    const [g, l, G] = [d.group.id, d.item.id, d.global.id];
    const at = (copy: (id: string) => string, group: 0 | 1): System =>
      size === null && group === 1
        ? System.nothing
        : System.of(
            isEq(variable(copy(g)), constant(group)),
            isEq(variable(copy(G)), variable(copy(l)).plus(group === 1 && size ? size : constant(0))),
          );
    const firstGroup = at((id) => id, 0);
    if (relation === 'group')
      out = out.intersect(firstGroup).intersect(System.of(isEq(variable(copyOf(G)), variable(copyOf(l)))));
    else {
      const ahead = orderIn(system, g);
      out = out.intersect(ahead > 0 ? at((id) => id, 1) : firstGroup).intersect(at(copyOf, ahead < 0 ? 1 : 0));
    }
  }
  return out;
};

/** -1: the system says that p's group comes before q's in this dimension; 1: behind; 0: nothing. */
const orderIn = (system: System, group: string): -1 | 0 | 1 => {
  for (const c of system.constraints) {
    const { terms } = c.expr;
    if (c.kind !== 'ge' || terms.length !== 2) continue;
    const [a, b] = [c.expr.coefficient(group), c.expr.coefficient(copyOf(group))];
    if (a === -1 && b === 1) return -1;
    if (a === 1 && b === -1) return 1;
  }
  return 0;
};

export const buildPairs = (
  walk: KernelWalk,
  first: Access,
  second: Access,
  relation: Relation,
  meeting: Meeting | null,
  domainOf: (a: Access) => Union = (a) => a.context.domain,
): Built[] => {
  const isShared = sharing(walk, relation, meeting?.same ?? new Set());
  const next = new Map<string, Affine>();
  let later = System.universe;
  if (meeting?.later) {
    const { loop, once } = meeting.later;
    const [v, w] = [variable(loop.iterator.id), variable(copyOf(loop.iterator.id))];
    if (once && loop.step !== null) next.set(loop.iterator.id, v.plusConstant(loop.step));
    else if (loop.step !== null) later = System.of(loop.step > 0 ? isGt(w, v) : isGt(v, w));
  }
  const rename = (id: string): Affine | null => next.get(id) ?? (isShared(id) ? null : variable(copyOf(id)));
  const ofB = (u: Union): Union => u.map((s) => s.substitute(rename)).filter((s) => !s.contradictory);

  // First what is cheap, and most often enough.
  const equal = subscriptsEqual(first, second, rename);
  if (equal === 'too large') return ['too large'];
  if (equal.length === 0) return [];
  let domain = intersect(intersect(domainOf(first), ofB(domainOf(second))), [later]);
  // That no barrier lies between them; the valuations that are asked about are all at which both are reached.
  const open = intersect(meeting?.leave ?? [System.universe], ofB(meeting?.enter ?? [System.universe]));
  if (domain.length * open.length > MAX_SYSTEMS) return ['too large'];
  if (relation === 'group') {
    const steps = walk.dimensions.flatMap((d) => (d.global && d.item ? [inStep(d.global.id, d.item.id)] : []));
    domain = domain.map((s) => s.and(...steps)).filter((s) => !s.contradictory);
  }
  // What a barrier of the sub-group orders.
  const subGroups = meeting?.apart === 'must' ? differentSubGroups(walk) : null;
  if (subGroups) domain = intersect(domain, subGroups);
  // One access with itself in one round: p and q are the same pair as q and p.
  const symmetric = first === second && !meeting?.later;
  const orders = [...different(walk, relation, 'before'), ...(symmetric ? [] : different(walk, relation, 'after'))];
  return orders.flatMap((order): Built[] => {
    const all = intersect(domain, [order]);
    if (all.length * open.length * equal.length > MAX_SYSTEMS) return ['too large'];
    const wrong = intersect(intersect(all, open), equal);
    if (wrong.length === 0) return [];
    const exactly = exactNumbers(walk, relation, order);
    return [
      {
        first,
        second,
        relation,
        domain: all,
        wrong,
        exactly,
        certain:
          meeting === null ||
          (meeting.certain && (meeting.apart === 'no' || (meeting.apart === 'must' && subGroups !== null))),
        later: meeting?.later?.loop ?? null,
        isShared,
        renamed: rename,
      },
    ];
  });
};

/** Of numbers of items: the linear one over the size of sub-groups; null where a size is not a number. */
const differentSubGroups = (walk: KernelWalk): Union | null => {
  const { subGroup } = walk;
  if (subGroup === null) return null;
  let linear = constant(0);
  for (const d of walk.dimensions) {
    const size = single(d.size);
    if (!size?.isConstant || !d.item) return null;
    linear = linear.times(size.constant).plus(variable(d.item.id));
  }
  const copies = new Set(linear.variables());
  const [a, b] = [
    floorDiv(linear, subGroup),
    floorDiv(
      linear.substitute((id) => (copies.has(id) ? variable(copyOf(id)) : null)),
      subGroup,
    ),
  ];
  return [System.of(isLt(a, b)), System.of(isGt(a, b))];
};

const subscriptsEqual = (a: Access, b: Access, rename: (id: string) => Affine | null): Union | 'too large' => {
  // Windows of different types on one allocation: any two elements may overlap.
  if (a.tensor !== b.tensor || a.subscripts.length !== b.subscripts.length) return [System.universe];
  let out: Union = [System.universe];
  for (const [k, pieces] of a.subscripts.entries()) {
    const others = (b.subscripts[k] ?? []).map((p) => ({
      when: p.when.substitute(rename),
      value: p.value.substitute(rename),
    }));
    const cases = pieces
      .flatMap((p) => others.map((o) => p.when.intersect(o.when).and(isEq(p.value, o.value))))
      .filter((s) => !s.contradictory);
    out = intersect(out, cases);
    if (out.length > MAX_SYSTEMS) return 'too large';
  }
  return out;
};
