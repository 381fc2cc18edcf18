/**
 * Reads sets and relations in isl's notation: `[n] -> { S[i, j] -> T[2i + 1] : 0 <= i, j < n and exists (e : i = 2e) }`.
 * Conditions may use `and or not exists true false`, chains and lists of comparisons, `<<` and its kin between lists,
 * `floor(./k) ceil(./k) floord(., k) mod k % k min max`. Any text gives a value or the place where it stops to make sense.
 */

import { type Formula, normalForm, piecesOf } from './formula.ts';
import { fromBigInt, type Int, neg } from './int.ts';
import { canonicalFloor, type Floor, type Piece } from './piece.ts';
import { at, Budget, BudgetExceeded, mix, type Row, zeros } from './rows.ts';
import { IntegerRelation, IntegerSet } from './sets.ts';
import { simplified } from './simplify.ts';
import { type Space, sameTuple, type Tuple } from './space.ts';

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'malformed'; readonly message: string; readonly at: number };

/** Reads one set; pieces separated by `;` must lie in one space. */
export const parseSet = (text: string, budget = new Budget(PARSE_WORK)): Parsed<IntegerSet> =>
  parse(text, budget, (space, pieces, bad) => {
    if (space.in) throw bad('a relation where a set is wanted');
    return new IntegerSet(space, pieces);
  });

/** Reads one relation. */
export const parseRelation = (text: string, budget = new Budget(PARSE_WORK)): Parsed<IntegerRelation> =>
  parse(text, budget, (space, pieces, bad) => {
    if (!space.in) throw bad('a set where a relation is wanted');
    return new IntegerRelation(space, pieces);
  });

/** Disjunctive normal form may explode; a text that needs more than this is refused. */
const PARSE_WORK = 1_000_000;

