/** From what a schedule call is given to the statements it means: names of 2022, selectors of later versions, predicates. */

import type { Func, Stmt } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { nearest } from '../../../text/nearest.ts';
import { isLibraryFile, type Span } from '../../../text/span.ts';
import { Raised } from '../errors.ts';
import type { State } from '../state.ts';
import { BoundMethod, Builtin, PyFunction, Unknown, type Value } from '../values.ts';
import { parseSelector, SelectorError } from './selector.ts';
import { refOf, stmtObject } from './statement.ts';
import type { Tree } from './tree.ts';

/** Where a selection is made, for messages. */
export interface Selecting {
  readonly st: State;
  readonly tree: Tree;
  /** The scheduled function. */
  readonly name: string;
  /** As it was before the schedule. */
  readonly written: Func;
}

/** The statements that are meant, in FreeTensor's order; `unknown` where the run alone would tell. */
export type Selection = readonly Stmt[] | 'unknown';

const own = (name: string): string => name.slice(name.lastIndexOf('>') + 1).replace(/\$\d+$/, '');

/** Statements that a value stands for. Raises where it is no selector at all. */
export const select = (on: Selecting, value: Value, at: Span): Selection => {
  const { st, tree } = on;
  const ref = refOf(value);
  if (ref) {
    const found = tree.byId.get(ref.stmt);
    return found ? [found] : [];
  }
  if (typeof value === 'string') return byText(on, value, at);
  if (value instanceof Unknown) return 'unknown';
  if (value instanceof PyFunction || value instanceof Builtin || value instanceof BoundMethod)
    return byPredicate(on, value, at);
  return st.fail(
    'wrong-arguments',
    at,
    'a statement is named by a label, an id, a selector or a predicate',
    'TypeError',
    true,
  );
};

const byText = ({ st, tree }: Selecting, text: string, at: Span): Selection => {
  const exact = tree.postOrder.filter((s) => s.names.includes(text));
  if (exact.length > 0) return exact;
  try {
    const matches = parseSelector(text);
    return tree.postOrder.filter((s) => matches(s, tree));
  } catch (e) {
    if (!(e instanceof SelectorError)) throw e;
    // Ids of 2022 may hold any sign: `L.0`, `prog.py:12`.
    if (/^[\w.:$>-]+$/.test(text) && !st.laterEra) return [];
    throw new Raised('bad-selector', at, `"${text}" is no selector: ${e.message}`, 'ParserError', { dsl: true });
  }
};

const byPredicate = ({ st, tree }: Selecting, predicate: Value, at: Span): Selection => {
  const found: Stmt[] = [];
  for (const s of tree.postOrder) {
    const args = { positional: [stmtObject(st, tree, s)], keywords: new Map<string, Value>(), at, spans: [at] };
    const wanted = st.call(predicate, args);
    if (wanted instanceof Unknown) return 'unknown';
    if (st.truth(wanted, at)) found.push(s);
  }
  return found;
};

/** Exactly one statement; null where that is not known. */
export const selectOne = (on: Selecting, value: Value, at: Span): Stmt | null => {
  const found = select(on, value, at);
  if (found === 'unknown') return null;
  if (found.length === 0) throw notFound(on, value, at);
  if (found.length > 1) {
    throw new Raised(
      'ambiguous-label',
      at,
      `${found.length} statements of \`${on.name}\` match${typeof value === 'string' ? ` "${value}"` : ''}, and one is needed here; \`find_all\` gives them all`,
      'InvalidSchedule',
      { dsl: true, related: found.slice(0, 4).map((s) => ({ span: s.origin.span, message: 'this one matches' })) },
    );
  }
  return found[0] ?? null;
};

/** At least one statement, in order; null where that is not known. */
export const selectSome = (on: Selecting, value: Value, at: Span): readonly Stmt[] | null => {
  const found = select(on, value, at);
  if (found === 'unknown') return null;
  if (found.length === 0) throw notFound(on, value, at);
  return found;
};

/** Nothing has this label: which was meant, perhaps, with the edit that writes it. */
const notFound = ({ st, tree, name, written }: Selecting, value: Value, at: Span): Raised => {
  if (typeof value !== 'string') {
    const message = refOf(value)
      ? `this statement of \`${name}\` does not exist any more: an earlier schedule call replaced it`
      : `no statement of \`${name}\` satisfies this`;
    return new Raised('unknown-label', at, message, 'InvalidSchedule', { dsl: true });
  }
  const gone = stmtsIn(written.body).find((s) => s.names.includes(value));
  if (gone) {
    const why =
      gone.kind === 'for'
        ? 'a call replaced it, or the simplification before and after calls did: of a loop of one iteration the body is left, of one of none nothing'
        : 'a call or the simplification before and after calls replaced it';
    return new Raised(
      'unknown-label',
      at,
      `"${value}" of \`${name}\` does not exist any more: ${why}`,
      'InvalidSchedule',
      {
        dsl: true,
        related: [{ span: gone.origin.span, message: `"${value}" was here` }],
      },
    );
  }
  // In the user's text: what is meant by a name is one of these.
  const named = tree.postOrder.filter((s) => !isLibraryFile(s.origin.span.file) && s.names.length > 0).reverse();
  const there = new Set(named.flatMap((s) => s.names.map(own)));
  const near = nearest(value, there);
  const some = named.find((s) => near !== null && s.names.some((n) => own(n) === near));
  const quoted = /^(['"])(\w+)\1$/.exec(st.sourceText(at));
  const plain = /^[\w.]+$/.test(value);
  const what = plain ? `has the label "${value}"` : `matches "${value}"`;
  const hint = near
    ? `; did you mean "${near}"?`
    : there.size > 0
      ? `; there are ${[...there].slice(0, 20).join(', ')}`
      : ': none has a label';
  return new Raised('unknown-label', at, `no statement of \`${name}\` ${what}${hint}`, 'InvalidSchedule', {
    dsl: true,
    related: some ? [{ span: some.origin.span, message: `"${near}" is here` }] : [],
    fixes:
      near && quoted?.[2] === value
        ? [{ title: `Write "${near}"`, edits: [{ span: at, newText: `${quoted[1]}${near}${quoted[1]}` }] }]
        : [],
  });
};
