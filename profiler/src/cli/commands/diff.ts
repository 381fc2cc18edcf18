/** `athanor profile diff RUN RUN`. */

import { diffRuns, diffText } from '../../report/diff.ts';
import { EXIT, type ExitCode, type ProfileIo } from '../io.ts';
import { openForCommand } from './query.ts';

export const diff = async (
  before: string,
  after: string,
  flags: { readonly format: string },
  io: ProfileIo,
): Promise<ExitCode> => {
  const first = await openForCommand(before);
  try {
    const second = await openForCommand(after);
    try {
      const made = await diffRuns(first, second);
      await io.out(flags.format === 'json' ? `${JSON.stringify(made, null, 1)}\n` : diffText(made));
      return EXIT.clean;
    } finally {
      second.close();
    }
  } finally {
    first.close();
  }
};
