/**
 * The one table of diagnostic codes. Each has a help page `docs/diagnostics/CODE.md` (a test compares).
 * `severity` is the severity of a proved or witnessed finding; a *possible* one is information at most.
 */

import type { Severity } from './diagnostic.ts';

interface CodeEntry {
  readonly severity: Severity;
  /** One line, shown by `athanor explain` and in SARIF rules. */
  readonly title: string;
}

export const CODES = {
  // reading
  'syntax-error': { severity: 'error', title: 'The text is not Python' },
  'unreadable-input': { severity: 'error', title: 'A file could not be read, or not as text' },
  'not-modelled': {
    severity: 'information',
    title: 'A construct is outside the modelled subset; the rest is still analysed',
  },
  'budget-exceeded': { severity: 'information', title: 'An analysis was stopped by its time or size budget' },
  'internal-error': { severity: 'information', title: 'A check failed inside the tool; the other checks went on' },
  // C++ text
  'missing-include': { severity: 'information', title: 'An included file was not found; what it declares is unknown' },
  'unknown-condition': {
    severity: 'information',
    title: 'A preprocessor condition cannot be decided here; the default branch is read',
  },
  'bad-directive': {
    severity: 'information',
    title: 'A preprocessor directive or a use of a macro is malformed, or an #error is reached',
  },
  'unparsed-code': { severity: 'information', title: 'Some C++ text could not be parsed; the rest is analysed' },
  // staging
  'undefined-name': { severity: 'error', title: 'A name is not defined where it is used' },
  'unknown-attribute': { severity: 'error', title: 'A module or object has no such attribute' },
  'unsupported-operator': { severity: 'error', title: 'An operator does not exist for these operands' },
  'wrong-arguments': { severity: 'error', title: 'A call does not match the signature of what it calls' },
  'python-error': { severity: 'error', title: 'The Python around the program raises an exception while staging' },
  'bad-declaration': { severity: 'error', title: 'A tensor declaration is malformed' },
  'unknown-dtype': { severity: 'error', title: 'An element type does not exist' },
  'unknown-access-type': { severity: 'error', title: 'An access type does not exist' },
  'unknown-memory-type': { severity: 'error', title: 'A memory type does not exist' },
  'undeclared-parameter': { severity: 'error', title: 'A parameter is used as a tensor but never declared' },
  'declaration-mismatch': { severity: 'error', title: 'Declarations and parameters do not match' },
  'negative-extent': { severity: 'error', title: 'A tensor has a negative extent' },
  'bad-index': { severity: 'error', title: 'A subscript is not an integer' },
  'bad-bound': { severity: 'error', title: 'A loop bound or extent is not an integer' },
  'zero-step': { severity: 'error', title: 'A loop has step zero' },
  'slice-step': { severity: 'error', title: 'A slice has a step other than 1' },
  'store-type': { severity: 'error', title: 'A value that is no number is stored in a tensor' },
  'rank-mismatch': { severity: 'error', title: 'A tensor is used where a scalar is needed' },
  'shape-mismatch': { severity: 'error', title: 'Shapes do not agree' },
  'ragged-initialiser': { severity: 'error', title: 'Rows of an initialiser differ in length' },
  'unnamed-tensor': { severity: 'error', title: 'A new tensor is not bound to one plain name' },
  'illegal-return': { severity: 'error', title: 'A staged function returns something that is no tensor' },
  'dynamic-return': { severity: 'error', title: 'A return stands in a branch or loop that is decided at run time' },
  'staged-control-flow': { severity: 'error', title: 'break, continue or for-else stands in a staged loop or branch' },
  'unsupported-definition': { severity: 'error', title: 'A class or async function stands in a staged function' },
  'static-assert': { severity: 'error', title: 'An assertion fails while staging' },
  'always-false-assert': { severity: 'error', title: 'A staged assertion can never hold' },
  'no-deps-unknown': { severity: 'error', title: 'no_deps names something that is no tensor here' },
  'unknown-directive': { severity: 'warning', title: 'A #! directive is unknown and ignored' },
  'nested-same-name': {
    severity: 'error',
    title: 'A tensor is defined inside the scope of another with the same name',
  },
  'else-without-if': { severity: 'error', title: 'An Else has no If before it' },
  'write-to-input': { severity: 'error', title: 'An input tensor is written' },
  'borrowed-write': {
    severity: 'error',
    title: 'A tensor is written while a shape, slice or loop bound depends on it',
  },
  'dtype-operation': { severity: 'error', title: 'An operation does not exist for this element type' },
  'unknown-label': { severity: 'error', title: 'No statement has this label' },
  'ambiguous-label': { severity: 'error', title: 'A schedule names one statement, and several match' },
  'bad-selector': { severity: 'error', title: 'A selector of statements is malformed' },
  'schedule-refused': { severity: 'error', title: 'FreeTensor refuses a schedule call' },
  'schedule-not-refused': { severity: 'warning', title: 'A schedule call is expected to be refused, and is accepted' },
  'schedule-changes-result': { severity: 'error', title: 'FreeTensor accepts a schedule call that changes results' },
  'duplicate-label': { severity: 'warning', title: 'Two statements have the same nid' },
  // silent traps: FreeTensor stages these without a word
  'trap-builtin-minmax': { severity: 'error', title: "Python's max or min on a tensor element keeps one operand only" },
  'trap-truth-value': { severity: 'error', title: 'A tensor element is taken for true while staging' },
  'trap-membership': { severity: 'error', title: "Python's `in` on a tensor element is always true" },
  'trap-while': { severity: 'error', title: 'while on a tensor element never ends while staging' },
  'trap-range-zero-stop': { severity: 'error', title: 'range(a, 0, s) is staged as range(0, a, s)' },
  'trap-static-return': { severity: 'warning', title: 'return in a static if does not end the function' },
  'trap-surplus-index': { severity: 'error', title: 'Indices beyond the rank are dropped' },
  'trap-late-load': { severity: 'warning', title: 'An element bound to a name is loaded after a store to it' },
  'trap-iterate-tensor': { severity: 'error', title: 'Iterating over a tensor never ends while staging' },
  'trap-bare-augmented': {
    severity: 'error',
    title: 'An augmented assignment on a bare tensor name leaves the name None',
  },
  'trap-rebinding': {
    severity: 'warning',
    title: 'Assigning to a tensor name rebinds the name; the tensor stays unwritten',
  },
  'trap-staged-once': { severity: 'warning', title: 'A Python name changed in a staged loop or branch changes once' },
  'trap-eager-conditional': { severity: 'warning', title: 'Both arms of a conditional expression are evaluated' },
  // analyses
  'index-out-of-bounds': { severity: 'error', title: 'A subscript is outside its dimension' },
  'negative-index': { severity: 'error', title: 'A negative subscript is not counted from the end' },
  'uninitialised-read': { severity: 'error', title: 'An element is read before it is written' },
  'shadowed-tensor': { severity: 'warning', title: 'A tensor hides another of the same name' },
  'unused-tensor': { severity: 'warning', title: 'A tensor is never read' },
  'unwritten-output': { severity: 'warning', title: 'An output is never written' },
  'division-by-zero': { severity: 'error', title: 'A divisor is zero' },
  'lossy-store': { severity: 'warning', title: 'A float is stored in an integer tensor' },
  // kernels
  'data-race': { severity: 'error', title: 'Two work-items touch one element and nothing orders them' },
  'uniform-write': { severity: 'information', title: 'Two work-items write the same value to one element' },
  'divergent-barrier': { severity: 'error', title: 'Not all work-items of a group reach a barrier' },
  'redundant-barrier': { severity: 'information', title: 'A barrier that no two accesses need' },
  'misaligned-access': { severity: 'error', title: 'Memory is read as a type that its address is not aligned for' },
  'index-overflow': { severity: 'error', title: 'Index arithmetic does not fit its type at the size of the launch' },
  'forbidden-access': { severity: 'error', title: 'A kernel touches memory in a way that the host does not allow' },
  'foreign-pointer': { severity: 'error', title: 'A pointer is followed where its memory cannot be reached' },
  'freed-pointer': { severity: 'error', title: 'Memory is used or freed again after the host has freed it' },
  'kernel-race': { severity: 'error', title: 'Two commands touch one element and nothing orders them' },
  'missing-wait': { severity: 'error', title: 'The host touches or frees memory that a command still uses' },
  'dead-store': { severity: 'hint', title: 'Device memory is written and never read' },
  'launch-mismatch': { severity: 'error', title: 'The sizes of a launch do not fit each other or the kernel' },
  'captured-reference': { severity: 'error', title: 'A kernel reaches variables of the host by reference' },
  'captured-host-object': { severity: 'error', title: 'A kernel captures an object that cannot be copied to a device' },
  'not-in-device-code': { severity: 'error', title: 'Device code uses what it must not' },
  'precision-loss': {
    severity: 'hint',
    title: 'Mixed arithmetic loses precision, or computes with more than was meant',
  },
  'unfinished-copy': { severity: 'error', title: 'A copy of a work-group is not waited for, or a wait is for none' },
  'failed-assert': { severity: 'error', title: 'An assertion of a kernel fails' },
  // kernels on a device
  'work-group-too-large': { severity: 'error', title: 'A work-group has more work-items than the device allows' },
  'range-too-large': { severity: 'error', title: 'A launch has more work-groups than the device starts' },
  'local-memory-exceeded': { severity: 'error', title: 'A work-group takes more local memory than the device has' },
  'missing-feature': { severity: 'error', title: 'A kernel uses what the device lacks' },
  'sub-group-size': { severity: 'error', title: 'A kernel requires a sub-group size that the device lacks' },
  'private-memory-spill': { severity: 'hint', title: 'Private arrays are larger than the registers of a work-item' },
  'uncoalesced-access': {
    severity: 'hint',
    title: 'Work-items that run together touch more of global memory than they use',
  },
  'bank-conflict': { severity: 'hint', title: 'Work-items that run together want different words of one bank' },
  'local-memory-reuse': {
    severity: 'hint',
    title: 'Work-items of a group read the same elements of global memory; local memory could serve them',
  },
  // the tool's own input
  'config-error': { severity: 'error', title: 'athanor.toml is wrong' },
  'bad-ignore': { severity: 'warning', title: 'An ignore comment is malformed or names an unknown code' },
  'unused-ignore': { severity: 'warning', title: 'An ignore comment hides nothing' },
  'bad-binding': { severity: 'warning', title: 'A size binding is malformed or binds nothing' },
} as const satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof CODES;
export const isDiagnosticCode = (text: string): text is DiagnosticCode => Object.hasOwn(CODES, text);
