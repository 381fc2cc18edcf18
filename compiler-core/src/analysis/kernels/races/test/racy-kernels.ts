/**
 * Random kernels that may race and may part at barriers, as IR text: a few tensors in local and global memory, subscripts that
 * are affine in the numbers of the item, loops, branches, barriers of groups and sub-groups, atomics.
 * What is written is never the same for two items, so that two writes to one element are seen to differ.
 */

import type { Random } from '../../../../exec/random.ts';

export interface RacyKernel {
  /** With sizes of the launch as numbers, or as `$global_0` and `$local_0`. */
  readonly text: string;
  readonly symbolic: boolean;
  readonly local: number;
  readonly groups: number;
}

/** Elements of every tensor: more than any subscript reaches. */
const ELEMENTS = 256;

class Writer {
  private loops = 0;
  private values = 0;
  private readonly iterators: { readonly name: string; readonly below: number }[] = [];

  constructor(
    private readonly random: Random,
    private readonly size: string,
    private readonly local: number,
  ) {}

  private subscript(tensor: string): string {
    const { random, size } = this;
    const k = this.iterators[random.below(this.iterators.length)];
    const id = tensor === 't' || random.chance(0.2) ? 'l' : `(g * ${size} + l)`;
    const shift = random.chance(0.4) ? ` + ${random.below(4, 1)}` : '';
    const round = k && random.chance(0.4) ? ` + ${k.name}${random.chance(0.3) ? ` * ${this.local}` : ''}` : '';
    switch (random.below(9)) {
      case 0:
        return `${random.below(4)}${round}`;
      case 1:
        return `2 * ${id}${shift}${round}`;
      case 2:
        return `(${id}${shift}) % ${random.pick([2, 3, 4, this.local])}${round}`;
      case 3:
        return `${random.below(40, 20)} - l${round}`;
      case 4:
        return `g${shift}${round}`;
      case 5:
        return `@!towards0(${id} / ${random.pick([2, 4])})${shift}`;
      default:
        return `${id}${shift}${round}`;
    }
  }

  private condition(uniform: boolean): string {
    const { random } = this;
    const k = this.iterators[random.below(this.iterators.length)];
    if (uniform)
      return k && random.chance(0.6)
        ? `${k.name} ${random.pick(['<', '==', '>'])} ${random.below(3)}`
        : `g < ${random.below(3, 1)}`;
    const bound = random.below(this.local + 2);
    return random.pick([
      `l < ${bound}`,
      `l == ${bound}`,
      `l % 2 == ${random.below(2)}`,
      `l + 1 < ${this.size}`,
      `l < ${bound} && g == 0`,
      `g * ${this.size} + l < ${bound * 2}`,
    ]);
  }

  private access(): string {
    const { random } = this;
    const [a, b] = [random.pick(['t', 't', 'u', 'x']), random.pick(['t', 'u', 'x', 'x'])];
    const value = `float32(g * 1000 + l + ${++this.values * 100000})`;
    const target = `${a}[${this.subscript(a)}]`;
    switch (random.below(5)) {
      case 0:
        return `@!rmw(add, ${target}, 1.0) @relaxed @${random.pick(['workGroup', 'device', 'device', 'subGroup'])}`;
      case 1:
        return `v[] = v[] + ${target}`;
      case 2:
        return `${target} = ${value}`;
      default:
        return `${target} = ${value} + 0.0 * ${b}[${this.subscript(b)}]`;
    }
  }

  private barrier(): string {
    const { random } = this;
    if (random.chance(0.1)) return '@!barrier(subGroup)';
    return random.chance(0.2) ? `@!barrier(workGroup, ${random.pick(['local', 'global'])})` : '@!barrier(workGroup)';
  }

  /** `barriers`: whether all items of the group come here together. */
  stmts(depth: number, barriers: boolean): string {
    const many = this.random.below(depth > 1 ? 5 : 3, 1);
    return Array.from({ length: many }, () => this.stmt(depth, barriers)).join('\n');
  }

  private stmt(depth: number, together: boolean): string {
    const { random } = this;
    const kind = random.below(10);
    if (kind < 3 && together) return this.barrier();
    if (kind < 5 && depth > 0) {
      const uniform = random.chance(0.4);
      const stays = together && (uniform || random.chance(0.12));
      const other = random.chance(0.4) ? `else { ${this.stmts(depth - 1, stays)} }` : '';
      return `if ${this.condition(uniform)} { ${this.stmts(depth - 1, stays)} } ${other}`;
    }
    if (kind === 5 && depth > 0) {
      const k = `k${this.loops++}`;
      const varying = random.chance(0.2);
      const end = varying ? 'l' : `${random.below(4)}`;
      this.iterators.push({ name: k, below: 4 });
      const body = this.stmts(depth - 1, together && (!varying || random.chance(0.1)));
      this.iterators.pop();
      return `for ${k} in ${random.below(2)} : ${end} : 1 { ${body} }`;
    }
    if (kind === 6 && depth > 0) {
      const n = `n${this.loops++}`;
      const [first, next] = random.pick([
        ['1', `${n}[] * 2`],
        ['0', `${n}[] + 1`],
      ] as const);
      const body = this.stmts(depth - 1, together);
      return `@cache @gpu/local ${n}: int32[] { ${n}[] = ${first} while ${n}[] < ${random.below(5, 1)} { ${body} ${n}[] = ${next} } }`;
    }
    return this.access();
  }
}

export const racyKernel = (random: Random): RacyKernel => {
  const symbolic = random.chance(0.35);
  const [local, groups] = [random.pick([1, 2, 4, 5, 8]), random.pick([1, 2, 3])];
  const size = symbolic ? '$local_0' : `${local}`;
  const body = new Writer(random, size, local).stmts(random.below(4, 1), true);
  const [blocks, items] = symbolic ? ['@!towards0($global_0 / $local_0)', '$local_0'] : [`${groups}`, `${local}`];
  const tensors = [`@inout @gpu/global x: float32[${ELEMENTS}]`, `@inout @gpu/global u: float32[${ELEMENTS}]`];
  const text = `func k(x, u)${symbolic ? ' with $global_0: int, $local_0: int' : ''} @!kernel(nd_range, 1, "k") {
${tensors.join(' { ')} {
@!parallel : @blockIdx.x
for g in 0 : ${blocks} : 1 {
@cache @gpu/shared t: float32[${ELEMENTS}] {
@!parallel : @threadIdx.x
for l in 0 : ${items} : 1 {
@cache @gpu/local v: float32[] {
v[] = 0.0
${body}
} } } } } } }`;
  return { text, symbolic, local, groups };
};
