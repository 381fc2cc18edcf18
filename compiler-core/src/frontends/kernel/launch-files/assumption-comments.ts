/**
 * What the author vouches for: `// athanor: assume(n % 128 == 0)` of captured values and sizes, `// athanor: noalias(a, b)` of
 * memory. In a host function one is of the kernels that it launches behind it, in front of a function of all its kernels.
 */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { binary, cast, int, load, param, unary } from '../../../ir/build.ts';
import type { BinaryOp, Expr, Func, VarDef } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { nearest } from '../../../text/nearest.ts';
import { type FileId, type Span, span } from '../../../text/span.ts';
import { malformed } from './launch-comments.ts';

/** @param text as the comment has it */
export type Assumption = { readonly at: Span; readonly text: string } & (
  | { readonly kind: 'assume'; readonly cond: Expr }
  /** Parameters of which no two share memory. */
  | { readonly kind: 'noalias'; readonly groups: readonly (readonly string[])[] }
);

export interface AssumptionComment {
  readonly at: Span;
  readonly kind: Assumption['kind'];
  /** What stands in the parentheses, and where. */
  readonly inner: string;
  readonly start: number;
}

const COMMENT = /\/[/*][ \t]*athanor[ \t]*:[ \t]*(assume|noalias)\b([^\n\r]*?)(?=\*\/|\r|\n|$)/g;

export const assumptionComments = (
  file: FileId,
  text: string,
): { readonly comments: readonly AssumptionComment[]; readonly problems: readonly Diagnostic[] } => {
  const comments: AssumptionComment[] = [];
  const problems: Diagnostic[] = [];
  for (const { index, 0: whole, 1: word, 2: rest = '' } of text.matchAll(COMMENT)) {
    const kind = word === 'assume' ? 'assume' : 'noalias';
    const at = span(file, index, index + whole.trimEnd().length);
    const open = rest.search(/\S/);
    const trimmed = rest.trim();
    if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) {
      problems.push(malformed(at, `it is written \`${EXAMPLE[kind]}\`, with the parentheses`));
      continue;
    }
    const start = index + whole.indexOf(word ?? '') + (word ?? '').length + open + 1;
    comments.push({ at, kind, inner: trimmed.slice(1, -1), start });
  }
  return { comments, problems };
};
const EXAMPLE = { assume: 'assume(n % 128 == 0)', noalias: 'noalias(a, b)' } as const;

/** Thrown where text is none. */
class Malformed {
  constructor(
    readonly message: string,
    readonly start: number,
    readonly end: number,
    /** The text is right, but says a name that this kernel has not. */
    readonly name: string | null = null,
  ) {}
}

const LEVELS: readonly (readonly (readonly [string, BinaryOp])[])[] = [
  [['||', 'lOr']],
  [['&&', 'lAnd']],
  [
    ['<=', 'le'],
    ['>=', 'ge'],
    ['==', 'eq'],
    ['!=', 'ne'],
    ['<', 'lt'],
    ['>', 'gt'],
  ],
  [
    ['+', 'add'],
    ['-', 'sub'],
  ],
  [
    ['*', 'mul'],
    ['/', 'roundTowards0Div'],
    ['%', 'remainder'],
  ],
];
const TOKEN = /\s*(\d+|[A-Za-z_]\w*(?:(?:\.|->)\w+)*|\|\||&&|[<>=!]=|[-+*/%<>!()])/y;
/** Parentheses deeper than this are no condition that somebody wrote. */
const DEEPEST = 64;

/** A condition over integers, in C++'s syntax. */
class Condition {
  private readonly tokens: { readonly text: string; readonly start: number; readonly end: number }[] = [];
  private at = 0;
  private depth = 0;

  constructor(
    { inner, start, at }: AssumptionComment,
    private readonly resolve: (name: string) => Expr | null,
  ) {
    this.place = (from, to) => span(at.file, from, to);
    let i = 0;
    while (i < inner.trimEnd().length) {
      TOKEN.lastIndex = i;
      const match = TOKEN.exec(inner);
      if (match === null)
        throw new Malformed(
          `\`${inner.slice(i).trim().slice(0, 12)}\` is no part of a condition`,
          start + i,
          start + inner.length,
        );
      const text = match[1] ?? '';
      i = TOKEN.lastIndex;
      this.tokens.push({ text, start: start + i - text.length, end: start + i });
    }
    this.end = start + inner.length;
  }
  private readonly place: (from: number, to: number) => Span;
  private readonly end: number;

  whole(): Expr {
    const e = this.level(0);
    const left = this.tokens[this.at];
    if (left !== undefined) this.fail(`\`${left.text}\` is not expected here`);
    if (!isCondition(e)) this.fail('a condition compares something, as in n % 128 == 0');
    return e;
  }

  private fail(message: string): never {
    const { start, end } = this.tokens[this.at] ?? { start: this.end, end: this.end + 1 };
    throw new Malformed(message, start, end);
  }

  private level(k: number): Expr {
    const operators = LEVELS[k];
    if (operators === undefined) return this.operand();
    const from = this.tokens[this.at]?.start ?? this.end;
    let e = this.level(k + 1);
    for (;;) {
      const token = this.tokens[this.at];
      const found = operators.find(([text]) => text === token?.text);
      if (token === undefined || found === undefined) return e;
      this.at++;
      const right = this.level(k + 1);
      if (isCondition(e) !== k < 2 || isCondition(right) !== k < 2)
        this.fail(k < 2 ? `\`${found[0]}\` stands between conditions` : `\`${found[0]}\` stands between numbers`);
      e = binary(found[1], e, right, this.place(from, this.tokens[this.at - 1]?.end ?? this.end));
    }
  }

  private operand(): Expr {
    const token = this.tokens[this.at];
    if (token === undefined || ++this.depth > DEEPEST) return this.fail('an operand is missing');
    this.at++;
    const at = this.place(token.start, token.end);
    let e: Expr;
    if (token.text === '(') {
      e = this.level(0);
      if (this.tokens[this.at]?.text !== ')') this.fail('a `)` is missing');
      this.at++;
    } else if (token.text === '-') e = binary('sub', int(0, at), this.operand(), at);
    else if (token.text === '!') e = unary('lNot', this.operand(), at);
    else if (/^\d/.test(token.text)) e = int(BigInt(token.text), at);
    else if (/^[A-Za-z_]/.test(token.text)) {
      const found = this.resolve(token.text);
      if (found === null) throw new Malformed('', token.start, token.end, token.text);
      e = { ...found, at };
    } else {
      this.at--;
      this.fail(`\`${token.text}\` is no operand`);
    }
    this.depth--;
    return e;
  }
}

const CONDITIONS: ReadonlySet<string> = new Set(['lOr', 'lAnd', 'le', 'ge', 'eq', 'ne', 'lt', 'gt', 'lNot']);
const isCondition = (e: Expr): boolean => (e.kind === 'binary' || e.kind === 'unary') && CONDITIONS.has(e.op);

const parametersOf = (func: Func): readonly VarDef[] => {
  const params = new Set(func.params);
  return stmtsIn(func.body).filter((s): s is VarDef => s.kind === 'varDef' && params.has(s.name));
};

/** Names that lowering made distinct (`n_1`) by what the source calls them, where only one is called so. */
const bySource = <T>(named: readonly (readonly [string, T])[]): ReadonlyMap<string, T> => {
  const out = new Map<string, T>();
  const twice = new Set<string>();
  for (const [name, value] of named) {
    const plain = name.replace(/_\d+$/, '');
    if (plain === name) continue;
    if (out.has(plain)) twice.add(plain);
    out.set(plain, value);
  }
  for (const name of twice) out.delete(name);
  for (const [name, value] of named) out.set(name, value);
  return out;
};

interface Known {
  readonly values: ReadonlyMap<string, Expr>;
  readonly memory: ReadonlyMap<string, readonly string[]>;
}
const knownIn = (func: Func): Known => {
  const values: [string, Expr][] = [];
  const memory = new Map<string, string[]>();
  for (const def of parametersOf(func)) {
    const isInteger = def.shape.length === 0 && /^u?int|^bool/.test(def.dtype);
    if (def.memory === 'byvalue' && isInteger) values.push([def.name, cast('int64', load(def.name, [], def.dtype))]);
    const [base = def.name] = def.name.split('.');
    if (def.memory !== 'byvalue') memory.set(base, [...(memory.get(base) ?? []), def.name]);
  }
  const sizes = func.externals.map(({ name }): [string, Expr] => [name, cast('int64', param(name))]);
  return { values: new Map([...bySource(values), ...sizes]), memory: bySource([...memory]) };
};

const read = (comment: AssumptionComment, known: Known, text: string): Assumption => {
  const { at, inner, start } = comment;
  if (comment.kind === 'assume') {
    const cond = new Condition(comment, (name) => known.values.get(name) ?? null).whole();
    return { kind: 'assume', at, text, cond };
  }
  let from = start;
  const groups = inner.split(',').map((part) => {
    const name = part.trim();
    const first = from + part.search(/\S|$/);
    from += part.length + 1;
    if (!/^[A-Za-z_]\w*(?:\.\w+)*$/.test(name))
      throw new Malformed(`it is written \`${EXAMPLE.noalias}\``, first, first + Math.max(1, name.length));
    const found = known.memory.get(name);
    if (found === undefined) throw new Malformed('', first, first + name.length, name);
    return found;
  });
  if (groups.length < 2) throw new Malformed('it names at least two', start, start + inner.length);
  return { kind: 'noalias', at, text, groups };
};

export interface KernelPlace {
  readonly func: Func;
  /** Of its launch, or of the kernel itself where that is a function. */
  readonly at: Span;
}

/** Of each kernel, in their order. @param functions all that have a body */
export const assumptionsOf = (
  comments: readonly AssumptionComment[],
  kernels: readonly KernelPlace[],
  functions: readonly Span[],
): { readonly byKernel: readonly (readonly Assumption[])[]; readonly problems: readonly Diagnostic[] } => {
  const byKernel: Assumption[][] = kernels.map(() => []);
  const problems: Diagnostic[] = [];
  const holds = (outer: Span, inner: Span): boolean =>
    outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
  const around = (at: Span): Span | null =>
    functions
      .filter((f) => holds(f, at))
      .reduce<Span | null>((a, b) => (a === null || b.start > a.start ? b : a), null);
  const all = kernels.map(({ func }) => knownIn(func));
  for (const comment of comments) {
    const inside = around(comment.at);
    const next = functions
      .filter((f) => f.file === comment.at.file && f.start >= comment.at.end)
      .reduce<Span | null>((a, b) => (a === null || b.start < a.start ? b : a), null);
    const of = kernels.flatMap(({ at }, k) => {
      const own = inside === null ? next !== null && holds(next, at) : holds(inside, at) && comment.at.start <= at.end;
      return own ? [k] : [];
    });
    const text = `${comment.kind}(${comment.inner.trim()})`;
    if (of.length === 0) {
      problems.push(malformed(comment.at, 'no kernel stands behind this comment'));
      continue;
    }
    let failed: Malformed | null = null;
    let count = 0;
    for (const k of of) {
      try {
        byKernel[k]?.push(read(comment, all[k] as Known, text));
        count++;
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        failed ??= error;
      }
    }
    if (failed !== null && (count === 0 || failed.name === null)) {
      const known = of.flatMap((k) => [
        ...((comment.kind === 'assume' ? all[k]?.values : all[k]?.memory)?.keys() ?? []),
      ]);
      problems.push(malformed(span(comment.at.file, failed.start, failed.end), said(comment, failed, known)));
    }
  }
  return { byKernel, problems };
};

const said = ({ kind }: AssumptionComment, { message, name }: Malformed, known: readonly string[]): string => {
  if (name === null) return message;
  const names = [...new Set(known)];
  const hint = nearest(name, names);
  const what = kind === 'assume' ? 'captured integer or size' : 'memory';
  const list = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 8).join(', ')}`;
  return `the kernel has no ${what} \`${name}\`; ${hint === null ? list : `did you mean \`${hint}\`?`}`;
};
