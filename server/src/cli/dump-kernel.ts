/** The stages of a C++ file for `athanor dump`: `tokens` behind the preprocessor, `syntax` behind the parser, `kernels`, `ir`, `program`. */

import { sanitise } from '@athanor/compiler-core/diag/display-width.ts';
import { optionsOf } from '@athanor/compiler-core/frontends/kernel/build/arguments.ts';
import { lowerUnit } from '@athanor/compiler-core/frontends/kernel/lower/by-parts.ts';
import { findLaunches } from '@athanor/compiler-core/frontends/kernel/meaning/launches.ts';
import { parseUnit, type SyntaxUnit } from '@athanor/compiler-core/frontends/kernel/parse/parse.ts';
import {
  printSyntax,
  printTokens,
  type ShowPlace,
} from '@athanor/compiler-core/frontends/kernel/parse/print-syntax.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import { printProgram } from '@athanor/compiler-core/ir/print-program.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';
import type { Ports } from '../ports/ports.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { openKernelFile } from './kernel-file.ts';
import { relativeTo } from './paths.ts';

export interface KernelFlags {
  readonly define: readonly string[];
  readonly undefine: readonly string[];
  readonly includePath: readonly string[];
  readonly include: readonly string[];
}

export const KERNEL_STAGES = ['tokens', 'syntax', 'kernels', 'ir', 'program'] as const;
export type KernelStage = (typeof KERNEL_STAGES)[number];

export const isKernelStage = (stage: string): stage is KernelStage =>
  (KERNEL_STAGES as readonly string[]).includes(stage);

/** One line for each launch: where, how, the kernel's name, and what it runs. */
const printLaunches = (unit: SyntaxUnit, show: ShowPlace): string =>
  findLaunches(unit)
    .map((launch) => {
      const { body } = launch;
      const runs = body.kind === 'lambda' ? body.lambda : body.value;
      const name = launch.name === null ? '' : ` ${launch.name}`;
      return `${show(unit.spanOf(launch))} ${launch.call}${name}: ${body.kind} ${show(unit.spanOf(runs))}\n`;
    })
    .join('');

export const dumpKernel = async (
  name: string,
  stage: KernelStage,
  flags: KernelFlags,
  ports: Ports,
): Promise<ExitCode> => {
  const { files, terminal } = ports;
  const words = [
    ...flags.define.map((text) => `-D${text}`),
    ...flags.undefine.map((text) => `-U${text}`),
    ...flags.includePath.map((path) => `-I${path}`),
    ...flags.include.flatMap((path) => ['-include', path]),
  ];
  const { unit, whole } = openKernelFile(name, optionsOf(words, files.cwd), files);
  const lines = new Map<FileId, LineIndex>();
  const indexOf = (file: FileId): LineIndex => {
    const known = lines.get(file) ?? new LineIndex(unit.texts.get(file) ?? '');
    lines.set(file, known);
    return known;
  };
  const at = (file: FileId, place: Span['start']): string => {
    const { line, column } = indexOf(file).position1(place);
    return `${line}:${column}`;
  };
  const show = ({ file, start, end }: Span): string => {
    const range = `${at(file, start)}-${at(file, end)}`;
    return file === unit.file ? range : `${relativeTo(files.cwd, file)}:${range}`;
  };
  const syntax = parseUnit(unit.tokens);
  const lowered = stage === 'ir' || stage === 'program' ? lowerUnit(syntax) : null;
  const printed = {
    tokens: () => printTokens(unit.tokens, show),
    syntax: () => printSyntax(syntax, show),
    kernels: () => printLaunches(syntax, show),
    ir: () => (lowered?.kernels ?? []).map(({ func }) => printFunc(func)).join('\n'),
    program: () => (lowered?.programs() ?? []).map(printProgram).join('\n'),
  }[stage]();
  await terminal.out(printed.split('\n').map(sanitise).join('\n'));
  const remarks = stage === 'tokens' ? unit.diagnostics : [...unit.diagnostics, ...syntax.diagnostics];
  const said = remarks.map(({ code, span, message }) => {
    const place = `${relativeTo(files.cwd, span.file)}:${at(span.file, span.start)}`;
    return `${place} note[${code}] ${sanitise(message)}\n`;
  });
  for (const { reason, at: place } of lowered?.kernels.flatMap(({ reasons }) => reasons) ?? []) {
    said.push(
      `${relativeTo(files.cwd, place.file)}:${at(place.file, place.start)} note[not-modelled] ${sanitise(reason)}\n`,
    );
  }
  if (said.length > 0) await terminal.err([...new Set(said)].join(''));
  return whole ? EXIT.clean : EXIT.unreadable;
};
