/**
 * Random kernels without races, in two forms: one nest of work-items with barriers between its phases, and one nest per
 * phase, which a plain interpreter may run item by item. Both must give the same.
 */

import { Random } from '../../random.ts';

const TYPES = ['int32', 'uint32', 'int64', 'uint64', 'int16', 'uint8', 'float32', 'float64', 'float16'] as const;
type Type = (typeof TYPES)[number];
const isFloat = (t: Type): boolean => t.startsWith('float');

/** Items of a group, elements of the inputs. */
export const LOCAL = 6;
export const GROUPS = 3;
const N = LOCAL * GROUPS;

class Writer {
  private names = 0;
  private readonly scalars: { readonly name: string; readonly type: Type }[] = [];
  private readonly iterators: string[] = ['l', 'g'];

  constructor(
    private readonly random: Random,
    /** Local memory that earlier phases have filled, by type. */
    private readonly filled: readonly { readonly name: string; readonly type: Type }[],
  ) {}

  private fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  /** A subscript of one of `n` elements. */
  private index(n: number, depth: number): string {
    if (this.random.chance(0.5))
      return this.random.pick([`(l + ${this.random.below(n)}) % ${n}`, `${this.random.below(n)}`]);
    return `int32(${this.expr('uint8', depth)}) % ${n}`;
  }

  private leaf(t: Type): string {
    const same = this.scalars.filter((s) => s.type === t);
    const [first] = same;
    if (first && this.random.chance(0.6)) return `${(same[this.random.below(same.length)] ?? first).name}[]`;
    if (!isFloat(t) && this.random.chance(0.4))
      return `${t}(${this.iterators[this.random.below(this.iterators.length)] ?? 'l'})`;
    return isFloat(t)
      ? `${t}(${this.random.below(64, -64) / 8}.0)`.replace(/(\.\d+)\.0\)/, '$1)')
      : `${t}(${this.random.below(90, -90)})`;
  }

  private load(t: Type, depth: number): string {
    const known = this.filled.filter((f) => f.type === t);
    const local = known[this.random.below(known.length)];
    if (local && this.random.chance(0.7)) return `${local.name}[${this.index(LOCAL, depth)}]`;
    return `${t}(${isFloat(t) ? 'xf' : 'xi'}[${this.index(N, depth)}])`;
  }

  expr(t: Type, depth: number): string {
    if (depth <= 0) return this.leaf(t);
    const e = (u: Type = t): string => this.expr(u, depth - 1);
    const kind = this.random.below(9);
    if (kind === 0) return this.load(t, depth - 1);
    if (kind === 1) return `${t}(${e(this.random.pick(TYPES))})`;
    if (kind === 2) return `(${this.cond(depth - 1)} ? ${e()} : ${e()})`;
    if (kind === 3) return `@!${this.random.pick(['min', 'max'])}(${e()}, ${e()})`;
    if (kind === 4 && !isFloat(t)) return `@!${this.random.pick(['bitand', 'bitor', 'bitxor'])}(${e()}, ${e()})`;
    if (kind === 5 && !isFloat(t))
      return `@!${this.random.pick(['shl', 'shr'])}(${e()}, ${t}(${this.random.below(8)}))`;
    if (kind === 6 && !isFloat(t)) {
      const by = `${t}(${this.random.below(9, 1)})`;
      return this.random.chance(0.5) ? `@!towards0(${e()} / ${by})` : `(${e()} %% ${by})`;
    }
    // What C would widen first is brought back to its type.
    return `${t}(${e()} ${this.random.pick(['+', '-', '*'])} ${e()})`;
  }

  private cond(depth: number): string {
    if (depth > 0 && this.random.chance(0.3)) {
      return `(${this.cond(depth - 1)} ${this.random.pick(['&&', '||'])} !(${this.cond(depth - 1)}))`;
    }
    const t = this.random.pick(TYPES);
    return `(${this.expr(t, depth)} ${this.random.pick(['<', '<=', '>', '==', '!='])} ${this.expr(t, depth)})`;
  }

  stmts(depth: number): string {
    return Array.from({ length: this.random.below(4, 1) }, () => this.stmt(depth)).join('\n');
  }

  private assign(): string {
    const s = this.scalars[this.random.below(this.scalars.length)];
    if (!s) return '';
    const op = this.random.pick(['=', '=', '+=', '*=', '@!max=']);
    return `${s.name}[] ${op} ${this.expr(s.type, 3)}`;
  }

  private stmt(depth: number): string {
    const kind = depth <= 0 ? 0 : this.random.below(6);
    if (kind === 1) return `if ${this.cond(2)} { ${this.stmts(depth - 1)} } else { ${this.stmts(depth - 1)} }`;
    if (kind === 2) {
      const k = this.fresh('k');
      const [low, high] = [
        `${this.random.below(3)}`,
        this.random.pick(['l', '3', `int32(${this.expr('uint8', 1)}) % 5`]),
      ];
      this.iterators.push(k);
      const body = this.stmts(depth - 1);
      this.iterators.pop();
      return `for ${k} in ${this.random.pick([`${low} : ${high} : 1`, `${high} : ${low} - 2 : -1`])} { ${body} }`;
    }
    if (kind === 3) {
      const n = this.fresh('n');
      const body = this.stmts(depth - 1);
      const goes = this.random.pick(['', `&& ${this.cond(1)}`]);
      return `@cache @gpu/local ${n}: int32[] { ${n}[] = l while ${n}[] < 5 ${goes} { ${body} ${n}[] += 1 } }`;
    }
    return this.assign();
  }

  /** A phase: scalars, statements, and one element of `target` per item. */
  phase(target: { readonly name: string; readonly type: Type; readonly index: string }): string {
    const opened = Array.from({ length: this.random.below(4, 1) }, () => {
      const s = { name: this.fresh('v'), type: this.random.pick(TYPES) };
      const first = this.expr(s.type, 2);
      this.scalars.push(s);
      return `@cache @gpu/local ${s.name}: ${s.type}[] { ${s.name}[] = ${first}`;
    });
    const body = `${this.stmts(3)} ${target.name}[${target.index}] = ${this.expr(target.type, 3)}`;
    return `${opened.join('\n')}\n${body}\n${'}'.repeat(opened.length)}`;
  }
}

