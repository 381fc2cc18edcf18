/** `athanor check`: what is wrong in the given files. */

import type { Finding } from '@athanor/compiler-core/diag/finding.ts';
import { type Report, shown, type Timing } from '@athanor/compiler-core/diag/report.ts';
import { atLeast } from '@athanor/compiler-core/diag/severity.ts';
import { optionsOf } from '@athanor/compiler-core/frontends/kernel/build/arguments.ts';
import type { FileInput, FileResult } from '../../ports/check-file.ts';
import type { Ports } from '../../ports/ports.ts';
import { applyBaseline, parseBaseline, renderBaseline } from '../baseline.ts';
import { type FileChecker, fileChecker } from '../check-file.ts';
import { FAIL_ON, type FailOn, FORMATS, oneOf, parseBinds, parseCount } from '../check-options.ts';
import { type ConfigFinder, configFinder } from '../config/discover.ts';
import { EXIT, type ExitCode, gravest, UsageError } from '../exit-codes.ts';
import { type Gathered, gather, toInput } from '../inputs/gather.ts';
import { walk } from '../inputs/walk.ts';
import { deviceNames } from '../kernels/devices.ts';
import { parseSizes } from '../kernels/launch.ts';
import { configFindings, faultFindings } from '../own-findings.ts';
import { render } from '../render.ts';

export interface CheckFlags {
  readonly format: string;
  readonly bind: readonly string[];
  readonly define: readonly string[];
  readonly includePath: readonly string[];
  readonly include: readonly string[];
  readonly globalSize?: string;
  readonly localSize?: string;
  readonly device: readonly string[];
  readonly failOn: string;
  readonly stats: boolean;
  readonly timing: boolean;
  readonly jobs?: string;
  readonly watch: boolean;
  readonly stdinFilename?: string;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly color: boolean;
}

/** Flags with their values read, and what outlives one run of `--watch`. */
interface Task {
  readonly ports: Ports;
  readonly flags: CheckFlags;
  readonly paths: readonly string[];
  readonly binds: ReadonlyMap<string, bigint>;
  readonly kernels: Pick<FileInput, 'compile' | 'sizes'>;
  readonly devices: readonly string[];
  readonly failOn: FailOn;
  readonly jobs: number | null;
  readonly input: Uint8Array | null;
  checker: Promise<FileChecker> | null;
}

export const check = async (paths: readonly string[], flags: CheckFlags, ports: Ports): Promise<ExitCode> => {
  oneOf('--format', flags.format, FORMATS);
  const reads = paths.includes('-');
  if (reads && paths.length > 1) throw new UsageError('`-` (standard input) stands alone: give no other path with it');
  if (paths.includes('')) throw new UsageError('a path is empty; `.` is the working directory');
  if (reads && flags.watch) throw new UsageError('--watch cannot watch standard input');
  if (!reads && flags.stdinFilename !== undefined)
    throw new UsageError('--stdin-filename names what comes from standard input: give `-` as the path');
  if (flags.updateBaseline && flags.baseline === undefined)
    throw new UsageError('--update-baseline needs --baseline FILE');
  const task: Task = {
    ports,
    flags,
    paths: paths.length === 0 ? ['.'] : paths,
    binds: parseBinds(flags.bind),
    kernels: kernelFlags(flags, ports.files.cwd),
    devices: deviceNames(flags.device),
    failOn: oneOf('--fail-on', flags.failOn, FAIL_ON),
    jobs: flags.jobs === undefined ? null : parseCount('--jobs', flags.jobs),
    input: reads ? await ports.terminal.readInput() : null,
    checker: null,
  };
  if (!flags.watch) return checkOnce(task);
  const { watch } = await import('../watch.ts');
  return watch(task.paths, ports, () => checkOnce(task));
};

