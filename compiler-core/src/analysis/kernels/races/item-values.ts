/**
 * What the values of a kernel's expressions are at the place where a walk stands: private scalars as the expressions that
 * they hold, or under a name for each value they may have; items' numbers as symbols; versions of memory.
 */

import type { Expr, ExprOf, Func, Stmt, StmtOf, VarDef } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import { isInt } from '../../../ir/types.ts';
import { isWall, mapExpr, stmtsIn, visitExpr, writtenBy } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import { Converter } from '../../affine/convert.ts';
import { type SymbolInfo, SymbolTable } from '../../affine/symbols.ts';
import { plainIndex } from './plain-index.ts';
import type { Dimension, NamedValue } from './skeleton.ts';
import { ITEM, type Level, type Uniformity } from './uniform.ts';

export const MAX_SIZE = 60;

export const int = (n: number, at: Span): Expr => ({ kind: 'int', value: BigInt(n), at });
export const sizeOfExpr = (e: Expr): number => {
  let n = 0;
  visitExpr(e, () => {
    n++;
    return n <= MAX_SIZE;
  });
  return n;
};

export type Env = Map<string, Expr | null>;

export class ItemValues {
  readonly symbols = new SymbolTable();
  readonly named = new Map<string, NamedValue>();
  readonly dimensions: Dimension[] = [];
  protected readonly converter: Converter;
  protected readonly iterators = new Map<string, { info: SymbolInfo; natural: boolean }>();
  /** Of the loops around, their iterators. */
  protected readonly loops: string[] = [];
  protected readonly defs = new Map<string, VarDef>();
  protected env: Env = new Map();
  protected readonly integers: Set<string>;
  protected readonly items = new Map<string, { axis: string; role: 'group' | 'item' }>();
  /** Sizes of groups as products spell them, by the iterator. */
  protected readonly extents = new Map<string, string>();
  protected lastVersion = 0;
  private readonly versions = new Map<string, number>();
  private lastName = 0;
  private readonly scalars = new Set<string>();
  private readonly bases = new Map<string, string>();
  private readonly touched: ReadonlySet<string> | null;

  constructor(
    protected readonly func: Func,
    protected readonly uniform: Uniformity,
    private readonly trusted: ReadonlySet<string>,
  ) {
    const all = stmtsIn(func.body);
    const written = all.flatMap((s) => writtenBy(s));
    const opaque = all.filter((s) => s.kind === 'any' || s.kind === 'notModelled');
    const wild = opaque.some((s) => s.kind === 'any' || (s.kind === 'notModelled' && s.tensors === null));
    const named = opaque.flatMap((s) => (s.kind === 'notModelled' ? (s.tensors ?? []) : []));
    for (const s of all) {
      if (s.kind !== 'varDef') continue;
      if (s.view) this.bases.set(s.name, s.view.tensor);
      if (s.memory === 'byvalue' && s.access === 'input') this.scalars.add(s.name);
    }
    this.touched = wild ? null : new Set([...written, ...named].map((name) => this.baseOf(name)));
    this.integers = new Set(func.externals.filter((p) => p.integer).map((p) => p.name));
    this.converter = new Converter(this.symbols, {
      iterator: (name) => this.iterators.get(name)?.info ?? null,
      version: (tensor) => `${this.defs.get(tensor)?.id ?? ''}.${this.versions.get(tensor) ?? 0}`,
      writtenAlong: (tensor) => this.writtenAlong(tensor),
      isSize: (load) => this.isArgument(load),
      isIntegerParam: (name) => this.integers.has(name),
    });
  }

  /** With iterators under names that stay theirs after their loops. */
  protected lasting(e: Expr): Expr {
    return mapExpr(e, (x) => {
      const known = x.kind === 'var' ? this.iterators.get(x.name) : undefined;
      if (x.kind !== 'var' || !known) return x;
      const name = `iterator ${known.info.id}`;
      this.iterators.set(name, known);
      return { ...x, name };
    });
  }

  protected isArgument({ tensor, indices }: ExprOf<'load'>): boolean {
    return this.scalars.has(tensor) && indices.length === 0 && !this.mayChange(tensor);
  }

  /** The allocation that a view is a window on. */
  baseOf(tensor: string): string {
    let base = tensor;
    for (let k = 0; k < 8; k++) base = this.bases.get(base) ?? base;
    return base;
  }

  protected mayChange(tensor: string): boolean {
    return this.touched === null || this.touched.has(this.baseOf(tensor));
  }

  private writtenAlong(tensor: string): readonly string[] {
    const def = this.defs.get(tensor);
    if (!this.mayChange(tensor)) return def?.memory === 'gpu/shared' ? this.groupSymbols() : [];
    const loops = this.loops;
    if (this.trusted.has(tensor)) return [...this.groupSymbols(), ...loops];
    return [...[...this.items.keys()].flatMap((name) => this.iterators.get(name)?.info.id ?? []), ...loops];
  }
  private groupSymbols(): string[] {
    return this.dimensions.flatMap((d) => (d.group ? [d.group.id] : []));
  }

