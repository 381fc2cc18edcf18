/**
 * Inputs for a function that has none: reproducible from a seed. Floats are uniform in [-1, 1]; integers that serve
 * as subscripts are inside what they index; row pointers grow from 0 to what they point into; other integers are
 * small. What was assumed is said in `notes`.
 */

import type { Func, VarDef } from '../ir/nodes.ts';
import { isFloat } from '../ir/types.ts';
import { stmtsIn } from '../ir/walk.ts';
import type { Binding } from './compile-expr.ts';
import { evalInt } from './eval-int.ts';
import { type IndexUse, indexUses } from './index-uses.ts';
import { Random } from './random.ts';
import { elementsIn, isStored, type TensorInput } from './values.ts';

export interface GenerateOptions {
  readonly seed: number;
  readonly bindings?: ReadonlyMap<string, Binding>;
  /** Half-open range of the elements of a tensor, by name. */
  readonly ranges?: ReadonlyMap<string, readonly [low: number, high: number]>;
  /** Inputs that are given: they are kept, and their shapes and values count. */
  readonly inputs?: ReadonlyMap<string, TensorInput>;
  /** Elements of one tensor at most. Default 2^22. */
  readonly maxElements?: number;
  /** Large tensors are filled with zeros, for runs in which values hardly count. */
  readonly zeros?: boolean;
}

export type Generated =
  | {
      readonly kind: 'generated';
      readonly inputs: ReadonlyMap<string, TensorInput>;
      readonly bindings: ReadonlyMap<string, Binding>;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly tensor: string; readonly reason: string };

/** Sizes of symbols and scalar inputs that nothing tells: small, and prime, so that no tiling divides them. */
const SIZES = [5, 7, 11, 13] as const;
const MAX_ELEMENTS = 2 ** 22;
/** Elements that are drawn all the same: two of them are to differ. */
const DRAWN = 2 ** 14;

class Draw {
  readonly inputs: Map<string, TensorInput>;
  readonly bindings: Map<string, Binding>;
  readonly notes: string[] = [];
  private readonly random: Random;
  private readonly uses: ReadonlyMap<string, IndexUse>;
  private sizes = 0;

  constructor(
    private readonly func: Func,
    private readonly options: GenerateOptions,
  ) {
    this.inputs = new Map(options.inputs);
    this.bindings = new Map(options.bindings);
    this.random = new Random(options.seed);
    this.uses = indexUses(func.body);
  }

  private nextSize(): number {
    return SIZES[this.sizes++ % SIZES.length] ?? 5;
  }

  /** Value of a size; symbols that nothing binds get one on the way. */
  private extent = (e: Parameters<typeof evalInt>[0]): number | null => {
    const value = evalInt(e, (leaf, indices) => {
      if (leaf.kind === 'param') {
        const bound = this.bindings.get(leaf.name);
        if (bound === undefined) {
          const size = this.nextSize();
          this.bindings.set(leaf.name, BigInt(size));
          this.notes.push(`${leaf.name} = ${size}`);
          return BigInt(size);
        }
        return typeof bound === 'bigint' ? bound : Number.isInteger(bound) ? BigInt(bound) : null;
      }
      const given = leaf.kind === 'load' ? this.inputs.get(leaf.tensor) : undefined;
      if (!given) return null;
      const offset = indices.reduce((at, i, d) => at * (given.shape[d] ?? 1) + Number(i), 0);
      const element = given.data[offset];
      return element === undefined || !Number.isInteger(Number(element)) ? null : BigInt(Number(element));
    });
    return value === null ? null : Number(value);
  };

