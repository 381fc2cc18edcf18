/** `athanor advise`: a schedule of legal calls that makes a function move less, each with what it saves. */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import { type Advice, advise as search } from '@athanor/compiler-core/plan/advise/advise.ts';
import { AUTO_DEFAULTS, type AutoResult, runAuto } from '@athanor/compiler-core/plan/auto/auto-schedule.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { DEFAULTS } from '@athanor/compiler-core/transforms/rewrite.ts';
import { adviceAsData, adviceInWords, autoAsData, autoInWords } from '../../ide/advice-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { lookupIn, openTarget, unitsOf } from '../target.ts';

const FORMATS = ['text', 'json'] as const;
const TARGETS = ['cpu', 'gpu'] as const;

export interface AdviseFlags {
  readonly format: string;
  readonly bind: readonly string[];
  /** Print the program after the schedule. */
  readonly after: boolean;
  /** Say what `auto_schedule` reaches, for this kind of device. */
  readonly auto: string | undefined;
}

interface Found {
  readonly advice: Advice;
  /** What `auto_schedule` comes to; null where it is not asked for. */
  readonly auto: AutoResult | null;
}

export const advise = async (text: string, flags: AdviseFlags, ports: Ports): Promise<ExitCode> => {
  const format = oneOf('--format', flags.format, FORMATS);
  const passes = flags.auto === undefined ? null : oneOf('--auto', flags.auto, TARGETS);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const lookup = lookupIn(target);
  const era = isLaterEra(new LineIndex(target.input.text)) ? 'later' : '2022';
  const rewrites = { ...DEFAULTS, era } as const;
  const found = unitsOf(target).map(({ func }): Found | { readonly name: string; readonly problem: string } => {
    const start = scheduleHost.begin(func, era);
    if (start.kind !== 'applied')
      return { name: func.name, problem: start.kind === 'refused' ? start.finding.message : start.reason };
    const options = { ...AUTO_DEFAULTS, era, keep: 'proved' } as const;
    const auto = passes && runAuto('auto_schedule', start.func, { ...options, target: passes });
    return { advice: search(start.func, rewrites), auto };
  });
  const words = found.map((a) => {
    if ('problem' in a) return `${a.name}: ${a.problem}\n`;
    return (
      adviceInWords(a.advice, lookup, { after: flags.after, rewrites }) +
      (a.auto ? autoInWords(a.advice.func, a.auto) : '')
    );
  });
  const data = found.map((a) => {
    if ('problem' in a) return { function: a.name, problem: a.problem };
    return { ...adviceAsData(a.advice, lookup, rewrites), ...(a.auto && { auto: autoAsData(a.advice.func, a.auto) }) };
  });
  await ports.terminal.out(format === 'json' ? `${JSON.stringify(data, null, 2)}\n` : words.join('\n'));
  return target.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};
