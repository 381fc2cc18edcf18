/** Tensors that nothing reads, and outputs that nothing writes. Decided by looking at every use; paths do not matter. */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import { isLibraryFile } from '../text/span.ts';
import { finding, type TensorFacts, tensorFacts } from './dataflow.ts';

const nameOf = (facts: TensorFacts): string => facts.def.spelled ?? facts.def.name;
/** A local of the library is none of the user's business; a leading underscore says that it is meant. */
const isMeant = (facts: TensorFacts): boolean => isOfLibrary(facts) || nameOf(facts).startsWith('_') || facts.opaque;
/** Made in the library and handled there only; `t = zeros(...)` is made there too, but used by the user's code. */
const isOfLibrary = (facts: TensorFacts): boolean =>
  isMadeByLibrary(facts) && !facts.uses.some((u) => !isLibraryFile(u.at.file));
const isMadeByLibrary = (facts: TensorFacts): boolean => isLibraryFile(facts.def.origin.span.file);

const unused = (facts: TensorFacts): Diagnostic | null => {
  const { access, origin } = facts.def;
  const name = isMadeByLibrary(facts) ? 'the tensor made here' : nameOf(facts);
  // An update that keeps the old value somewhere reads it; a plain `+=` into a tensor nobody reads does not count.
  const isRead = facts.uses.some((u) => u.kind === 'read' || (u.stmt.kind === 'atomicRMW' && u.stmt.result !== null));
  if (isRead || access === 'output') return null;
  const firstWrite = facts.uses.find((u) => u.kind !== 'read' && !isLibraryFile(u.at.file));
  if (access === 'inout' && firstWrite) return null;
  const local = access === 'cache';
  const message = local
    ? firstWrite
      ? `${name} is written but never read`
      : `${name} is never used`
    : `${access === 'inout' ? 'tensor' : 'input'} ${name} is never used`;
  const related = firstWrite ? [{ span: firstWrite.at, message: 'it is written here' }] : [];
  const severity = local ? 'warning' : 'information';
  return finding({ code: 'unused-tensor', severity, class: 'proved', message }, origin, origin.span, related);
};

const unwritten = (facts: TensorFacts): Diagnostic | null => {
  if (facts.def.access !== 'output' || facts.uses.some((u) => u.kind !== 'read')) return null;
  const name = nameOf(facts);
  const { origin } = facts.def;
  const message = `output ${name} is never written: it keeps whatever the caller's memory holds`;
  return finding({ code: 'unwritten-output', severity: 'warning', class: 'proved', message }, origin, origin.span);
};

const check =
  (question: (facts: TensorFacts) => Diagnostic | null) =>
  (func: Func): Diagnostic[] =>
    tensorFacts(func).flatMap((facts) => (isMeant(facts) ? [] : (question(facts) ?? [])));

/** Local tensors never read: warnings. Inputs never read: information, because a signature may be given. */
export const checkUnused = check(unused);
export const checkUnwrittenOutputs = check(unwritten);