  /** The least of what is known among some extents. */
  private least(extents: IndexUse['indexes']): number | null {
    const known = extents.map(this.extent).filter((n) => n !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** Integers that some shape mentions, or, of rank 0, a loop: elements of others that bound loops are row pointers. */
  private isSize(def: VarDef): boolean {
    if (isFloat(def.dtype)) return false;
    return stmtsIn(this.func.body).some((s) => {
      const sizes = s.kind === 'varDef' ? s.shape : s.kind === 'for' && def.shape.length === 0 ? [s.begin, s.end] : [];
      return sizes.some((e) => {
        let found = false;
        evalInt(e, (leaf) => {
          found ||= leaf.kind === 'load' && leaf.tensor === def.name;
          return 1n;
        });
        return found;
      });
    });
  }

  private element(def: VarDef): () => number {
    const range = this.options.ranges?.get(def.name);
    if (isFloat(def.dtype)) {
      const [low, high] = range ?? [-1, 1];
      return () => low + (high - low) * this.random.unit();
    }
    if (range) return () => this.random.below(range[1], range[0]);
    if (def.dtype === 'bool') return () => (this.random.chance(0.5) ? 1 : 0);
    const extent = this.least(this.uses.get(def.name)?.indexes ?? []);
    if (extent !== null) return () => this.random.below(extent);
    const bound = this.least(this.uses.get(def.name)?.points ?? []);
    if (bound !== null) return () => this.random.below(bound + 1);
    if (this.uses.get(def.name)?.divides) return () => this.random.below(10, 1);
    const low = def.dtype.startsWith('u') ? 0 : -4;
    return () => this.random.below(10, low);
  }

  /** Row pointers: sorted draws between 0 and the extent, which they reach. */
  private pointers(def: VarDef, count: number): number[] | null {
    const use = this.uses.get(def.name);
    if (!use || use.points.length === 0 || def.shape.length !== 1 || count < 2) return null;
    if (isFloat(def.dtype) || this.options.ranges?.has(def.name)) return null;
    const extent = this.least(use.points);
    if (extent === null) return null;
    const inner = Array.from({ length: count - 2 }, () => this.random.below(extent + 1)).sort((a, b) => a - b);
    return [0, ...inner, extent];
  }

  tensor(def: VarDef): string | null {
    if (!isStored(def.dtype)) return `a tensor of ${def.dtype} has no values`;
    const shape: number[] = [];
    for (const e of def.ioShape ?? def.shape) {
      const n = this.extent(e);
      if (n === null) return 'its shape is not known before the run';
      if (n < 0) return `its shape has the extent ${n}`;
      shape.push(n);
    }
    const count = elementsIn(shape);
    if (count > (this.options.maxElements ?? MAX_ELEMENTS)) return `it would have ${count} elements`;
    if (this.isSize(def) && !this.options.ranges?.has(def.name)) {
      const data = Array.from({ length: count }, () => this.nextSize());
      this.notes.push(`${def.name} = ${data.slice(0, SIZES.length).join(', ')}${count > SIZES.length ? ', ...' : ''}`);
      this.inputs.set(def.name, { dtype: def.dtype, shape, data });
      return null;
    }
    if (this.options.zeros && count > DRAWN) {
      this.inputs.set(def.name, { dtype: def.dtype, shape, data: new Float64Array(count) });
      return null;
    }
    const pointers = this.pointers(def, count);
    const draw = this.element(def);
    const data = pointers ?? Array.from({ length: count }, draw);
    this.inputs.set(def.name, { dtype: def.dtype, shape, data });
    return null;
  }

  all(): Generated {
    const defs = stmtsIn(this.func.body).filter((s) => s.kind === 'varDef');
    for (const def of defs) {
      const given = this.inputs.get(def.name);
      for (const [d, e] of (def.ioShape ?? def.shape).entries()) {
        const extent = given?.shape[d];
        if (e.kind === 'param' && extent !== undefined && !this.bindings.has(e.name)) {
          this.bindings.set(e.name, BigInt(extent));
        }
      }
    }
    const wanted = defs.filter((s) => (s.access === 'input' || s.access === 'inout') && !this.inputs.has(s.name));
    // Definitions stand in the order in which their shapes mention each other; pointers wait for what they point into.
    for (const def of wanted) {
      const reason = this.tensor(def);
      if (reason !== null) return { kind: 'failed', tensor: def.name, reason };
    }
    for (const p of this.func.externals) {
      if (this.bindings.has(p.name)) continue;
      const value = p.integer ? BigInt(this.nextSize()) : 1;
      this.bindings.set(p.name, value);
      this.notes.push(`${p.name} = ${value}`);
    }
    return { kind: 'generated', inputs: this.inputs, bindings: this.bindings, notes: this.notes };
  }
}

/** Inputs for every `input` and `inout` tensor that is not given, and values for unbound symbols. Never throws. */
export const generateInputs = (func: Func, options: GenerateOptions): Generated => new Draw(func, options).all();