  protected plain(e: Expr): Expr {
    return plainIndex(e, {
      isNatural: (name) => this.iterators.get(name)?.natural ?? false,
      resolve: (x) => this.resolve(x),
    });
  }

  protected isPrivate(def: VarDef | undefined): boolean {
    return def?.memory === 'gpu/local' && def.shape.length === 0 && def.view === null && def.aliasClass === null;
  }

  private resolve(e: Expr): Expr | null {
    if (e.kind === 'load' && e.indices.length === 0 && this.isPrivate(this.defs.get(e.tensor))) {
      const known = this.env.get(e.tensor);
      return known ?? null;
    }
    return e.kind === 'binary' && e.op === 'add' ? this.globalNumber(e) : null;
  }

  /** `g * size + l` of one dimension, where the size is no number. */
  private globalNumber(e: ExprOf<'binary'>): Expr | null {
    for (const [product, item] of [
      [e.lhs, e.rhs],
      [e.rhs, e.lhs],
    ] as const) {
      if (item.kind !== 'var' || product.kind !== 'binary' || product.op !== 'mul') continue;
      const own = this.items.get(item.name);
      const extent = this.extents.get(item.name);
      if (own?.role !== 'item' || extent === undefined) continue;
      for (const [group, size] of [
        [product.lhs, product.rhs],
        [product.rhs, product.lhs],
      ] as const) {
        if (group.kind !== 'var' || size.kind === 'int') continue;
        const other = this.items.get(group.name);
        if (other?.role !== 'group' || other.axis !== own.axis || printExpr(size) !== extent) continue;
        const name = `global.${own.axis}`;
        return this.iterators.has(name) ? { kind: 'var', name, dtype: 'int64', at: e.at } : null;
      }
    }
    return null;
  }

  /** Whether an expression means the same wherever it is put. */
  protected isStable(e: Expr): boolean {
    let stable = true;
    visitExpr(e, (x) => {
      if (x.kind === 'load' && (this.mayChange(x.tensor) || this.defs.get(x.tensor)?.memory === 'gpu/local'))
        stable = false;
      if (x.kind === 'unknown' || (x.kind === 'intrinsic' && x.sideEffect)) stable = false;
      return stable;
    });
    return stable && sizeOfExpr(e) <= MAX_SIZE;
  }

  /** How much a plain expression differs between items, by the values that its names stand for here. */
  protected levelOf(e: Expr): Level {
    let level: Level = 0;
    visitExpr(e, (x) => {
      const own =
        x.kind === 'param'
          ? this.named.get(this.symbols.intern(`param ${x.name}`, 'size', x.name).id)?.level
          : x.kind === 'var' && x.name.startsWith('global.')
            ? ITEM
            : x.kind === 'load' || x.kind === 'var' || x.kind === 'intrinsic' || x.kind === 'unknown'
              ? this.uniform.ofExpr(x).level
              : 0;
      if (own !== undefined && own > level) level = own;
      return level < ITEM && x.kind !== 'load';
    });
    return level;
  }

  /** A name for whatever the variable holds from here on. */
  protected fresh(tensor: string, level = this.uniform.ofVariable(tensor).level): Expr {
    const def = this.defs.get(tensor);
    const at = def?.origin.span ?? this.func.origin.span;
    const name = `${def?.spelled ?? tensor}#${++this.lastName}`;
    const dtype = def?.dtype ?? 'unknown';
    if (isInt(dtype) || dtype === 'bool') this.integers.add(name);
    const { id } = this.symbols.intern(`param ${name}`, 'size', name);
    this.named.set(id, {
      level,
      along: new Set(this.loops),
    });
    const param: Expr = { kind: 'param', name, at };
    if (dtype === 'bool') return { kind: 'binary', op: 'ne', lhs: param, rhs: int(0, at), at };
    // Conversions of integers are left out by `plainIndex`; of floats they keep the value from being taken for an integer.
    return isInt(dtype) ? param : { kind: 'cast', dtype, operand: param, at };
  }

  protected assign(s: StmtOf<'store'>): void {
    if (!this.isPrivate(this.defs.get(s.tensor))) return;
    const plain = this.plain(s.value);
    const value = this.isStable(plain)
      ? plain
      : this.fresh(s.tensor, Math.max(this.levelOf(plain), this.uniform.ofControl(s).level) as Level);
    this.env.set(s.tensor, value);
  }

  protected forgetWritten(s: Stmt): void {
    const names = new Set<string>();
    for (const inner of stmtsIn(s)) {
      for (const n of writtenBy(inner)) names.add(n);
      if (inner.kind === 'notModelled') for (const n of inner.tensors ?? this.defs.keys()) names.add(n);
      if (isWall(inner)) for (const n of this.shared()) this.bump(n);
    }
    for (const n of names) {
      this.bump(n);
      if (this.isPrivate(this.defs.get(n))) this.env.set(n, this.fresh(n));
    }
  }
  protected bump(tensor: string): void {
    this.versions.set(tensor, ++this.lastVersion);
  }
  private shared(): string[] {
    return [...this.defs.values()].flatMap((d) => (d.memory !== 'gpu/local' && this.mayChange(d.name) ? [d.name] : []));
  }
}
