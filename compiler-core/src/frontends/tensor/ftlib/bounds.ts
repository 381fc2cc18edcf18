/** Loop bounds and shapes as expressions. */

import type { Expr } from '../../../ir/nodes.ts';
import { isFloat } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { iterate } from '../iteration.ts';
import type { State } from '../state.ts';
import { subscript } from '../subscript.ts';
import { inWords, rankOf, shapeOf, TensorRef } from '../tensor.ts';
import { PyList, PyTuple, type StagedRange, Undeclared, Unknown, type Value } from '../values.ts';

/** An integer expression; `what` names its role in a message: `loop bound`, `extent`. */
export const sizeExpr = (st: State, v: Value, at: Span, what: string): Expr => {
  if (v instanceof Undeclared) {
    st.failWith(
      'undeclared-parameter',
      at,
      `\`${v.name}\` is used as ${a(what)} but never declared: FreeTensor passes its name as a string`,
      'TypeError',
      [{ span: v.at, message: `declare it: \`${v.name}: ft.Var[(), "int32", "input", "byvalue"]\`` }],
    );
  }
  const e = st.toExpr(v, at);
  if (!e) return st.fail('bad-bound', at, `${a(what)} is an integer, not ${inWords(v)}`, 'TypeError', true);
  if (typeof v === 'number' || typeof v === 'boolean' || (e.kind === 'load' && isFloat(e.dtype))) {
    const whole = typeof v === 'number' && Number.isInteger(v);
    st.note({
      code: 'bad-bound',
      at,
      severity: what === 'extent' ? 'warning' : 'error',
      message: `${a(what)} is an integer, not ${typeof v === 'boolean' ? 'a truth value' : e.kind === 'load' ? `an element of ${e.dtype}` : `the float ${v}; \`/\` makes floats, \`//\` integers`}`,
      fixes: whole ? [{ title: `Write ${v}`, edits: [{ span: at, newText: String(v) }] }] : [],
    });
  }
  return e;
};

export const zeroStep = (st: State, at: Span): never =>
  st.fail('zero-step', at, 'this loop has step 0: FreeTensor divides by it', 'ZeroDivisionError', true);

const a = (what: string): string => `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;

export const bounds = (st: State, r: StagedRange): { begin: Expr; end: Expr; step: Expr } => {
  const [begin, end, step] = r.places;
  if (r.step === 0n) zeroStep(st, step);
  return {
    begin: sizeExpr(st, r.begin, begin, 'loop bound'),
    end: sizeExpr(st, r.end, end, 'loop bound'),
    step: sizeExpr(st, r.step, step, 'loop step'),
  };
};

/** The extents that a shape argument gives: a sequence, or a tensor of one dimension and known length. */
export const shapeExprs = (st: State, v: Value, at: Span): Expr[] => {
  if (v instanceof TensorRef) {
    const extent = rankOf(v) === 1 ? shapeOf(v, at)[0] : undefined;
    if (extent?.kind !== 'int')
      return st.fail(
        'bad-declaration',
        at,
        'a tensor is a shape only if it has one dimension of known length',
        'AssertionError',
        true,
      );
    return Array.from({ length: Number(extent.value) }, (_, i) =>
      sizeExpr(st, subscript(st, v, BigInt(i), at, null), at, 'extent'),
    );
  }
  if (v instanceof Unknown) {
    st.notModelled(at, `the shape \`${v.name}\` is not known, not even its rank`);
    return [];
  }
  if (!(v instanceof PyTuple || v instanceof PyList)) {
    const fix = typeof v === 'bigint' ? [{ title: `Write (${v},)`, edits: [{ span: at, newText: `(${v},)` }] }] : [];
    st.failFix(
      'bad-declaration',
      at,
      `a shape is a tuple or list of extents, not ${inWords(v)}`,
      'AssertionError',
      fix,
    );
  }
  return (iterate(st, v, at) ?? []).map((x, d) => {
    const place = within(v.places?.[d], at) ?? at;
    const e = sizeExpr(st, x, place, 'extent');
    if (e.kind === 'int' && e.value < 0n) {
      st.note({
        code: 'negative-extent',
        at: place,
        message: `dimension ${d} has the extent ${e.value}; an extent is at least 0`,
      });
    }
    return e;
  });
};

/** The place of an item where it is written inside `outer`, not where the sequence was made. */
const within = (place: Span | undefined, outer: Span): Span | null =>
  place && place.file === outer.file && place.start >= outer.start && place.end <= outer.end ? place : null;
