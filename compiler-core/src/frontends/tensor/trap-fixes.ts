/** Edits that mend a silent trap, where one edit of the text does. */

import type { Fix } from '../../diag/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { PyExpr, PyExprOf, PyStmt, PyStmtOf } from './python/ast.ts';
import type { State } from './state.ts';

/** The statement being executed, in its list. */
export interface Place {
  readonly body: readonly PyStmt[];
  readonly index: number;
}

const indentOf = (st: State, at: Span): string => ' '.repeat(st.source.lines.position0(at.start).character);
const isOurs = (st: State, at: Span): boolean => at.file === st.source.file;

/** Text that may stand as an operand of a comparison. */
const operandText = (st: State, e: PyExpr): string => {
  const text = st.sourceText(e.at);
  return ['name', 'int', 'float', 'subscript', 'attribute', 'call', 'str'].includes(e.kind) ? text : `(${text})`;
};

/** `a in [p, q]` as `(a == p or a == q)`. */
export const membershipFix = (st: State, left: PyExpr, op: string, right: PyExpr, at: Span): readonly Fix[] => {
  const literal = right.kind === 'list' || right.kind === 'tuple' || right.kind === 'set' ? right.items : null;
  if (!literal || literal.length === 0 || literal.some((i) => i.kind === 'starred') || !isOurs(st, at)) return [];
  const [same, join] = op === 'in' ? ['==', 'or'] : ['!=', 'and'];
  const text = literal.map((i) => `${operandText(st, left)} ${same} ${operandText(st, i)}`).join(` ${join} `);
  return [{ title: 'Compare with each value', edits: [{ span: at, newText: `(${text})` }] }];
};

/** A bare element as a truth value: compared with 0, it is an expression of the program in every version. */
export const truthFix = (st: State, at: Span): readonly Fix[] =>
  isOurs(st, at) && /^[\w.[\]() ,+-]+$/.test(st.sourceText(at))
    ? [{ title: 'Compare with 0', edits: [{ span: { ...at, start: at.end }, newText: ' != 0' }] }]
    : [];

/** `for v in x:` as a loop over the first dimension. */
export const iterationFix = (st: State, s: PyStmtOf<'for'>): readonly Fix[] => {
  const first = s.body[0];
  if (s.target.kind !== 'name' || !first || !isOurs(st, s.at) || s.iter.kind !== 'name') return [];
  const name = s.target.id;
  const head: Span = { ...s.target.at, end: s.iter.at.end };
  return [
    {
      title: 'Loop over the first dimension',
      edits: [
        { span: head, newText: `${name}_at in range(${s.iter.id}.shape(0))` },
        {
          span: { ...first.at, end: first.at.start },
          newText: `${name} = ${s.iter.id}[${name}_at]\n${indentOf(st, first.at)}`,
        },
      ],
    },
  ];
};

/** `if c: return a` before `return b`: one return at the end, of a name that both branches give a value. */
export const staticReturnFix = (st: State, s: PyStmtOf<'if'>, place: Place | null): readonly Fix[] => {
  const last = s.body.at(-1);
  const [next, ...more] = place?.body[place.index] === s ? place.body.slice(place.index + 1) : [];
  if (s.orElse || last?.kind !== 'return' || !last.value || next?.kind !== 'return' || !next.value || more.length > 0)
    return [];
  if (!isOurs(st, s.at)) return [];
  const indent = indentOf(st, s.at);
  return [
    {
      title: 'Return once, at the end',
      edits: [
        { span: { ...s.at, end: s.at.start }, newText: `result = None\n${indent}` },
        { span: last.at, newText: `result = ${st.sourceText(last.value.at)}` },
        {
          span: next.at,
          newText: `else:\n${indent}    result = ${st.sourceText(next.value.at)}\n${indent}return result`,
        },
      ],
    },
  ];
};

/** `x[i] = a if c else b` as an `if` statement. */
export const conditionalFix = (st: State, e: PyExprOf<'ifExp'>, place: Place | null): readonly Fix[] => {
  const s = place?.body[place.index];
  if (s?.kind !== 'assign' || s.value !== e || s.targets.length !== 1 || s.targets[0]?.kind !== 'subscript') return [];
  if (!isOurs(st, s.at)) return [];
  const indent = indentOf(st, s.at);
  const target = st.sourceText(s.targets[0].at);
  const arm = (value: PyExpr): string => `${indent}    ${target} = ${st.sourceText(value.at)}`;
  return [
    {
      title: 'Write an `if` statement',
      edits: [
        { span: s.at, newText: `if ${st.sourceText(e.test.at)}:\n${arm(e.then)}\n${indent}else:\n${arm(e.else)}` },
      ],
    },
  ];
};
