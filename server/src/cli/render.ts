/** A report in the format asked for. */

import { renderGithub } from '@athanor/compiler-core/diag/render-github.ts';
import { renderJson } from '@athanor/compiler-core/diag/render-json.ts';
import { renderJunit } from '@athanor/compiler-core/diag/render-junit.ts';
import { renderMarkdown } from '@athanor/compiler-core/diag/render-markdown.ts';
import { renderSarif } from '@athanor/compiler-core/diag/render-sarif.ts';
import { renderText } from '@athanor/compiler-core/diag/render-text.ts';
import type { Report } from '@athanor/compiler-core/diag/report.ts';
import type { Terminal } from '../ports/terminal.ts';
import type { FailOn, Format } from './check-options.ts';
import { paletteOf, wantsColour } from './colour.ts';

/** Text is set in the terminal's width, from 60 to 120 columns; 80 where there is no terminal. */
const widthOf = (terminal: Terminal): number => Math.max(60, Math.min(terminal.columns ?? 80, 120));

export const render = (
  report: Report,
  format: Format,
  failOn: FailOn,
  flags: { readonly color: boolean; readonly stats: boolean },
  terminal: Terminal,
): string => {
  switch (format) {
    case 'text': {
      const palette = paletteOf(wantsColour(terminal, flags.color));
      return renderText(report, { palette, width: widthOf(terminal), stats: flags.stats });
    }
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report);
    case 'junit':
      return renderJunit(report, failOn);
    case 'github':
      return renderGithub(report);
    case 'markdown':
      return renderMarkdown(report);
  }
};
