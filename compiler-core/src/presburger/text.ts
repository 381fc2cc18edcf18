/**
 * Sets in isl notation: `[n] -> { [i, j] : 0 <= i < n and 3j = i or exists (e : i = 2e + 1) }`.
 * Read and written for tests and dumps; the solver itself needs no text.
 */

import { type Affine, constant, floorDiv, mod, variable } from './affine.ts';
import { fromBigInt, type Int } from './int.ts';
import { Budget } from './rows.ts';
import { project } from './solve.ts';
import { type Constraint, intersect, isEq, isGe, isGt, isLe, isLt, negate, System, type Union } from './system.ts';

export interface NamedSet {
  readonly params: readonly string[];
  /** The dimensions of the tuple, in order. */
  readonly dims: readonly string[];
  readonly union: Union;
}

/** `[n] -> { [i] : 0 <= i < n }`; pieces are joined by `or`, the empty union reads `false`. */
export const printSet = (set: NamedSet): string => {
  const params = set.params.length > 0 ? `[${set.params.join(', ')}] -> ` : '';
  const body = set.union.length === 0 ? 'false' : set.union.map(String).join(' or ');
  return `${params}{ [${set.dims.join(', ')}]${body === 'true' ? '' : ` : ${body}`} }`;
};

export type SetText =
  | { readonly kind: 'set'; readonly set: NamedSet }
  | { readonly kind: 'malformed'; readonly message: string; readonly at: number };

/** Reads one set. Pieces separated by `;` must name their dimensions alike. */
export const parseSet = (text: string): SetText => {
  const reader = new Reader(text);
  try {
    return { kind: 'set', set: reader.set() };
  } catch (e) {
    if (e instanceof Malformed) return { kind: 'malformed', message: e.message, at: e.at };
    throw e;
  }
};

