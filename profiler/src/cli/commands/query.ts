/** `athanor profile query RUN 'SQL'`. */

import { DamagedRun } from '../../run/damaged.ts';
import { openRun, type Run } from '../../run/open.ts';
import { CommandError, EXIT, type ExitCode, type ProfileIo } from '../io.ts';
import { csvTable, jsonTable, textTable } from '../table.ts';

export const QUERY_FORMATS = ['text', 'json', 'csv'] as const;

/** Opens a run for a command. @throws CommandError when it is none. */
export const openForCommand = async (dir: string): Promise<Run> => {
  try {
    return await openRun(dir);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), EXIT.unreadable);
  }
};

export const query = async (
  dir: string,
  sql: string,
  flags: { readonly format: string },
  io: ProfileIo,
): Promise<ExitCode> => {
  const run = await openForCommand(dir);
  try {
    const reader = await run.query(sql);
    const names = reader.deduplicatedColumnNames();
    const rows = reader.getRowsJS();
    const print = flags.format === 'json' ? jsonTable : flags.format === 'csv' ? csvTable : textTable;
    await io.out(print(names, rows));
    return EXIT.clean;
  } catch (error) {
    if (error instanceof DamagedRun) throw error;
    throw new CommandError(error instanceof Error ? error.message : String(error));
  } finally {
    run.close();
  }
};
