/** `athanor preview`: which loops or kernels could be one, or what schedule calls do; whether that is legal, and what it would save. */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import { CallError, TextRun } from '@athanor/compiler-core/plan/calls.ts';
import {
  type CallsPreview,
  type Preview,
  previewCalls,
  previewFusions,
  previewPair,
} from '@athanor/compiler-core/plan/preview.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { DEFAULTS } from '@athanor/compiler-core/transforms/rewrite.ts';
import { previewPage } from '../../ide/picture/page.ts';
import { callsAsData, callsInWords, previewAsData, previewInWords } from '../../ide/preview-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { isKernelFile } from '../kernel-file.ts';
import { previewKernels } from '../kernels/preview-kernels.ts';
import { lookupIn, openTarget, type Target, unitsOf } from '../target.ts';

const FORMATS = ['text', 'json', 'html'] as const;

export interface PreviewFlags {
  readonly format: string;
  readonly bind: readonly string[];
  /** One line for each fusion. */
  readonly list: boolean;
  /** Print the program after each fusion. */
  readonly after: boolean;
  readonly fuse: string | undefined;
  readonly call: readonly string[];
}

/** No schedule can be made of the function, or not of this one. */
interface Problem {
  readonly name: string;
  readonly problem: string;
}
type Result = Preview | CallsPreview | Problem;

export const preview = async (text: string, flags: PreviewFlags, ports: Ports): Promise<ExitCode> => {
  const format = oneOf('--format', flags.format, FORMATS);
  if (flags.fuse !== undefined && flags.call.length > 0)
    throw new UsageError('`--fuse` and `--call` say the same thing in two ways: use one of them');
  if (isKernelFile(text)) return previewKernels(text, flags, format, ports);
  const pair = flags.fuse === undefined ? null : pairOf(flags.fuse);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const lookup = lookupIn(target);
  const results = resultsOf(target, pair, flags.call);
  const words = (r: Result): string => {
    if ('problem' in r) return `${r.name}: ${r.problem}\n`;
    const options = { brief: flags.list, after: flags.after };
    return 'fusions' in r ? previewInWords(r, lookup, options) : callsInWords(r, options);
  };
  const data = (r: Result): unknown => {
    if ('problem' in r) return { function: r.name, problem: r.problem };
    return 'fusions' in r ? previewAsData(r, lookup) : callsAsData(r);
  };
  const out = {
    text: () => results.map(words).join('\n'),
    json: () => `${JSON.stringify(results.map(data), null, 2)}\n`,
    html: () => previewPage(target.input.path, results, lookup),
  };
  await ports.terminal.out(out[format]());
  return target.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};

/** `A,B`; a selector with a comma is in braces, `$fuse{A, B}`. */
const pairOf = (text: string): readonly [string, string] => {
  const [a, b, ...more] = text.split(/,(?![^{]*\})/).map((part) => part.trim());
  if (!a || !b || more.length > 0) throw new UsageError('`--fuse` takes the labels of two loops: `--fuse A,B`');
  return [a, b];
};

/**
 * Of every function asked for. A call or a pair that one function does not have is said of that one; none has it: then it
 * is an error. @throws UsageError
 */
const resultsOf = (
  target: Target,
  pair: readonly [string, string] | null,
  calls: readonly string[],
): readonly Result[] => {
  const era = isLaterEra(new LineIndex(target.input.text)) ? 'later' : '2022';
  const options = { ...DEFAULTS, era } as const;
  const missed: string[] = [];
  const units = unitsOf(target);
  const results = units.map(({ func }): Result => {
    const start = scheduleHost.begin(func, era);
    if (start.kind !== 'applied')
      return { name: func.name, problem: start.kind === 'refused' ? start.finding.message : start.reason };
    try {
      if (calls.length > 0) {
        const run = new TextRun(start.func, target.parser, options);
        return previewCalls(
          run,
          calls.map((text) => ({ text, invoke: () => run.call(text) })),
        );
      }
      return pair ? previewPair(start.func, pair, options) : previewFusions(start.func, options);
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      missed.push(e.message);
      return { name: func.name, problem: e.message };
    }
  });
  if (missed.length > 0 && missed.length === units.length) throw new UsageError(missed[0] ?? '');
  return results;
};