export interface RandomKernel {
  readonly lockstep: string;
  readonly plain: string;
}

export const randomKernel = (seed: number): RandomKernel => {
  const random = new Random(seed);
  const types = Array.from({ length: random.below(4, 1) }, () => random.pick(TYPES));
  const locals = types.map((type, k) => ({ name: `s${k}`, type }));
  const out = random.pick(TYPES);
  const phases = locals.map((s, k) => new Writer(random, locals.slice(0, k)).phase({ ...s, index: 'l' }));
  phases.push(new Writer(random, locals).phase({ name: 'y', type: out, index: `g * ${LOCAL} + l` }));
  const items = (body: string): string => `@!parallel : @threadIdx.x for l in 0 : ${LOCAL} : 1 {\n${body}\n}`;
  const whole = (inside: string): string => {
    const defs = [
      `@input @gpu/global xi: int32[${N}]`,
      `@input @gpu/global xf: float32[${N}]`,
      `@inout @gpu/global y: ${out}[${N}]`,
      `@!parallel : @blockIdx.x for g in 0 : ${GROUPS} : 1`,
      ...locals.map((s) => `@cache @gpu/shared ${s.name}: ${s.type}[${LOCAL}]`),
    ];
    return `func k(xi, xf, y) {\n${defs.reduceRight((body, d) => `${d} {\n${body}\n}`, inside)}\n}`;
  };
  return {
    lockstep: whole(items(phases.join('\n@!barrier(workGroup)\n'))),
    plain: whole(`{\n${phases.map(items).join('\n')}\n}`),
  };
};

export const randomInputs = (seed: number, type: string) => {
  const random = new Random(seed);
  const draw = (f: () => number): number[] => Array.from({ length: N }, f);
  const of = (dtype: string, data: number[]) => [dtype, data] as const;
  return {
    xi: of(
      'int32',
      draw(() => random.pick([random.below(50, -50), random.below(2 ** 31, -(2 ** 31))])),
    ),
    xf: of(
      'float32',
      draw(() => (random.unit() - 0.5) * 10 ** random.below(6)),
    ),
    y: of(
      type,
      draw(() => random.below(9)),
    ),
  };
};
