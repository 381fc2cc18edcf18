/** From what a schedule call is given to the statements it means: names of 2022, selectors of later versions, predicates. */

import type { Func, Stmt } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { Raised } from '../errors.ts';
import type { State } from '../state.ts';
import { BoundMethod, Builtin, PyFunction, Unknown, type Value } from '../values.ts';
import type { ScheduleProgram } from './history.ts';
import { notFound } from './not-found.ts';
import { parseSelector, SelectorError } from './selector.ts';
import { refOf, stmtObject } from './statement.ts';

/** Where a selection is made, for messages. */
export interface Selecting {
  readonly st: State;
  readonly program: ScheduleProgram;
  /** The scheduled function. */
  readonly name: string;
  /** As it was before the schedule. */
  readonly written: Func;
}

/** The statements that are meant, in FreeTensor's order; `unknown` where the run alone would tell. */
export type Selection = readonly Stmt[] | 'unknown';

/** Statements that a value stands for. Raises where it is no selector at all. */
export const select = (on: Selecting, value: Value, at: Span): Selection => {
  const { st, program } = on;
  const ref = refOf(value);
  if (ref) {
    const found = program.tree.byId.get(ref.stmt);
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

const byText = ({ st, program: { tree } }: Selecting, text: string, at: Span): Selection => {
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

const byPredicate = ({ st, program: { tree } }: Selecting, predicate: Value, at: Span): Selection => {
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
