/** `athanor advise`: a schedule of legal calls that makes a function move less, each with what it saves. */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import { type Advice, advise as search } from '@athanor/compiler-core/plan/advise/advise.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { DEFAULTS } from '@athanor/compiler-core/transforms/rewrite.ts';
import { adviceAsData, adviceInWords } from '../../ide/advice-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { lookupIn, openTarget, unitsOf } from '../target.ts';

const FORMATS = ['text', 'json'] as const;

export interface AdviseFlags {
  readonly format: string;
  readonly bind: readonly string[];
  /** Print the program after the schedule. */
  readonly after: boolean;
}

export const advise = async (text: string, flags: AdviseFlags, ports: Ports): Promise<ExitCode> => {
  const format = oneOf('--format', flags.format, FORMATS);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const lookup = lookupIn(target);
  const era = isLaterEra(new LineIndex(target.input.text)) ? 'later' : '2022';
  const found = unitsOf(target).map(({ func }): Advice | { readonly name: string; readonly problem: string } => {
    const start = scheduleHost.begin(func, era);
    if (start.kind === 'applied') return search(start.func, { ...DEFAULTS, era });
    return { name: func.name, problem: start.kind === 'refused' ? start.finding.message : start.reason };
  });
  const words = found.map((a) => ('problem' in a ? `${a.name}: ${a.problem}\n` : adviceInWords(a, lookup, flags)));
  const data = found.map((a) => ('problem' in a ? { function: a.name, problem: a.problem } : adviceAsData(a, lookup)));
  await ports.terminal.out(format === 'json' ? `${JSON.stringify(data, null, 2)}\n` : words.join('\n'));
  return target.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};
