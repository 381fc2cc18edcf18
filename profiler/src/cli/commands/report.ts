/** `athanor profile report RUN`. */

import { buildReport } from '../../report/report.ts';
import { reportText } from '../../report/text.ts';
import { EXIT, type ExitCode, type ProfileIo } from '../io.ts';
import { progressLine } from '../progress.ts';
import { openForCommand } from './query.ts';

export interface ReportFlags {
  readonly format: string;
  readonly compat?: string;
}

export const report = async (dir: string, flags: ReportFlags, io: ProfileIo): Promise<ExitCode> => {
  const run = await openForCommand(dir);
  const line = progressLine(io);
  try {
    const made = await buildReport(run, {
      ...(flags.compat === 'hta' ? { compat: 'hta' as const } : {}),
      progress: (done, of) => line.show(`${done}/${of} ranks`),
    });
    await line.end();
    await io.out(flags.format === 'json' ? `${JSON.stringify(made, null, 1)}\n` : reportText(made));
    return EXIT.clean;
  } finally {
    await line.end();
    run.close();
  }
};