const parse = <T>(
  text: string,
  budget: Budget,
  make: (space: Space, pieces: readonly Piece[], bad: (message: string) => Malformed) => T,
): Parsed<T> => {
  try {
    const reader = new Reader(text, budget);
    const { space, pieces } = reader.region();
    return { kind: 'parsed', value: make(space, pieces, (message) => new Malformed(message, 0)) };
  } catch (e) {
    if (e instanceof Malformed) return { kind: 'malformed', message: e.message, at: e.at };
    if (e instanceof BudgetExceeded) return { kind: 'malformed', message: 'too much work for the budget', at: 0 };
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

const TOKEN = /\s*(?:([A-Za-z_$][\w$']*)|(\d+)|(->|<<=|>>=|<<|>>|<=|>=|!=|==|&&|\|\||[-+*/%!(){}[\],:;=<>]))/y;
const COMPARISONS = new Set(['<', '<=', '>', '>=', '=', '==', '!=']);
const ORDERS = new Set(['<<', '<<=', '>>', '>>=']);
const KEYWORDS = new Set(['and', 'or', 'mod', 'not', 'exists', 'true', 'false', 'implies']);
const NAME = /^[A-Za-z_$]/;
const DIGIT = /^\d/;
/** Parentheses and negations deeper than this are refused, before the stack ends. */
const MOST_NESTED = 400;

/** A tuple as written: each dimension has a column of its own, tied to what was written by `fixed`. */
interface Written {
  readonly tuple: Tuple;
  readonly columns: readonly number[];
}

class Reader {
  private readonly texts: string[] = [];
  private readonly starts: number[] = [];
  private next = 0;
  private depth = 0;
  /** What a name stands for, as a row over the columns made so far. */
  private scope = new Map<string, Row>();
  /** Columns from 1 in order of appearance: a floor, or null for a dimension, parameter or existential. */
  private columns: (Floor | null)[] = [];
  /** Conditions under which columns mean what they stand for (`min`, `max`, dimensions with a value). */
  private side: Formula[] = [];

  constructor(
    private readonly source: string,
    private readonly budget: Budget,
  ) {
    TOKEN.lastIndex = 0;
    let end = 0;
    for (;;) {
      const m = TOKEN.exec(source);
      if (!m) break;
      const text = m[1] ?? m[2] ?? m[3] ?? '';
      this.texts.push(text);
      end = TOKEN.lastIndex;
      this.starts.push(end - text.length);
    }
    if (source.slice(end).trim() !== '') {
      this.texts.push('\0');
      this.starts.push(end + source.slice(end).search(/\S/));
    }
  }

  region(): { readonly space: Space; readonly pieces: readonly Piece[] } {
    const params = this.peek() === '[' ? this.params() : [];
    this.expect('{');
    let space: Space | null = null;
    const pieces: Piece[] = [];
    const outer = new Map(this.scope);
    while (this.peek() !== '}') {
      this.scope = new Map(outer);
      this.columns = params.map(() => null);
      this.side = [];
      const start = this.next;
      const condition = this.peek() === ':';
      const first = condition ? { tuple: { name: null, dims: [] }, columns: [] } : this.tuple('i');
      const second = this.accept('->') ? this.tuple('o') : null;
      const here: Space = {
        params,
        in: second ? first.tuple : null,
        out: second ? second.tuple : first.tuple,
      };
      if (space && !(sameTuple(space.in, here.in) && sameTuple(space.out, here.out)))
        throw this.bad('the pieces lie in different spaces', start);
      space ??= here;
      const fixed = this.side;
      this.side = [];
      const body: Formula = this.accept(':') ? this.or() : { kind: 'and', of: [] };
      const visible = [...params.map((_, k) => k + 1), ...first.columns, ...(second?.columns ?? [])];
      const whole: Formula = { kind: 'and', of: [...fixed, body] };
      for (const p of piecesOf(normalForm(whole, this.columns, this.budget), visible, this.columns)) {
        const s = simplified(p);
        if (s) pieces.push(s);
      }
      if (!this.accept(';')) break;
    }
    this.expect('}');
    if (this.peek() !== '') throw this.bad('text after the set');
    return { space: space ?? { params, in: null, out: { name: null, dims: [] } }, pieces };
  }

  private params(): string[] {
    this.expect('[');
    const out: string[] = [];
    while (this.peek() !== ']') {
      const name = this.name();
      if (this.scope.has(name)) throw this.bad(`the parameter ${name} is there twice`);
      this.scope.set(name, this.column(null));
      out.push(name);
      if (!this.accept(',')) break;
    }
    this.expect(']');
    this.expect('->');
    return out;
  }

  /** A new column, as a row. */
  private column(floor: Floor | null): Row {
    this.columns.push(floor);
    const row = zeros(1 + this.columns.length);
    row[this.columns.length] = 1;
    return row;
  }

  /** `S[i, 2i, j = i + 1]`: a new name is a dimension, anything else is the value of one. */
  private tuple(prefix: string): Written {
    const name = NAME.test(this.peek()) ? this.name() : null;
    this.expect('[');
    const dims: string[] = [];
    const columns: number[] = [];
    while (this.peek() !== ']') {
      const text = this.peek();
      const after = this.texts[this.next + 1] ?? '';
      const fresh = NAME.test(text) && !KEYWORDS.has(text) && !this.scope.has(text) && [',', ']', '='].includes(after);
      const column = this.column(null);
      columns.push(this.columns.length);
      if (fresh) {
        dims.push(this.name());
        this.scope.set(text, column);
      } else dims.push(NAME.test(text) && [',', ']'].includes(after) ? text : `${prefix}${dims.length}`);
      if (!fresh || this.accept('=')) this.side.push({ kind: 'eq', row: mix(column, 1, this.sum(), -1) });
      if (!this.accept(',')) break;
    }
    this.expect(']');
    return { tuple: { name, dims }, columns };
  }

  private or(): Formula {
    this.deeper();
    const of = [this.and()];
    while (this.accept('or') || this.accept('||')) of.push(this.and());
    this.depth--;
    return of.length === 1 ? (of[0] as Formula) : { kind: 'or', of };
  }

  private and(): Formula {
    const of = [this.clause()];
    while (this.accept('and') || this.accept('&&')) of.push(this.clause());
    return of.length === 1 ? (of[0] as Formula) : { kind: 'and', of };
  }

  private clause(): Formula {
    if (this.accept('not') || this.accept('!')) {
      this.deeper();
      const of = this.clause();
      this.depth--;
      return { kind: 'not', of };
    }
    if (this.accept('true')) return { kind: 'and', of: [] };
    if (this.accept('false')) return { kind: 'or', of: [] };
    if (this.accept('exists')) return this.exists();
    if (this.peek() === '(' && this.holdsCondition()) {
      this.expect('(');
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return this.comparison();
  }

  private exists(): Formula {
    const closed = this.accept('(');
    const outer = this.scope;
    this.scope = new Map(outer);
    const before = this.columns.length;
    do {
      const name = this.name();
      this.scope.set(name, this.accept('=') ? this.sum() : this.column(null));
    } while (this.accept(','));
    this.expect(':');
    const of = this.or();
    if (closed) this.expect(')');
    this.scope = outer;
    // Also the columns of quantifiers and extremes further inside.
    const bound = this.columns.flatMap((f, k) => (k >= before && f === null ? [k + 1] : []));
    return { kind: 'exists', bound, of };
  }

  /** Whether the parenthesis at the cursor encloses a condition, not an arithmetic expression. */
  private holdsCondition(): boolean {
    let depth = 0;
    for (let i = this.next; i < this.texts.length; i++) {
      const t = this.texts[i] ?? '';
      if (t === '(') depth++;
      else if (t === ')' && --depth === 0) return false;
      else if (COMPARISONS.has(t) || ORDERS.has(t) || (KEYWORDS.has(t) && t !== 'mod') || t === '!') return true;
    }
    return false;
  }

  /** `0 <= i, j < n` holds for each of a list; `i, j << k, l` compares the lists lexicographically. */
  private comparison(): Formula {
    const outer = this.side;
    this.side = [];
    const of: Formula[] = [];
    let left = this.list();
    if (!COMPARISONS.has(this.peek()) && !ORDERS.has(this.peek())) throw this.bad('a comparison is missing');
    while (COMPARISONS.has(this.peek()) || ORDERS.has(this.peek())) {
      const op = this.take();
      const right = this.list();
      if (ORDERS.has(op)) {
        if (left.length !== right.length) throw this.bad('lists of different length');
        of.push(lexicographic(op, left, right));
      } else for (const a of left) for (const b of right) of.push(compared(op, a, b));
      left = right;
    }
    const side = this.side;
    this.side = outer;
    const body: Formula = of.length === 1 ? (of[0] as Formula) : { kind: 'and', of };
    return side.length === 0 ? body : { kind: 'where', side: { kind: 'and', of: side }, of: body };
  }

  private list(): Row[] {
    const out = [this.sum()];
    while (this.accept(',')) out.push(this.sum());
    return out;
  }

  private sum(): Row {
    this.deeper();
    let out = this.accept('-') ? this.product().map(neg) : this.product();
    for (;;) {
      if (this.accept('+')) out = mix(out, 1, this.product(), 1);
      else if (this.accept('-')) out = mix(out, 1, this.product(), -1);
      else break;
    }
    this.depth--;
    return out;
  }

  /** Factors joined by `*` or by juxtaposition (`3i`), then `mod`; at most one of them is no constant. */
  private product(): Row {
    let out = this.factor();
    for (;;) {
      const t = this.peek();
      if (t === '*' || (isConstant(out) && (t === '(' || (NAME.test(t) && !KEYWORDS.has(t))))) {
        if (t === '*') this.next++;
        const by = this.factor();
        if (isConstant(out)) out = scaled(by, at(out, 0));
        else if (isConstant(by)) out = scaled(out, at(by, 0));
        else throw this.bad('a product of two variables is not affine');
      } else if (t === 'mod' || t === '%') {
        this.next++;
        const d = this.divisor();
        out = mix(out, 1, this.floorOf(out, d), neg(d));
      } else return out;
    }
  }

  private factor(): Row {
    const t = this.peek();
    if (DIGIT.test(t)) return [this.integer()];
    if (this.accept('(')) {
      const inner = this.sum();
      this.expect(')');
      return inner;
    }
    if (this.accept('-')) {
      this.deeper();
      const inner = this.factor().map(neg);
      this.depth--;
      return inner;
    }
    if (this.texts[this.next + 1] === '(' && !this.scope.has(t)) {
      switch (t) {
        case 'floor':
          return this.rounded(false);
        case 'ceil':
          return this.rounded(true);
        case 'floord': {
          this.next += 2;
          const num = this.sum();
          this.expect(',');
          const den = this.divisor();
          this.expect(')');
          return this.floorOf(num, den);
        }
        case 'min':
        case 'max':
          return this.extreme(t);
      }
    }
    const start = this.next;
    const name = this.name();
    const row = this.scope.get(name);
    if (row) return row;
    this.next = start;
    throw this.bad(`the name ${name} stands for nothing`);
  }

  /** `floor(a/k)`: after the name, at the parenthesis. */
  private rounded(up: boolean): Row {
    this.next += 2;
    const num = this.sum();
    const den = this.accept('/') ? this.divisor() : 1;
    this.expect(')');
    return up ? this.floorOf(num.map(neg), den).map(neg) : this.floorOf(num, den);
  }

  /** `min(a, b)`: a new column that is at most all of them and one of them. */
  private extreme(which: 'min' | 'max'): Row {
    this.next += 2;
    const of = this.list();
    this.expect(')');
    const out = this.column(null);
    const rows = of.map((r) => (which === 'max' ? mix(out, 1, r, -1) : mix(r, 1, out, -1)));
    this.side.push({
      kind: 'and',
      of: [
        ...rows.map((row): Formula => ({ kind: 'ge', row })),
        { kind: 'or', of: rows.map((row) => ({ kind: 'eq', row })) },
      ],
    });
    return out;
  }

  private floorOf(num: Row, den: Int): Row {
    const { whole, floor } = canonicalFloor(num, den);
    return floor ? mix(whole, 1, this.column(floor), 1) : whole;
  }

  private divisor(): Int {
    const minus = this.accept('-');
    const k = this.integer();
    if (k === 0) throw this.bad('division by zero');
    return minus ? neg(k) : k;
  }

  private integer(): Int {
    if (!DIGIT.test(this.peek())) throw this.bad('a number is missing');
    return fromBigInt(BigInt(this.take()));
  }

  private name(): string {
    if (!NAME.test(this.peek()) || KEYWORDS.has(this.peek())) throw this.bad('a name is missing');
    return this.take();
  }

  private deeper(): void {
    if (++this.depth > MOST_NESTED) throw this.bad('nested too deeply');
  }

  private peek(): string {
    return this.texts[this.next] ?? '';
  }

  private take(): string {
    return this.texts[this.next++] ?? '';
  }

  private accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.bad(`'${text}' is missing`);
  }

  private bad(message: string, token = this.next): Malformed {
    return new Malformed(message, this.starts[token] ?? this.source.length);
  }
}

const isConstant = (row: Row): boolean => {
  for (let k = 1; k < row.length; k++) if (row[k] !== 0) return false;
  return true;
};

const scaled = (row: Row, by: Int): Row => mix(row, by, [], 0);

const less = (a: Row, b: Row, by: number): Formula => {
  const row = mix(b, 1, a, -1);
  return { kind: 'ge', row: by === 0 ? row : mix(row, 1, [by], -1) };
};

const compared = (op: string, a: Row, b: Row): Formula => {
  switch (op) {
    case '<':
      return less(a, b, 1);
    case '<=':
      return less(a, b, 0);
    case '>':
      return less(b, a, 1);
    case '>=':
      return less(b, a, 0);
    case '!=':
      return { kind: 'or', of: [less(a, b, 1), less(b, a, 1)] };
    default:
      return { kind: 'eq', row: mix(a, 1, b, -1) };
  }
};

const lexicographic = (op: string, left: readonly Row[], right: readonly Row[]): Formula => {
  const [a, b] = op.startsWith('<') ? [left, right] : [right, left];
  const equal = a.map((r, k): Formula => ({ kind: 'eq', row: mix(r, 1, b[k] ?? [0], -1) }));
  const of = a.map((r, k): Formula => ({ kind: 'and', of: [...equal.slice(0, k), less(r, b[k] ?? [0], 1)] }));
  return { kind: 'or', of: op.endsWith('=') ? [...of, { kind: 'and', of: equal }] : of };
};