/** What the command line says of files with kernels. */
const kernelFlags = (flags: CheckFlags, cwd: string): Task['kernels'] => {
  const global = parseSizes('--global-size', flags.globalSize);
  const local = parseSizes('--local-size', flags.localSize);
  if (global === null && local !== null) throw new UsageError('--local-size goes with --global-size');
  if (global !== null && local !== null && local.length !== global.length)
    throw new UsageError(
      `--global-size has ${global.length} dimensions and --local-size ${local.length}: give as many`,
    );
  const words = [
    ...flags.define.map((text) => `-D${text}`),
    ...flags.includePath.map((path) => `-I${path}`),
    ...flags.include.flatMap((path) => ['-include', path]),
  ];
  return {
    ...(words.length > 0 && { compile: optionsOf(words, cwd) }),
    ...(global !== null && { sizes: { global, local } }),
  };
};

const checkOnce = async (task: Task): Promise<ExitCode> => {
  const { ports, flags } = task;
  const begun = ports.clock();
  const config = await configFinder(ports);
  const gathered = task.input === null ? gatherPaths(task, config) : gatherInput(task, config, task.input);
  const read = ports.clock();
  const results = await checkAll(task, gathered.inputs);
  const checked = ports.clock();

  const own = [...configFindings(config.problems()), ...faultFindings(gathered.faults)];
  const found = sortFindings(dropRepeats([...own, ...results.flatMap((result) => result.findings)]));
  const { findings, stale } = await withBaseline(task, found);
  const report: Report = {
    tool: { name: 'athanor', version: ports.version },
    findings,
    files: gathered.inputs.map((input) => input.path),
    stats: {
      files: gathered.inputs.length,
      skipped: gathered.skipped,
      functions: total(results, 'functions'),
      complete: total(results, 'complete'),
      asked: total(results, 'asked'),
      decided: total(results, 'decided'),
      suppressed: findings.filter((f) => f.suppressed !== null).length,
    },
    kernels: results.flatMap((result) => result.kernels ?? []),
    devices: results.flatMap((result) => result.devices),
    timing: flags.timing ? timings(begun, read, checked, gathered.inputs, results) : [],
  };
  await ports.terminal.out(
    render(report, oneOf('--format', flags.format, FORMATS), task.failOn, flags, ports.terminal),
  );
  for (const line of remarks(task, gathered, results, stale)) await ports.terminal.err(`athanor: ${line}\n`);
  return verdict(report, task.failOn, config, gathered);
};

const total = (results: readonly FileResult[], key: 'functions' | 'complete' | 'asked' | 'decided'): number =>
  results.reduce((sum, result) => sum + result[key], 0);

const gatherPaths = ({ paths, binds, kernels, devices, ports }: Task, config: ConfigFinder): Gathered => {
  const { files, compilePatterns } = ports;
  const { excluded, included } = config;
  const walked = walk(paths.map(files.absolute), { files, compilePatterns, excluded, included });
  return gather(walked, { files, config, binds, kernels, devices });
};

const gatherInput = (
  { flags, binds, kernels, devices, ports }: Task,
  config: ConfigFinder,
  bytes: Uint8Array,
): Gathered => {
  const name = flags.stdinFilename ?? 'stdin.py';
  const input = toInput(ports.files.absolute(name), bytes, { files: ports.files, config, binds, kernels, devices });
  if ('message' in input) return { inputs: [], skipped: 0, faults: [{ path: name, message: input.message }] };
  return { inputs: [input], skipped: 0, faults: [] };
};

/** Starting a thread costs about as much as checking some dozen small files. */
const FILES_PER_THREAD = 40;

const checkAll = async (task: Task, inputs: readonly FileInput[]): Promise<readonly FileResult[]> => {
  const { ports, flags } = task;
  const wanted = task.jobs ?? Math.min(ports.machine.processors, Math.floor(inputs.length / FILES_PER_THREAD));
  const threads = Math.min(wanted, inputs.length);
  if (threads > 1 && !flags.watch) return ports.workers.run(inputs, threads);
  if (inputs.length === 0) return [];
  task.checker ??= ports.createParser().then((parser) => fileChecker({ ...ports, parser, again: flags.watch }));
  const checker = await task.checker;
  return inputs.map(checker);
};

