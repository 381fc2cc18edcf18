/** `athanor profile ingest PATH... --out RUN`. */

import { type IngestResult, ingest as readAll } from '../../import/ingest.ts';
import { watchForPartials } from '../../report/partials.ts';
import { BusyRun } from '../../run/lock.ts';
import { CommandError, EXIT, type ExitCode, type ProfileIo } from '../io.ts';
import { progressLine, rate, size } from '../progress.ts';

export interface IngestFlags {
  readonly out: string;
  readonly jobs?: string;
  readonly maxBytes?: string;
  readonly format: string;
  readonly partials: boolean;
}

export const ingest = async (paths: readonly string[], flags: IngestFlags, io: ProfileIo): Promise<ExitCode> => {
  const jobs = flags.jobs === undefined ? io.processors : natural('--jobs', flags.jobs);
  const limit = flags.maxBytes === undefined ? null : natural('--max-bytes', flags.maxBytes);
  io.compileLess();
  const pool = jobs > 1 ? io.pool(jobs - 1) : null;
  const line = progressLine(io);
  const started = io.clock();
  let result: IngestResult;
  try {
    result = await readAll(paths, {
      out: flags.out,
      tool: `athanor ${io.version}`,
      ...(flags.partials ? { watch: watchForPartials } : {}),
      ...(limit === null ? {} : { limit }),
      ...(pool === null ? {} : { pool }),
      progress: ({ label, done, of, bytes }) =>
        line.show(`${done}/${of}  ${size(bytes)}  ${rate(bytes, io.clock() - started)}  ${label}`),
    });
  } catch (error) {
    if (error instanceof BusyRun) throw new CommandError(error.message, EXIT.inconclusive);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError(
      `${flags.out} cannot be written: ${(error as Error).message}; run the same command again when it can: what was finished is kept`,
      EXIT.unreadable,
    );
  } finally {
    await line.end();
    await pool?.close();
  }
  await io.out(flags.format === 'json' ? jsonSummary(result) : textSummary(result, flags.out, io.clock() - started));
  return isPartial(result) ? EXIT.unreadable : EXIT.clean;
};

const natural = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new CommandError(`${name}: \`${text}\` is no number from 1 on`);
  return value;
};

/** Something was lost: an input was not read, or not to its end. */
const isPartial = ({ diags, parts }: IngestResult): boolean =>
  parts.length === 0 || diags.some(({ severity, code }) => severity === 'error' || code === 'truncated');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const textSummary = (result: IngestResult, out: string, ms: number): string => {
  const { parts, diags, reused } = result;
  const bytes = sum(parts.map((part) => part.jsonBytes));
  const ranks = new Set(parts.flatMap((part) => part.ranks.map(({ rank }) => rank))).size;
  const formats = [...new Set(parts.map((part) => part.format))].sort().join(', ');
  const lines = [
    `${parts.length} ${parts.length === 1 ? 'input' : 'inputs'} (${formats}), ${ranks} ${ranks === 1 ? 'rank' : 'ranks'}, ${sum(parts.map((part) => part.events))} events, ${size(bytes)} in ${(ms / 1000).toFixed(1)} s (${rate(bytes, ms)})${reused > 0 ? `, ${reused} read before` : ''}`,
    ...diags.map(
      ({ severity, code, count, text, part }) =>
        `${severity}[${code}]${count > 1 ? ` ${count} times` : ''}: ${text}${part === null ? '' : ` (${part})`}`,
    ),
    `run: ${out}`,
  ];
  return `${lines.join('\n')}\n`;
};

const jsonSummary = ({ parts, diags, reused }: IngestResult): string =>
  `${JSON.stringify({ version: 1, inputs: parts.map(({ diags: _own, groups: _groups, ...part }) => part), reused, diags }, null, 1)}\n`;
