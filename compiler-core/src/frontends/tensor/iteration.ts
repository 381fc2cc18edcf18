/** What Python's iteration over a value gives while staging. */

import type { Fix } from '../../diag/diagnostic.ts';
import { isLibraryFile, type Span } from '../../text/span.ts';
import { isStaged } from './operators.ts';
import type { State } from './state.ts';
import { TensorRef } from './tensor.ts';
import { BoundMethod, ExprValue, PyFunction, PyInstance, PyList, typeOf, Unknown, type Value } from './values.ts';

/** The items of an iterable; null where they are not known. Raises where Python would. `fixes`: edits where it is a tensor. */
export const iterate = (
  st: State,
  v: Value,
  at: Span,
  fixes: () => readonly Fix[] = () => [],
): readonly Value[] | null => {
  if (typeof v === 'string') return [...v];
  if (v !== null && typeof v === 'object') {
    switch (v.kind) {
      case 'list':
        return [...v.items];
      case 'tuple':
        return v.items;
      case 'iterator': {
        if (v.what === 'range') return v.items;
        const rest = v.items.slice(v.next);
        v.next = v.items.length;
        return rest;
      }
      case 'dict':
        return [...v.entries.values()].map((e) => e.key);
      case 'set':
        return [...v.entries.values()];
      case 'unknown':
        return null;
      case 'instance': {
        if (v.of.name === 'ndarray') {
          const data = v.members.get('data');
          return data instanceof PyList && !data.items.some((x) => x instanceof PyList) ? data.items : null;
        }
        const iter = v.of.members.get('__iter__');
        if (iter instanceof PyFunction) {
          return iterate(
            st,
            st.call(new BoundMethod(v, iter), { positional: [], keywords: new Map(), at, spans: [] }),
            at,
          );
        }
        return null;
      }
      case 'undeclared':
        return [...v.name];
      default:
    }
  }
  if (v instanceof TensorRef) {
    return st.failFix(
      'trap-iterate-tensor',
      at,
      'iterating over a tensor never ends while staging: Python asks for element after element and always gets one; loop with `range(x.shape(0))`',
      'TypeError',
      fixes(),
    );
  }
  if (v !== null && typeof v === 'object' && v.kind === 'stagedRange') {
    return st.fail(
      'staged-control-flow',
      at,
      'a staged `range` is a loop of the program, not a sequence: Python cannot iterate over it here; build the list outside the staged function, or write the numbers out',
      'TypeError',
      true,
    );
  }
  if (v instanceof ExprValue) {
    const fix = { title: 'Loop with `range`', edits: [{ span: at, newText: `range(${st.sourceText(at)})` }] };
    return st.failFix(
      'python-error',
      at,
      'TypeError: an expression of the program is one number and not iterable; loop with `range(…)`',
      'TypeError',
      isLibraryFile(at.file) ? [] : [fix],
    );
  }
  return st.fail('python-error', at, `TypeError: '${typeOf(v)}' object is not iterable`, 'TypeError', isStaged(v));
};

/** The number of items, where it is known. */
export const lengthOf = (v: Value): number | null => {
  if (typeof v === 'string') return [...v].length;
  if (v === null || typeof v !== 'object' || v instanceof Unknown || v instanceof PyInstance) return null;
  if (v.kind === 'list' || v.kind === 'tuple' || v.kind === 'iterator') return v.items.length;
  if (v.kind === 'dict' || v.kind === 'set') return v.entries.size;
  return null;
};
