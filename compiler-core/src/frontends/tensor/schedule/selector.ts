/**
 * The selector language of FreeTensor since 1.0. Tightest first: parentheses and atoms; `<-`, `->`, `<~` and their
 * transitive forms, which group to the right; `!`; `&`; `|`.
 *
 * | atom | stands for |
 * |---|---|
 * | `L` | statements with the label |
 * | `<For>`, `<VarDef>`, … | statements of a kind |
 * | `$split.0{L}` | what a rewrite made of `L` |
 * | `<-|`, `->|`, `<~|` | the root, leaves, what no call brought in |
 * | `A<-B`, `A->B` | `A` directly in `B`, `A` directly around `B` (`<<-`, `->>`: at any depth; `<-(M<-)*`: through `M` only) |
 * | `A<~C` | `A` brought in by the call `C` (`<<~`: at any depth; `<~(M<~)*`: through `M` only) |
 */

import type { Stmt } from '../../../ir/nodes.ts';
import { childStmts } from '../../../ir/walk.ts';
import type { Metadata, Tree } from './tree.ts';

type StmtTest = (s: Stmt, tree: Tree) => boolean;
type MetadataTest = (m: Metadata) => boolean;
/** `metadata` is null where the selector looks at the tree. */
interface Selector {
  readonly stmt: StmtTest;
  readonly metadata: MetadataTest | null;
}

export class SelectorError extends Error {}

const KINDS: Readonly<Record<string, Stmt['kind']>> = {
  StmtSeq: 'seq',
  VarDef: 'varDef',
  For: 'for',
  If: 'if',
  Assert: 'assert',
  Assume: 'assume',
  Store: 'store',
  ReduceTo: 'reduceTo',
  Eval: 'eval',
};

