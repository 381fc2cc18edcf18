/** `athanor preview`: which loops could be one, whether that is legal, and what it would save. */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import { previewFusions } from '@athanor/compiler-core/plan/preview.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { DEFAULTS } from '@athanor/compiler-core/transforms/rewrite.ts';
import { previewAsData, previewInWords } from '../../ide/preview-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { lookupIn, openTarget, unitsOf } from '../target.ts';

const FORMATS = ['text', 'json'] as const;

export interface PreviewFlags {
  readonly format: string;
  readonly bind: readonly string[];
  /** Print the program after each fusion. */
  readonly after: boolean;
}

export const preview = async (text: string, flags: PreviewFlags, ports: Ports): Promise<ExitCode> => {
  const format = oneOf('--format', flags.format, FORMATS);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const lookup = lookupIn(target);
  const era = isLaterEra(new LineIndex(target.input.text)) ? 'later' : '2022';
  const previews = unitsOf(target).map(({ func }) => {
    const start = scheduleHost.begin(func, era);
    if (start.kind === 'applied') return previewFusions(start.func, { ...DEFAULTS, era });
    return { name: func.name, problem: start.kind === 'refused' ? start.finding.message : start.reason };
  });
  const parts = previews.map((p) =>
    'problem' in p ? `${p.name}: ${p.problem}\n` : previewInWords(p, lookup, flags.after),
  );
  const data = (): unknown =>
    previews.map((p) => ('problem' in p ? { function: p.name, problem: p.problem } : previewAsData(p, lookup)));
  await ports.terminal.out(format === 'json' ? `${JSON.stringify(data(), null, 2)}\n` : parts.join('\n'));
  return target.input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};
