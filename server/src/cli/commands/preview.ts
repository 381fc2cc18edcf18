/** `athanor preview`: which loops could be one, whether that is legal, and what it would save. */

import { sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { previewFusions } from '@athanor/compiler-core/plan/preview.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { DEFAULTS } from '@athanor/compiler-core/transforms/rewrite.ts';
import { previewAsData, previewInWords } from '../../ide/preview-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { libraryView } from '../library-view.ts';
import { openTarget, unitsOf } from '../target.ts';

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
  const { input, file } = target;
  const view = sourceView(file, input.path, input.text, input.cells);
  const lookup = (id: FileId) => (id === file ? view : libraryView(id));
  const previews = unitsOf(target).flatMap((unit) => {
    const start = scheduleHost.begin(unit.func, '2022');
    return start.kind === 'applied' ? [previewFusions(start.func, DEFAULTS)] : [];
  });
  await ports.terminal.out(
    format === 'json'
      ? `${JSON.stringify(
          previews.map((p) => previewAsData(p, lookup)),
          null,
          2,
        )}\n`
      : previews.map((p) => previewInWords(p, lookup, flags.after)).join('\n'),
  );
  return input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
};
