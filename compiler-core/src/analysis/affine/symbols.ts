/** The integer variables that stand for things of the program, and what may be concluded from them. */

import { Affine, type Constraint, constant, type Div, type Int, isGe, isLt, variable } from '../../presburger/index.ts';
import { floorDivInt, neg, sub } from '../../presburger/int.ts';
import { ANY, meet, productRange, type Range, rangeOf } from './ranges.ts';

/**
 * - `iterator`: a loop variable.
 * - `size`: a Python value, a scalar argument, or an element of an input that an extent is made of; nobody writes it,
 *   so it has one value for the whole run.
 * - `data`: any other value that is not affine. Equal symbols are equal values; nothing else is known.
 */
export type SymbolKind = 'iterator' | 'size' | 'data';

export interface SymbolInfo {
  readonly id: string;
  readonly kind: SymbolKind;
  /** What the user reads: `i`, `n`, `idx[i]`. */
  readonly display: string;
  /** Symbols that occur in the text this one stands for; null where nothing is known about it. */
  readonly dependsOn: ReadonlySet<string> | null;
  /** Loop variables of which two iterations may see different values; null where nothing is known about it. */
  readonly variesWith: ReadonlySet<string> | null;
}

export class SymbolTable {
  private readonly byKey = new Map<string, SymbolInfo>();
  private readonly byId = new Map<string, SymbolInfo>();
  private readonly ranges = new Map<string, Range>();
  private readonly floors = new Map<string, Div>();
  private readonly factors = new Map<string, readonly string[]>();

  /** The symbol of a key; the same key gives the same symbol. */
  intern(
    key: string,
    kind: SymbolKind,
    display: string,
    dependsOn: ReadonlySet<string> | null = new Set(),
    variesWith: ReadonlySet<string> | null = dependsOn,
  ): SymbolInfo {
    const known = this.byKey.get(key);
    if (known) return known;
    const info: SymbolInfo = { id: `s${this.byId.size}`, kind, display, dependsOn, variesWith };
    this.byKey.set(key, info);
    this.byId.set(info.id, info);
    return info;
  }

  /** A symbol equal to no other. */
  fresh(display: string): SymbolInfo {
    return this.intern(`fresh ${this.byId.size}`, 'data', display, null);
  }

  /**
   * The product of symbols, of at least one; the same for the same factors. One of sizes is a size: what factors it has
   * matters only where they, or other products of them, occur beside it.
   */
  product(atoms: readonly string[]): SymbolInfo {
    const [only] = atoms;
    if (atoms.length === 1 && only !== undefined) return this.get(only);
    const infos = [...atoms].sort().map((id) => this.get(id));
    const key = `product ${infos.map(({ id }) => id).join(' ')}`;
    const known = this.byKey.get(key);
    if (known) return known;
    const depends = new Set<string>();
    const varies = new Set<string>();
    let isKnown = true;
    for (const info of infos) {
      depends.add(info.id);
      if (info.kind === 'iterator') varies.add(info.id);
      if (info.dependsOn === null || info.variesWith === null) isKnown = false;
      for (const id of info.dependsOn ?? []) depends.add(id);
      for (const id of info.variesWith ?? []) varies.add(id);
    }
    const kind = infos.every((i) => i.kind === 'size') ? 'size' : 'data';
    const display = infos.map((i) => i.display).join(' * ');
    const made = this.intern(key, kind, display, isKnown ? depends : null, isKnown ? varies : null);
    this.factors.set(
      made.id,
      infos.map(({ id }) => id),
    );
    return made;
  }

