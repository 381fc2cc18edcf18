/** `athanor explain CODE`: the help page of a code. */

import { CODES, type DiagnosticCode, isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import type { Ports } from '../../ports/ports.ts';
import { paletteOf, wantsColour } from '../colour.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { renderPage } from '../page.ts';

export const explain = async (
  code: string | null,
  flags: { readonly color: boolean },
  ports: Ports,
): Promise<ExitCode> => {
  const { terminal } = ports;
  const palette = paletteOf(wantsColour(terminal, flags.color));
  if (code === null) {
    const codes = Object.keys(CODES) as readonly DiagnosticCode[];
    const width = Math.max(...codes.map((name) => name.length));
    const lines = codes.map((name) => {
      const { severity, title } = CODES[name];
      return `${palette.severity[severity](name.padEnd(width))}  ${title}`;
    });
    await terminal.out(`${lines.join('\n')}\n`);
    return EXIT.clean;
  }
  // People paste what stands in the finding: `error[trap-while]`.
  const name = /\[([^\]]+)\]/.exec(code)?.[1] ?? code;
  if (!isDiagnosticCode(name)) {
    const hint = nearest(name, Object.keys(CODES));
    throw new UsageError(
      `\`${name}\` is no diagnostic code${hint === null ? '; `athanor explain` lists them' : `; did you mean ${hint}?`}`,
    );
  }
  const page = ports.helpPage(name);
  const { severity, title } = CODES[name];
  await terminal.out(page === null ? `${name} (${severity})\n\n${title}.\n` : renderPage(page, palette));
  return EXIT.clean;
};
