/** `athanor run FILE:FUNC`: one function in the interpreter, on given or generated inputs. */

import { about } from '@athanor/compiler-core/diag/about.ts';
import { isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import { toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { renderFinding } from '@athanor/compiler-core/diag/render-text.ts';
import { sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { generateInputs } from '@athanor/compiler-core/exec/generate.ts';
import type { Fault } from '@athanor/compiler-core/exec/outcome.ts';
import { run as interpret } from '@athanor/compiler-core/exec/run.ts';
import type { TensorInput, TensorValue } from '@athanor/compiler-core/exec/values.ts';
import type { Func, VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { printTensor } from '../../ide/print-tensor.ts';
import type { Ports } from '../../ports/ports.ts';
import { parseBinds } from '../check-options.ts';
import { paletteOf, wantsColour } from '../colour.ts';
import { EXIT, type ExitCode, gravest, UsageError } from '../exit-codes.ts';
import { isKernelTarget } from '../kernels/open.ts';
import { libraryView } from '../library-view.ts';
import { join, relativeTo } from '../paths.ts';
import { openTarget, type Target, unitsOf } from '../target.ts';

export interface RunFlags {
  readonly input: readonly string[];
  readonly bind: readonly string[];
  readonly seed?: string;
  readonly output?: string;
  readonly color: boolean;
  /** Of kernels: `X[,Y,Z]`. */
  readonly subGroupSize?: string;
  readonly globalSize?: string;
  readonly localSize?: string;
}

export const run = async (text: string, flags: RunFlags, ports: Ports): Promise<ExitCode> => {
  if (isKernelTarget(text)) {
    const { runKernelFile } = await import('../kernels/run-kernel.ts');
    return runKernelFile(text, flags, ports);
  }
  const binds = parseBinds(flags.bind);
  const seed = flags.seed === undefined ? null : parseSeed(flags.seed);
  const target = await openTarget(text, binds, ports);
  const units = unitsOf(target);
  const [unit] = units;
  if (unit === undefined) throw new UsageError(`${target.file} stages no function`);
  if (units.length > 1) {
    const names = units.map((each) => each.name).join(', ');
    throw new UsageError(`${target.file} stages ${names}: say which one, as in ${target.file}:${unit.name}`);
  }
  const unread = target.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
  if (unit.failed) {
    await ports.terminal.err(`athanor: \`${unit.name}\` cannot be staged; athanor check ${target.file} says why\n`);
    return gravest([EXIT.findings, unread]);
  }
  const { func } = unit;
  const given = readInputs(func, flags.input, ports);
  const bindings = new Map<string, bigint>(target.input.bindings.map(({ name, value }) => [name, value]));
  const drawn = seed === null ? null : generateInputs(func, { seed, inputs: given, bindings });
  if (drawn?.kind === 'failed') {
    await ports.terminal.err(`athanor: no input can be generated for \`${drawn.tensor}\`: ${drawn.reason}\n`);
    return gravest([EXIT.inconclusive, unread]);
  }
  for (const note of drawn?.notes ?? []) await ports.terminal.err(`athanor: ${note}\n`);
  const result = interpret(func, { inputs: drawn?.inputs ?? given, bindings: drawn?.bindings ?? bindings });
  switch (result.kind) {
    case 'finished': {
      const outputs = [...result.outputs];
      if (flags.output !== undefined) writeOutputs(outputs, flags.output, ports);
      else for (const [name, tensor] of outputs) await ports.terminal.out(printTensor(name, tensor));
      return unread;
    }
    case 'fault':
      await show(faultDiagnostic(result.fault), unit.name, target, flags, ports);
      return gravest([EXIT.findings, unread]);
    case 'unsupported':
      await show(
        about('not-modelled', result.at, `the interpreter cannot run this: ${result.reason}`),
        unit.name,
        target,
        flags,
        ports,
      );
      return gravest([EXIT.inconclusive, unread]);
    case 'budget':
      await show(
        about('budget-exceeded', result.at, `the run was stopped here after ${result.steps} steps (${result.what})`),
        unit.name,
        target,
        flags,
        ports,
      );
      return gravest([EXIT.inconclusive, unread]);
    case 'bad-input': {
      const hint =
        result.reason === 'it is not given' ? `; give --input ${result.name}=FILE, or --seed N to generate it` : '';
      throw new UsageError(`input \`${result.name}\`: ${result.reason}${hint}`);
    }
  }
};

export const parseSeed = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new UsageError(`--seed: \`${text}\` is no number from 0 to 9999999999`);
  return Number(text);
};

/** `name=file.npy`, `name=file.json`. @throws UsageError at the first that is wrong. */
export const readInputs = (
  func: Func,
  specs: readonly string[],
  { files, arrays }: Ports,
): Map<string, TensorInput> => {
  const inputs = new Map<string, TensorInput>();
  const defs = new Map(
    stmtsIn(func.body)
      .filter((s): s is VarDef => s.kind === 'varDef' && s.access !== 'cache')
      .map((s) => [s.name, s]),
  );
  for (const spec of specs) {
    const [, name = '', path = ''] = /^([^=]+)=(.+)$/.exec(spec) ?? [];
    if (path === '') throw new UsageError(`--input: \`${spec}\` is not of the form name=file.json or name=file.npy`);
    const def = defs.get(name);
    if (def === undefined)
      throw new UsageError(
        `--input: \`${func.name}\` has no tensor \`${name}\`; it has ${[...defs.keys()].join(', ')}`,
      );
    if (inputs.has(name)) throw new UsageError(`--input: \`${name}\` is given twice`);
    const bytes = files.read(files.absolute(path));
    if (!bytes.ok) throw new UsageError(`--input ${name}: ${path}: ${bytes.fault.message}`, EXIT.unreadable);
    const read = path.endsWith('.npy')
      ? arrays.readNpy(bytes.value)
      : arrays.fromJson(parseJson(path, bytes.value), def.dtype);
    if (read.kind === 'error') throw new UsageError(`--input ${name}: ${path}: ${read.message}`, EXIT.unreadable);
    inputs.set(name, read.value);
  }
  return inputs;
};

const parseJson = (path: string, bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UsageError(
      `${path} is not JSON: ${error instanceof Error ? error.message : 'unknown mistake'}`,
      EXIT.unreadable,
    );
  }
};

export const writeOutputs = (
  outputs: readonly (readonly [string, TensorValue])[],
  directory: string,
  { files, arrays }: Ports,
): void => {
  for (const [name, tensor] of outputs) {
    const npy = arrays.writeNpy(tensor);
    if (npy === null)
      throw new UsageError(`--output: \`${name}\` has the type ${tensor.dtype}, which .npy does not know`);
    const path = join(files.absolute(directory), `${name}.npy`);
    const written = files.write(path, npy, { exclusive: false });
    if (!written.ok)
      throw new UsageError(`--output: ${relativeTo(files.cwd, path)} cannot be written: ${written.fault.message}`);
  }
};

/** A fault of a run is witnessed: the iterators' values are there, the inputs are those of the command line. */
const faultDiagnostic = (fault: Fault): Diagnostic => {
  const values = Object.fromEntries(Object.entries(fault.iterators).map(([name, value]) => [name, String(value)]));
  const words = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  return {
    code: isDiagnosticCode(fault.kind) ? fault.kind : 'always-false-assert',
    severity: 'error',
    class: 'witnessed',
    span: fault.span,
    message: fault.message,
    related: fault.origin.calls.map((call) => ({ span: call.span, message: `in \`${call.callee}\`, called here` })),
    witness: { text: words.length === 0 ? 'these inputs' : `${words.join(', ')} with these inputs`, values },
    assumptions: [],
    fixes: [],
  };
};

const show = async (
  diagnostic: Diagnostic,
  unit: string,
  target: Target,
  flags: RunFlags,
  { terminal }: Ports,
): Promise<void> => {
  const { file, input } = target;
  const own = sourceView(file, input.path, input.text, input.cells);
  const [finding] = toFindings([{ diagnostic, unit, suppressed: null }], (id) => (id === file ? own : libraryView(id)));
  if (finding === undefined) return;
  const palette = paletteOf(wantsColour(terminal, flags.color));
  const lines = renderFinding(finding, { palette, width: terminal.columns ?? 80, stats: false });
  await terminal.out(`${lines.join('\n')}\n`);
};
