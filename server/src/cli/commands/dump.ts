/** `athanor dump`: what a stage of the compiler makes of a file. */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import type { Func } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import { AUTO_PASSES } from '@athanor/compiler-core/plan/auto/auto-schedule.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { dumpAccesses } from '../../ide/dump-accesses.ts';
import { autoAsData, dumpAuto } from '../../ide/dump-auto.ts';
import { dependencesAsData, dumpDependences } from '../../ide/dump-dependences.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { dumpKernel, isKernelStage, KERNEL_STAGES, type KernelFlags } from '../dump-kernel.ts';
import { dumpTree } from '../dump-tree.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { isKernelFile } from '../kernel-file.ts';
import { lookupIn, openTarget, unitsOf } from '../target.ts';

export const STAGES = ['tokens', 'tree', 'syntax', 'kernels', 'ir', 'program', 'accesses', 'dependences'] as const;
const FORMATS = ['text', 'json'] as const;
const TARGETS = ['cpu', 'gpu'] as const;

export interface DumpFlags extends KernelFlags {
  readonly stage: string;
  readonly format: string;
  readonly bind: readonly string[];
  /** A target: print what automatic passes do. */
  readonly auto?: string;
  readonly pass?: string;
}

/** @param given undefined where it was taken for the value of `--auto` */
export const dump = async (given: string | undefined, flags: DumpFlags, ports: Ports): Promise<ExitCode> => {
  const stage = oneOf('--stage', flags.stage, STAGES);
  const format = oneOf('--format', flags.format, FORMATS);
  const alone = given === undefined && flags.auto !== undefined && !TARGETS.some((t) => t === flags.auto);
  const text = alone ? flags.auto : given;
  if (text === undefined) throw new UsageError('name a file');
  if (flags.auto !== undefined)
    return dumpPasses(text, oneOf('--auto', alone ? 'cpu' : flags.auto, TARGETS), flags, format, ports);
  if (flags.pass !== undefined) throw new UsageError('`--pass` goes with `--auto`');
  if (format === 'json' && stage !== 'dependences')
    throw new UsageError(
      `--stage ${stage} is printed as text: \`--format json\` goes with \`--stage dependences\` and \`--auto\``,
    );
  if (isKernelFile(text)) {
    if (!isKernelStage(stage)) {
      const stages = KERNEL_STAGES.map((name) => `\`--stage ${name}\``).join(', ');
      throw new UsageError(`${text} is C++, of which there is ${stages}`);
    }
    return dumpKernel(text, stage, flags, ports);
  }
  if (stage === 'syntax' || stage === 'kernels' || stage === 'program')
    throw new UsageError(`--stage ${stage} is of C++ files`);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const { input, parser } = target;
  const unread = input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
  if (stage === 'tokens' || stage === 'tree') {
    if (target.func !== null)
      throw new UsageError(`--stage ${stage} is of a whole file: leave out \`:${target.func}\``);
    const tree = parser.parse(input.text);
    await ports.terminal.out(dumpTree(tree, input.text, stage));
    tree.delete();
    return unread;
  }
  const lookup = lookupIn(target);
  const funcs = unitsOf(target).map(({ func }) => func);
  if (format === 'json') {
    const data = funcs.map((func) => dependencesAsData(func, lookup));
    await ports.terminal.out(`${JSON.stringify(data, null, 2)}\n`);
    return unread;
  }
  const print = {
    ir: (func: Func) => printFunc(func),
    accesses: (func: Func) => dumpAccesses(func, lookup),
    dependences: (func: Func) => dumpDependences(func, lookup),
  }[stage];
  const parts = funcs.map(print);
  await ports.terminal.out(parts.map((part) => (part.endsWith('\n') ? part : `${part}\n`)).join('\n'));
  return unread;
};

const dumpPasses = async (
  text: string,
  target: (typeof TARGETS)[number],
  flags: DumpFlags,
  format: (typeof FORMATS)[number],
  ports: Ports,
): Promise<ExitCode> => {
  const pass = oneOf('--pass', flags.pass ?? 'auto_schedule', AUTO_PASSES);
  const opened = await openTarget(text, parseBinds(flags.bind), ports);
  const lookup = lookupIn(opened);
  const era = isLaterEra(new LineIndex(opened.input.text)) ? 'later' : '2022';
  const funcs = unitsOf(opened).map(({ func }) => func);
  const question = { pass, target, era } as const;
  const data = (): unknown => funcs.map((func) => autoAsData(func, question, lookup));
  await ports.terminal.out(
    format === 'json'
      ? `${JSON.stringify(data(), null, 2)}\n`
      : funcs.map((func) => dumpAuto(func, question, lookup)).join('\n'),
  );
  return opened.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};