class Malformed extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const TOKEN = /\s*(?:([A-Za-z_$][\w$']*)|(\d+)|(->|<=|>=|!=|[-+*/(){}[\],:;=<>]))/y;
const COMPARISONS = ['<', '<=', '>', '>=', '=', '!='];
const PROJECTION_WORK = 1_000_000;

/** Recursive descent; conditions are kept as unions all the way. */
class Reader {
  private readonly tokens: { readonly text: string; readonly at: number }[] = [];
  private next = 0;

  constructor(private readonly source: string) {
    TOKEN.lastIndex = 0;
    let at = 0;
    for (;;) {
      const m = TOKEN.exec(source);
      if (!m) break;
      this.tokens.push({ text: m[1] ?? m[2] ?? m[3] ?? '', at });
      at = TOKEN.lastIndex;
    }
    if (source.slice(at).trim() !== '') this.tokens.push({ text: '\0', at });
  }

  set(): NamedSet {
    const params = this.peek() === '[' ? this.names() : [];
    if (params.length > 0 || this.peek() === '->') this.expect('->');
    this.expect('{');
    let dims: readonly string[] | null = null;
    const union: System[] = [];
    while (this.peek() !== '}') {
      const { names, fixed } = this.tuple();
      if (dims && dims.join() !== names.join()) throw this.bad('the pieces name their dimensions differently');
      dims = names;
      const condition = this.accept(':') ? this.or() : [System.universe];
      union.push(...intersect([System.of(...fixed)], condition));
      if (!this.accept(';')) break;
    }
    this.expect('}');
    if (this.peek() !== '') throw this.bad('text after the set');
    return { params, dims: dims ?? [], union };
  }

  private names(): string[] {
    this.expect('[');
    const out: string[] = [];
    while (this.peek() !== ']') {
      out.push(this.name());
      if (!this.accept(',')) break;
    }
    this.expect(']');
    return out;
  }

  /** `[i, j = 2i, 3]`: a dimension may carry its value, and a bare value gets the name `_` with its position. */
  private tuple(): { names: string[]; fixed: Constraint[] } {
    this.expect('[');
    const names: string[] = [];
    const fixed: Constraint[] = [];
    while (this.peek() !== ']') {
      const start = this.next;
      const named = /^[A-Za-z_$]/.test(this.peek()) && [',', ']', '='].includes(this.tokens[start + 1]?.text ?? '');
      const name = named ? this.name() : `_${names.length}`;
      if (!named || this.accept('=')) fixed.push(isEq(variable(name), this.sum()));
      names.push(name);
      if (!this.accept(',')) break;
    }
    this.expect(']');
    return { names, fixed };
  }

  private or(): Union {
    let out = this.and();
    while (this.accept('or')) out = [...out, ...this.and()];
    return out;
  }

  private and(): Union {
    let out = this.clause();
    while (this.accept('and')) out = intersect(out, this.clause());
    return out;
  }

  private clause(): Union {
    if (this.accept('not')) return negate(this.clause());
    if (this.accept('true')) return [System.universe];
    if (this.accept('false')) return [];
    if (this.accept('exists')) return this.exists();
    if (this.peek() === '(' && this.holdsCondition()) {
      this.expect('(');
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return this.comparison();
  }

  private exists(): Union {
    const outer = this.accept('(');
    const bound: string[] = [];
    const fixed: Constraint[] = [];
    do {
      const name = this.name();
      bound.push(name);
      if (this.accept('=')) fixed.push(isEq(variable(name), this.sum()));
    } while (this.accept(','));
    this.expect(':');
    const body = intersect([System.of(...fixed)], this.or());
    if (outer) this.expect(')');
    const keep = new Set<string>();
    for (const s of body) s.variables(keep);
    for (const b of bound) keep.delete(b);
    const shadow = project(body, keep, new Budget(PROJECTION_WORK));
    if (!shadow.exact) throw this.bad('too much work to eliminate the quantified variables');
    return shadow.may;
  }

  /** Whether the parenthesis at the cursor encloses a condition, not an arithmetic expression. */
  private holdsCondition(): boolean {
    let depth = 0;
    for (let i = this.next; i < this.tokens.length; i++) {
      const t = this.tokens[i]?.text ?? '';
      if (t === '(') depth++;
      else if (t === ')' && --depth === 0) return false;
      else if (COMPARISONS.includes(t) || ['and', 'or', 'not', 'exists', 'true', 'false'].includes(t)) return true;
    }
    return false;
  }

  /** `0 <= i, j < n` compares each of a list with each of the next. */
  private comparison(): Union {
    let left = this.list();
    if (!COMPARISONS.includes(this.peek())) throw this.bad('a comparison is missing');
    let out: Union = [System.universe];
    while (COMPARISONS.includes(this.peek())) {
      const op = this.take();
      const right = this.list();
      for (const l of left) for (const r of right) out = intersect(out, compare(op, l, r));
      left = right;
    }
    return out;
  }

  private list(): Affine[] {
    const out = [this.sum()];
    while (this.accept(',')) out.push(this.sum());
    return out;
  }

  private sum(): Affine {
    let out = this.accept('-') ? this.product().negated() : this.product();
    for (;;) {
      if (this.accept('+')) out = out.plus(this.product());
      else if (this.accept('-')) out = out.minus(this.product());
      else return out;
    }
  }

  /** Factors joined by `*` or by juxtaposition (`3i`), then `mod`; at most one of them is no constant. */
  private product(): Affine {
    let out = this.factor();
    for (;;) {
      if (this.accept('*') || (out.isConstant && /^[A-Za-z_$(]/.test(this.peek()) && !this.atKeyword())) {
        const by = this.factor();
        if (out.isConstant) out = by.times(out.constant);
        else if (by.isConstant) out = out.times(by.constant);
        else throw this.bad('a product of two variables is not affine');
      } else if (this.accept('mod')) out = mod(out, this.divisor());
      else return out;
    }
  }

  private factor(): Affine {
    if (this.accept('(')) {
      const inner = this.sum();
      this.expect(')');
      return inner;
    }
    if (this.accept('-')) return this.factor().negated();
    if (this.accept('floor')) {
      this.expect('(');
      const num = this.sum();
      const den = this.accept('/') ? this.divisor() : 1;
      this.expect(')');
      return floorDiv(num, den);
    }
    if (this.accept('floord')) {
      this.expect('(');
      const num = this.sum();
      this.expect(',');
      const den = this.divisor();
      this.expect(')');
      return floorDiv(num, den);
    }
    const t = this.peek();
    if (/^\d/.test(t)) return constant(this.integer());
    return variable(this.name());
  }

  private divisor(): Int {
    const minus = this.accept('-');
    const k = this.integer();
    if (k === 0) throw this.bad('division by zero');
    return minus ? fromBigInt(-BigInt(k)) : k;
  }

  private integer(): Int {
    if (!/^\d/.test(this.peek())) throw this.bad('a number is missing');
    return fromBigInt(BigInt(this.take()));
  }

  private name(): string {
    if (!/^[A-Za-z_$]/.test(this.peek())) throw this.bad('a name is missing');
    return this.take();
  }

  private atKeyword(): boolean {
    return ['and', 'or', 'mod', 'not', 'exists'].includes(this.peek());
  }

  private peek(): string {
    return this.tokens[this.next]?.text ?? '';
  }

  private take(): string {
    return this.tokens[this.next++]?.text ?? '';
  }

  private accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.bad(`'${text}' is missing`);
  }

  private bad(message: string): Malformed {
    return new Malformed(message, this.tokens[this.next]?.at ?? this.source.length);
  }
}

const compare = (op: string, a: Affine, b: Affine): Union => {
  switch (op) {
    case '<':
      return [System.of(isLt(a, b))];
    case '<=':
      return [System.of(isLe(a, b))];
    case '>':
      return [System.of(isGt(a, b))];
    case '>=':
      return [System.of(isGe(a, b))];
    case '=':
      return [System.of(isEq(a, b))];
    default:
      return [System.of(isLt(a, b)), System.of(isGt(a, b))];
  }
};
