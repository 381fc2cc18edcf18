/** Local and private memory that is read before anything is written there: `analysis/uninitialised.ts` over a kernel. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { Func, VarDef } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { checkUninitialised } from '../../uninitialised.ts';
import type { KernelAnswer, KernelQuestion } from '../answer.ts';

/**
 * One finding for each array or variable, at its first faulty read. What other items may have written before counts as
 * written. Nothing is said of reads that only some items come to.
 */
export const kernelUninitialised = (q: KernelQuestion): KernelAnswer => {
  const found = checkUninitialised(q.func).filter((d) => d.class === 'proved');
  const diagnostics = found.map((d) => inWords(d, definitionAt(q.func, d)));
  return { standing: diagnostics.length > 0 ? 'faulty' : 'unknown', diagnostics, open: [], assumptions: [] };
};

const definitionAt = (func: Func, { related }: Diagnostic): VarDef | null => {
  const [created] = related;
  const at = stmtsIn(func.body).find(
    (s) =>
      s.kind === 'varDef' && s.origin.span.start === created?.span.start && s.origin.span.file === created?.span.file,
  );
  return at?.kind === 'varDef' ? at : null;
};

/** In the words of the language: no subscripts of the IR, and items instead of loops. */
const inWords = (d: Diagnostic, def: VarDef | null): Diagnostic => {
  if (!def) return d;
  const name = `\`${def.spelled ?? def.name}\``;
  const space = def.memory === 'gpu/shared' ? 'local memory ' : def.shape.length > 0 ? 'private array ' : '';
  const what = def.shape.length > 0 ? `An element of ${space}${name}` : name;
  return {
    ...d,
    message: `${what} is read before anything is written to it`,
    witness: { text: `the first work-item that comes here reads ${name}, which has no value yet`, values: {} },
  };
};