  /** A symbol for a floor, so that it can be the factor of a product; what it is follows from `definitionOf`. */
  floor(div: Div, text: string): SymbolInfo {
    const known = this.byKey.get(text);
    if (known) return known;
    const depends = new Set<string>();
    const varies = new Set<string>();
    let isKnown = true;
    for (const id of div.num.variables()) {
      const info = this.get(id);
      depends.add(id);
      if (info.kind === 'iterator') varies.add(id);
      if (info.dependsOn === null || info.variesWith === null) isKnown = false;
      for (const x of info.dependsOn ?? []) depends.add(x);
      for (const x of info.variesWith ?? []) varies.add(x);
    }
    const display = this.show(new Affine([{ name: text, coef: 1, div }], 0));
    const made = this.intern(text, 'data', display, isKnown ? depends : null, isKnown ? varies : null);
    this.floors.set(made.id, div);
    const { low, high } = this.rangeOf(div.num);
    this.limit(made.id, {
      low: low === null ? null : floorDivInt(low, div.den),
      high: high === null ? null : floorDivInt(high, div.den),
    });
    return made;
  }

  /** For a floor `q` of `a / d`: `d * q <= a < d * q + d`; nothing for other symbols. */
  definitionOf(id: string): readonly Constraint[] {
    const div = this.floors.get(id);
    if (!div) return [];
    const rest = div.num.minus(variable(id).times(div.den));
    return [isGe(rest, constant(0)), isLt(rest, constant(div.den))];
  }

  /** Whether the value is made of sizes and iterators alone, with products and floors of them. */
  isPlain(id: string): boolean {
    const parts =
      this.factors.get(id) ?? (this.floors.has(id) ? [...(this.floors.get(id)?.num.variables() ?? [])] : null);
    return parts ? parts.every((p) => this.isPlain(p)) : this.kindOf(id) !== 'data';
  }

  /** Whether a size that is no constant takes part in it. */
  hasSize(id: string): boolean {
    const parts =
      this.factors.get(id) ?? (this.floors.has(id) ? [...(this.floors.get(id)?.num.variables() ?? [])] : null);
    return parts ? parts.some((p) => this.hasSize(p)) : this.kindOf(id) === 'size';
  }

  /** What the symbol is the product of, null where it is none. */
  factorsOf(id: string): readonly string[] | null {
    return this.factors.get(id) ?? null;
  }

  /** Makes known that the symbol has a value of the range wherever it has one. */
  limit(id: string, range: Range): void {
    this.ranges.set(id, meet(this.ranges.get(id) ?? ANY, range));
  }

  /** The values an expression can have as far as its symbols' own ranges say. */
  rangeOf(a: Affine): Range {
    return rangeOf(a, (id) => {
      const own = this.ranges.get(id) ?? ANY;
      const atoms = this.factors.get(id);
      return atoms ? meet(own, atoms.map((x) => this.ranges.get(x) ?? ANY).reduce(productRange)) : own;
    });
  }

  get(id: string): SymbolInfo {
    const info = this.byId.get(id);
    if (!info) throw new Error(`no symbol ${id}`);
    return info;
  }

  all(): readonly SymbolInfo[] {
    return [...this.byId.values()];
  }

  kindOf(id: string): SymbolKind {
    return this.get(id).kind;
  }

  /** An expression in the user's names. */
  show(a: Affine): string {
    return String(a.substitute((id) => variable(this.get(id).display)));
  }

  /** `n > m`, `n % 4 = 1`: what is negative stands on the right, and `>= k + 1` reads `> k`. */
  showConstraint(c: Constraint): string {
    const { left, right } = c.expr.split();
    if (c.kind === 'eq')
      return left.isConstant ? `${this.show(right)} = ${this.show(left)}` : `${this.show(left)} = ${this.show(right)}`;
    if (left.isConstant) {
      const bound = sub(left.constant, right.constant);
      const rest = this.show(right.plusConstant(neg(right.constant)));
      return bound === -1 ? `${rest} < 0` : `${rest} <= ${bound}`;
    }
    if (right.constant > 0 && !right.isConstant) return `${this.show(left)} > ${this.show(right.plusConstant(-1))}`;
    return `${this.show(left)} >= ${this.show(right)}`;
  }
}

/** Values of FreeTensor's int32; beyond them arithmetic wraps, which integer sets do not model. */
export const fitsInt32 = (x: Int): boolean => x >= -2147483648 && x <= 2147483647;
