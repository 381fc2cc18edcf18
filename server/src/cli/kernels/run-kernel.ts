/** `athanor run FILE:KERNEL` and `athanor run FILE.sim`: one kernel in lock step, on given or generated inputs. */

import { about } from '@athanor/compiler-core/diag/about.ts';
import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import { toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { renderFinding } from '@athanor/compiler-core/diag/render-text.ts';
import { sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { drawInputs, sizeBindings } from '@athanor/compiler-core/exec/lockstep/draw-inputs.ts';
import { type KernelOutcome, runKernel } from '@athanor/compiler-core/exec/lockstep/run-kernel.ts';
import type { TensorValue } from '@athanor/compiler-core/exec/values.ts';
import { readSim } from '@athanor/compiler-core/frontends/kernel/launch-files/sim.ts';
import type { Preprocessed } from '@athanor/compiler-core/frontends/kernel/preprocess/unit.ts';
import { brokenAssumption } from '@athanor/compiler-core/plan/kernels/runs/assumed.ts';
import { findingWith } from '@athanor/compiler-core/plan/kernels/runs/diagnostics.ts';
import { runSim } from '@athanor/compiler-core/plan/kernels/runs/run-sim.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { printTensor } from '../../ide/print-tensor.ts';
import type { Ports } from '../../ports/ports.ts';
import { parseBinds } from '../check-options.ts';
import { paletteOf, wantsColour } from '../colour.ts';
import { parseSeed, type RunFlags, readInputs, writeOutputs } from '../commands/run.ts';
import { configFinder } from '../config/discover.ts';
import { EXIT, type ExitCode, gravest, UsageError } from '../exit-codes.ts';
import { join, parentOf, relativeTo } from '../paths.ts';
import { hostConstants, launchesOf } from './configurations.ts';
import { parseSizes, sizesFor } from './launch.ts';
import { chooseKernel, type OpenKernel, openCl, openKernels, splitKernelTarget, textOfFile } from './open.ts';

const isSim = (path: string): boolean => /\.sim$/i.test(path);

export const runKernelFile = async (text: string, flags: RunFlags, ports: Ports): Promise<ExitCode> => {
  const { path, kernel } = splitKernelTarget(text);
  if (isSim(path)) return runSimFile(path, flags, ports);
  const { files, terminal } = ports;
  const config = await configFinder(ports);
  const { config: governing, root } = config.governing(files.absolute(path));
  const [problem] = config.problems().diagnostics;
  if (problem !== undefined) await terminal.err(`athanor: ${problem.span.file}: ${problem.message}\n`);
  const settings = launchesOf({ launches: governing.launches, root }, files.absolute(path));
  const closed = chooseKernel(openKernels(path, files, settings), kernel, path);
  const flagged = {
    global: parseSizes('--global-size', flags.globalSize),
    local: parseSizes('--local-size', flags.localSize),
  };
  const told = flagged.global === null ? closed.configurations : [];
  const isGiven = told.length > 0 || flagged.global !== null || flagged.local !== null;
  const chosen = isGiven ? withOpenSizes(closed, openKernels(path, files, settings, true)) : closed;
  for (const reason of chosen.reasons) await terminal.err(`athanor: not modelled: ${reason}\n`);
  const codes: ExitCode[] = [];
  for (const { global, local } of told.length === 0 ? [flagged] : told) {
    if (told.length > 0)
      await terminal.err(`athanor: launch global=${global}${local === null ? '' : ` local=${local}`}\n`);
    codes.push(await runOnce(chosen, { global, local: flagged.local ?? local }, flags, ports));
  }
  return gravest(codes);
};

/** The same kernel with its sizes as symbols, where the host gives constants: what is given for it wins over them. */
const withOpenSizes = (closed: OpenKernel, open: readonly OpenKernel[]): OpenKernel => {
  const { span } = closed.func.origin;
  const same = open.find(
    ({ func, name }) =>
      name === closed.name && func.origin.span.start === span.start && func.origin.span.file === span.file,
  );
  return same === undefined ? closed : { ...closed, func: same.func, assumptions: same.assumptions, lost: same.lost };
};

/** `--sub-group-size N`. @throws UsageError where a kernel requires another one, or no device has groups of that size */
const subGroupSize = ({ func, name }: OpenKernel, text: string | undefined): number | null => {
  if (text === undefined) return null;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > 1024 || (size & (size - 1)) !== 0)
    throw new UsageError(`--sub-group-size: \`${text}\` is no power of two from 1 to 1024`);
  const required = func.kernel?.reqdSubGroupSize;
  if (required !== undefined && required !== size)
    throw new UsageError(`--sub-group-size: \`${name}\` requires ${required}, not ${size}`);
  return size;
};

const runOnce = async (
  chosen: OpenKernel,
  sized: { readonly global: readonly number[] | null; readonly local: readonly number[] | null },
  flags: RunFlags,
  ports: Ports,
): Promise<ExitCode> => {
  const { func } = chosen;
  const seed = flags.seed === undefined ? null : parseSeed(flags.seed);
  const bound = parseBinds(flags.bind);
  const subGroup = subGroupSize(chosen, flags.subGroupSize);
  const host = hostConstants(chosen.sizes);
  const whole = (sizes: readonly (number | null)[]): readonly number[] | null =>
    sizes.length > 0 && sizes.every((n) => n !== null) ? sizes : null;
  const global = sizesFor(func, sized.global, chosen.fastestFirst) ?? whole(host.global);
  const local = sizesFor(func, sized.local, chosen.fastestFirst) ?? whole(host.local);
  const needed = func.externals.some(({ name }) => name.startsWith('global_'));
  if (global === null && needed)
    throw new UsageError(
      `the size of \`${chosen.name}\` is not known: give --global-size, or a comment \`// athanor: launch global=N\` above it`,
    );
  const given = readInputs(func, flags.input, ports);
  const items = (global ?? []).reduce((a, b) => a * b, 1);
  const sizes = { ...(global && { global }), ...(local ? { local } : global && { local: global.map(() => 1) }) };
  const drawn =
    seed === null
      ? { kind: 'drawn' as const, inputs: given, bindings: bound, notes: [] }
      : drawInputs(func, seed, items, given, new Map([...bound, ...sizeBindings(sizes, subGroup)]));
  if (drawn.kind === 'failed')
    throw new UsageError(`no input can be generated for \`${drawn.tensor}\`: ${drawn.reason}`, EXIT.inconclusive);
  for (const note of drawn.notes) await ports.terminal.err(`athanor: ${note}\n`);
  const known = new Map([...sizeBindings(sizes, subGroup), ...drawn.bindings]);
  const broken = brokenAssumption(chosen.assumptions, { inputs: drawn.inputs, bindings: known });
  if (broken !== null)
    throw new UsageError(`the assumption ${broken}: give other values with --bind, --input or --global-size`);
  const outcome = runKernel(func, {
    ...sizes,
    ...(subGroup !== null && { subGroup }),
    fastestFirst: chosen.fastestFirst,
    ...(seed !== null && { seed }),
    inputs: drawn.inputs,
    bindings: drawn.bindings,
    permits: new Map(chosen.lost().map(({ tensor, kind }) => [tensor, kind])),
  });
  const code = await show(outcome, chosen, flags, ports);
  if (outcome.kind === 'finished') await print([...outcome.outputs], flags, ports);
  return code;
};

const runSimFile = async (path: string, flags: RunFlags, ports: Ports): Promise<ExitCode> => {
  const { files, terminal } = ports;
  const { launch, mistakes } = readSim(textOfFile(path, files));
  const [mistake] = mistakes;
  if (!launch) throw new UsageError(`${path}:${mistake?.line ?? 1}: ${mistake?.message ?? 'no launch'}`);
  const program = relativeTo(files.cwd, join(parentOf(files.absolute(path)), launch.program));
  const { unit, kernels } = openCl(program, files);
  const open = kernels.map((k) => ({
    ...k,
    unit,
    configurations: [],
    assumptions: [],
    lost: () => [],
    fastestFirst: true,
    reasons: k.reasons.map((r) => r.reason),
  }));
  const chosen = chooseKernel(open, launch.kernel, program);
  const kernel = kernels.find(({ func }) => func === chosen.func);
  for (const reason of chosen.reasons) await terminal.err(`athanor: not modelled: ${reason}\n`);
  const ran = kernel && runSim(launch, kernel, flags.seed === undefined ? {} : { seed: parseSeed(flags.seed) });
  if (!ran || ran.kind === 'mismatch')
    throw new UsageError(`${path}:${ran?.line ?? 1}: ${ran?.message ?? 'no kernel'}`);
  const code = await show(ran.outcome, chosen, flags, ports);
  if (ran.outcome.kind === 'finished') {
    await print(
      ran.dumps.map(({ name, value }): [string, TensorValue] => [name, value]),
      flags,
      ports,
    );
  }
  return code;
};

const print = async (
  outputs: readonly (readonly [string, TensorValue])[],
  flags: RunFlags,
  ports: Ports,
): Promise<void> => {
  if (flags.output !== undefined) writeOutputs(outputs, flags.output, ports);
  else for (const [name, tensor] of outputs) await ports.terminal.out(printTensor(name, tensor));
};

/** What was found, and how the run ended; the exit code of both. */
const show = async (
  outcome: KernelOutcome,
  { unit, name, lost: lostOf }: OpenKernel,
  flags: RunFlags,
  ports: Ports,
): Promise<ExitCode> => {
  const lost = lostOf();
  const diagnostics: Diagnostic[] = outcome.findings.map((finding) => findingWith(finding, lost));
  const { kind, steps } = outcome;
  if (kind === 'bad-launch') throw new UsageError(outcome.reason);
  if (kind === 'bad-input') {
    const hint =
      outcome.reason === 'it is not given' ? `; give --input ${outcome.name}=FILE, or --seed N to generate it` : '';
    throw new UsageError(`input \`${outcome.name}\`: ${outcome.reason}${hint}`);
  }
  if (kind === 'unsupported')
    diagnostics.push(about('not-modelled', outcome.at, `the run cannot go on here: ${outcome.reason}`));
  if (kind === 'budget') {
    diagnostics.push(
      about('budget-exceeded', outcome.at, `the run was stopped here after ${steps} steps (${outcome.what})`),
    );
  }
  await printFindings(diagnostics, unit, name, flags, ports);
  const errors = diagnostics.some(({ severity }) => severity === 'error');
  return gravest([errors ? EXIT.findings : EXIT.clean, kind === 'finished' ? EXIT.clean : EXIT.inconclusive]);
};

const printFindings = async (
  diagnostics: readonly Diagnostic[],
  unit: Preprocessed,
  name: string,
  flags: RunFlags,
  { files, terminal }: Ports,
): Promise<void> => {
  const view = (id: FileId) => sourceView(id, relativeTo(files.cwd, id), unit.texts.get(id) ?? '', []);
  const palette = paletteOf(wantsColour(terminal, flags.color));
  const found = toFindings(
    diagnostics.map((diagnostic) => ({ diagnostic, unit: name, suppressed: null })),
    view,
  );
  for (const finding of found) {
    const lines = renderFinding(finding, { palette, width: terminal.columns ?? 80, stats: false });
    await terminal.out(`${lines.join('\n')}\n`);
  }
};