const withBaseline = async (
  { flags, ports }: Task,
  findings: readonly Finding[],
): Promise<{ readonly findings: readonly Finding[]; readonly stale: number }> => {
  if (flags.baseline === undefined) return { findings, stale: 0 };
  const path = ports.files.absolute(flags.baseline);
  if (flags.updateBaseline) {
    const text = renderBaseline(findings);
    const written = ports.files.write(path, text, { exclusive: false });
    if (!written.ok) throw new UsageError(`--baseline: ${flags.baseline} cannot be written: ${written.fault.message}`);
  }
  const bytes = ports.files.read(path);
  if (!bytes.ok) {
    const hint = bytes.fault.kind === 'missing' ? '; --update-baseline makes it' : '';
    throw new UsageError(`--baseline: ${flags.baseline}: ${bytes.fault.message}${hint}`);
  }
  const parsed = parseBaseline(new TextDecoder().decode(bytes.value));
  if (!parsed.ok) throw new UsageError(`--baseline: ${flags.baseline} is no baseline: ${parsed.message}`);
  const applied = applyBaseline(findings, parsed.entries);
  return { findings: applied.findings, stale: applied.gone };
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sortFindings = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort(
    (a, b) =>
      order(a.place.file, b.place.file) ||
      (a.place.cell ?? 0) - (b.place.cell ?? 0) ||
      a.place.start.line - b.place.start.line ||
      a.place.start.column - b.place.start.column ||
      order(a.code, b.code) ||
      order(a.message, b.message),
  );

/** A helper module that two checked files import has its own findings once. */
const dropRepeats = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>();
  return findings.filter((f) => {
    const { file, cell, start, end } = f.place;
    const key = [f.code, file, cell, start.line, start.column, end.line, end.column, f.message].join('\n');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const timings = (
  begun: number,
  read: number,
  checked: number,
  inputs: readonly FileInput[],
  results: readonly FileResult[],
): readonly Timing[] => {
  const files = results.map(({ milliseconds }, i) => ({ phase: inputs[i]?.path ?? '', milliseconds }));
  const slowest = files.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 5);
  return [{ phase: 'read', milliseconds: read - begun }, { phase: 'check', milliseconds: checked - read }, ...slowest];
};

const remarks = (
  { binds }: Task,
  gathered: Gathered,
  results: readonly FileResult[],
  stale: number,
): readonly string[] => {
  const lines: string[] = [];
  if (gathered.inputs.length === 0 && gathered.faults.length === 0)
    lines.push(
      gathered.skipped === 0
        ? 'no Python, C++ or OpenCL files to check there; the settings `include` and `exclude` and .gitignore may leave some out'
        : `none of ${gathered.skipped} files imports freetensor or mentions sycl; name a file to check it all the same`,
    );
  const used = new Set(results.flatMap((result) => result.bound));
  for (const name of binds.keys())
    if (results.length > 0 && !used.has(name)) lines.push(`--bind ${name}: no function uses a size of this name`);
  if (stale > 0)
    lines.push(
      stale === 1
        ? '1 entry of the baseline hides nothing any more; --update-baseline removes it'
        : `${stale} entries of the baseline hide nothing any more; --update-baseline removes them`,
    );
  return lines;
};

const verdict = (report: Report, failOn: FailOn, config: ConfigFinder, gathered: Gathered): ExitCode => {
  const codes: ExitCode[] = [EXIT.clean];
  const findings = shown(report);
  if (config.problems().diagnostics.length > 0) codes.push(EXIT.usage);
  if (gathered.faults.length > 0 || findings.some((f) => f.code === 'unreadable-input')) codes.push(EXIT.unreadable);
  if (failOn !== 'never') {
    if (findings.some((f) => atLeast(f.severity, failOn))) codes.push(EXIT.findings);
    if (findings.some((f) => f.code === 'budget-exceeded' || f.code === 'internal-error'))
      codes.push(EXIT.inconclusive);
  }
  return gravest(codes);
};
