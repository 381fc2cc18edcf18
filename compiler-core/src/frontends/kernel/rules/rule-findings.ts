/** The rules of the language for device code and launches: see the files beside this one for each. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { isLibraryFile } from '../../../text/span.ts';
import type { Launched } from '../lower/kernels.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { captureFaults } from './captures.ts';
import { constructFaults } from './constructs.ts';
import { deviceBodies, entriesIn, kernelsIn } from './device-code.ts';
import { launchFaults } from './launch-sizes.ts';
import { NameTable } from './names.ts';
import { precisionHints } from './precision.ts';
import { recursions } from './recursion.ts';

/** Each place once. O(nodes of the text and of the kernels). */
export const ruleFindings = (text: {
  readonly syntax: SyntaxUnit;
  readonly kernels: readonly Launched[];
}): readonly Diagnostic[] => {
  const { syntax, kernels } = text;
  if (kernels.length === 0) return [];
  const names = new NameTable(syntax);
  const uses = [...kernelsIn(names, kernels), ...entriesIn(names, kernels)];
  const bodies = deviceBodies(names, uses);
  const found = [
    ...captureFaults(names, uses),
    ...bodies.flatMap((body) => constructFaults(names, body)),
    ...recursions(names, bodies),
    ...kernels.flatMap(launchFaults),
    ...kernels.flatMap(({ func }) => precisionHints(func)),
  ];
  const seen = new Set<string>();
  return found.filter(({ code, span, message }) => {
    const key = `${code} ${span.file} ${span.start} ${span.end} ${message}`;
    const isNew = span.file !== '' && !isLibraryFile(span.file) && !seen.has(key);
    seen.add(key);
    return isNew;
  });
};