const TOKEN =
  /\s*(?:(<(?:StmtSeq|VarDef|For|If|Assert|Assume|Store|ReduceTo|Eval|MatMul|MarkVersion|Any)>)|(<-\||->\||<~\||<<-|->>|<<~|<-|->|<~|[!&|(){},*])|(\$[A-Za-z0-9_.-]+)|(#\d*)|([A-Za-z0-9_](?:[A-Za-z0-9_]|-(?![->|]))*))/y;

const tokens = (text: string): string[] => {
  const out: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new SelectorError(`\`${text.slice(from).trim().slice(0, 20)}\` is not understood`);
    out.push(found.slice(1).find((part) => part !== undefined) ?? '');
  }
  return out;
};

const lift = (metadata: MetadataTest): Selector => ({ metadata, stmt: (s, tree) => metadata(tree.metadataOf(s)) });
const both = (a: Selector, b: Selector): Selector => ({
  stmt: (s, t) => a.stmt(s, t) && b.stmt(s, t),
  metadata: join(a, b, (x, y) => x && y),
});
const join = (a: Selector, b: Selector, f: (x: boolean, y: boolean) => boolean): MetadataTest | null => {
  const [x, y] = [a.metadata, b.metadata];
  return x && y ? (m) => f(x(m), y(m)) : null;
};

/** Goes outwards from one to the next until `wanted`; everything passed must satisfy `through`. */
const outwards = <T>(
  first: T | null,
  next: (x: T) => T | null,
  wanted: (x: T) => boolean,
  through: ((x: T) => boolean) | null,
): boolean => {
  for (let x = first; x !== null; x = next(x)) {
    if (wanted(x)) return true;
    if (through && !through(x)) return false;
  }
  return false;
};

const inwards = (s: Stmt, wanted: (s: Stmt) => boolean, through: ((s: Stmt) => boolean) | null): boolean => {
  const stack = [...childStmts(s)];
  for (let x = stack.pop(); x; x = stack.pop()) {
    if (wanted(x)) return true;
    if (!through || through(x)) stack.push(...childStmts(x));
  }
  return false;
};

const ARROWS = ['<-', '->', '<~', '<<-', '->>', '<<~'] as const;
type Arrow = (typeof ARROWS)[number];
const isArrow = (token: string | undefined): token is Arrow => (ARROWS as readonly string[]).includes(token ?? '');

const never = (): boolean => false;
const callerOf = (m: Metadata): Metadata | null => (m.kind === 'source' ? m.caller : null);

/** What stands on the far side of an arrow. `through`: of the form with a star. */
const related = (arrow: Arrow, target: Selector, through: Selector | null): Selector => {
  const direct = arrow.length === 2 && through === null;
  if (arrow.endsWith('~')) {
    const wanted = target.metadata;
    const passed = through === null ? null : through.metadata;
    if (!wanted || (through && !passed)) throw new SelectorError(`\`${arrow}\` takes the label of a call`);
    return lift((m) => outwards(callerOf(m), callerOf, wanted, direct ? never : passed));
  }
  const stmt: StmtTest = arrow.includes('<')
    ? (s, t) =>
        outwards(
          t.parents.get(s) ?? null,
          (x) => t.parents.get(x) ?? null,
          (x) => target.stmt(x, t),
          direct ? never : through && ((x) => through.stmt(x, t)),
        )
    : (s, t) => inwards(s, (x) => target.stmt(x, t), direct ? never : through && ((x) => through.stmt(x, t)));
  return { stmt, metadata: null };
};

class Parser {
  private at = 0;
  private depth = 0;
  constructor(private readonly list: readonly string[]) {}

  private get next(): string | undefined {
    return this.list[this.at];
  }
  private eat(token: string): boolean {
    if (this.next !== token) return false;
    this.at++;
    return true;
  }
  private expect(token: string): void {
    if (!this.eat(token))
      throw new SelectorError(`\`${token}\` is missing ${this.next ? `before \`${this.next}\`` : 'at the end'}`);
  }

  whole(): Selector {
    const selector = this.or();
    if (this.next !== undefined) throw new SelectorError(`\`${this.next}\` is one too many`);
    return selector;
  }

  private or(): Selector {
    if (++this.depth > 100) throw new SelectorError('it is nested too deeply');
    let left = this.and();
    while (this.eat('|')) {
      const [a, b] = [left, this.and()];
      left = { stmt: (s, t) => a.stmt(s, t) || b.stmt(s, t), metadata: join(a, b, (x, y) => x || y) };
    }
    this.depth--;
    return left;
  }
  private and(): Selector {
    let left = this.not();
    while (this.eat('&')) left = both(left, this.not());
    return left;
  }
  private not(): Selector {
    let negations = 0;
    while (this.eat('!')) negations++;
    const inner = this.path();
    if (negations % 2 === 0) return inner;
    const { metadata } = inner;
    return { stmt: (s, t) => !inner.stmt(s, t), metadata: metadata && ((m) => !metadata(m)) };
  }

  /** `A<-B<-C` is `A<-(B<-C)`. */
  private path(): Selector {
    const steps: { readonly from: Selector | null; readonly arrow: Arrow; readonly through: Selector | null }[] = [];
    for (;;) {
      const from = isArrow(this.next) ? null : this.atom();
      if (!isArrow(this.next)) {
        if (!from) throw new SelectorError('a label is missing');
        return steps.reduceRight((target, step) => {
          const far = related(step.arrow, target, step.through);
          return step.from ? both(step.from, far) : far;
        }, from);
      }
      const arrow = this.next;
      this.at++;
      steps.push({ from, arrow, through: this.through(arrow) });
    }
  }

  /** `(M<-)*` behind `<-`; null where something else follows. */
  private through(arrow: Arrow): Selector | null {
    if (arrow.length !== 2 || this.next !== '(') return null;
    const back = this.at;
    this.at++;
    const middle = this.starred(arrow);
    if (middle === null) this.at = back;
    return middle;
  }
  private starred(arrow: Arrow): Selector | null {
    try {
      const middle = this.atom();
      return this.eat(arrow) && this.eat(')') && this.eat('*') ? middle : null;
    } catch (e) {
      if (e instanceof SelectorError) return null;
      throw e;
    }
  }

  private atom(): Selector {
    const token = this.next;
    if (token === undefined) throw new SelectorError('a label is missing at the end');
    this.at++;
    if (token === '(') {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    if (token === '<-|') return { stmt: (s, t) => !t.parents.has(s), metadata: null };
    if (token === '->|') return { stmt: (s) => childStmts(s).length === 0, metadata: null };
    if (token === '<~|') return lift((m) => m.kind === 'source' && m.caller === null);
    if (token.startsWith('<') && token.endsWith('>')) {
      const kind = KINDS[token.slice(1, -1)];
      return { stmt: (s) => s.kind === kind || (token === '<Any>' && s.kind === 'any'), metadata: null };
    }
    if (token.startsWith('$')) return this.transformed(token.slice(1));
    if (token.startsWith('#')) throw new SelectorError('the numbers of statements are known to a run only');
    if (/^\w/.test(token)) return lift((m) => m.kind === 'source' && m.labels.has(token));
    throw new SelectorError(`\`${token}\` is not expected here`);
  }

  private transformed(op: string): Selector {
    this.expect('{');
    const sources: MetadataTest[] = [];
    do {
      const source = this.or().metadata;
      if (!source) throw new SelectorError('in braces stand labels, not kinds or places of statements');
      sources.push(source);
    } while (this.eat(','));
    this.expect('}');
    return lift(
      (m) =>
        m.kind === 'transformed' &&
        m.op === op &&
        m.sources.length === sources.length &&
        sources.every((test, k) => test(m.sources[k] as Metadata)),
    );
  }
}

/** @throws SelectorError where the text is no selector. */
export const parseSelector = (text: string): StmtTest => new Parser(tokens(text)).whole().stmt;
