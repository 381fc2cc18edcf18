/** What a run in lock step found, as diagnostics: all of them witnessed, by the work-items and values they name. */

import { CODES, type DiagnosticCode } from '../../../diag/codes.ts';
import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { type Deed, type Finding, type FindingKind, inWords } from '../../../exec/lockstep/findings.ts';
import type { LostPointer } from './lost-pointers.ts';

const CODE: Readonly<Record<FindingKind, DiagnosticCode>> = {
  'data-race': 'data-race',
  'uniform-write': 'uniform-write',
  'out-of-bounds': 'index-out-of-bounds',
  misaligned: 'misaligned-access',
  'uninitialised-read': 'uninitialised-read',
  'divergent-barrier': 'divergent-barrier',
  'division-by-zero': 'division-by-zero',
  'forbidden-access': 'forbidden-access',
  'foreign-pointer': 'foreign-pointer',
  'freed-pointer': 'freed-pointer',
  'write-to-input': 'write-to-input',
  'bad-event': 'unfinished-copy',
  'assert-failed': 'failed-assert',
};

const VERBS: Readonly<Record<Deed['kind'], string>> = {
  read: 'reads',
  write: 'writes',
  atomic: 'updates atomically, leaving',
  barrier: 'is at this barrier',
  collective: 'is at this operation of the group',
  division: 'divides here',
  assert: 'is here',
  absent: 'does not come here',
};
const told = (d: Deed): string => `${inWords(d.item)} ${VERBS[d.kind]}${d.value === null ? '' : ` ${d.value}`}`;

/**
 * The place is that of the later deed; the earlier one and the calls that lead there, the kernel's own apart, are related.
 * @param lost of the kernel's parameters: where their memory is made or freed
 */
export const findingWith = (f: Finding, lost: readonly LostPointer[]): Diagnostic => {
  const code = CODE[f.kind];
  const [first, second] = f.deeds;
  const main = f.kind === 'divergent-barrier' || !second ? first : second;
  const others = f.deeds.filter((d) => d !== main && d.kind !== 'absent');
  const again = f.times > 1 ? ` (${f.times} times)` : '';
  return {
    code,
    severity: CODES[code].severity,
    class: 'witnessed',
    span: main.span,
    message: `${f.message}${again}`,
    related: [
      ...others.map((d) => ({ span: d.span, message: told(d) })),
      ...lost
        .filter(({ tensor, kind }) => tensor === f.element?.tensor && f.kind === `${kind}-pointer`)
        .map(({ at, kind, memory }) => ({
          span: at,
          message: `\`${memory}\` ${kind === 'freed' ? 'is freed' : 'is made'} here`,
        })),
      ...main.origin.calls.slice(1).map((call) => ({ span: call.span, message: `in \`${call.callee}\`, called here` })),
    ],
    witness: { text: f.deeds.map(told).join('; '), values: {} },
    assumptions: [],
    fixes: [],
  };
};

export const findingDiagnostic = (f: Finding): Diagnostic => findingWith(f, []);
