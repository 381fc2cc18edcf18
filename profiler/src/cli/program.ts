/** `athanor profile ...`, and `athanor-profile ...`: commands, options, help. Commands are loaded when they are asked for. */

import { Command, CommanderError, Option } from 'commander';
import { DamagedRun } from '../run/damaged.ts';
import type { IngestFlags } from './commands/ingest.ts';
import type { ReportFlags } from './commands/report.ts';
import { CommandError, EXIT, type ExitCode, type ProfileIo } from './io.ts';

/** @param name How the program is called. */
export const runProfile = async (args: readonly string[], name: string, io: ProfileIo): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.clean;
  const written: Promise<void>[] = [];
  const program = buildProgram(name, io, (code) => {
    exit = code;
  });
  const output = {
    writeOut: (text: string) => void written.push(io.out(text)),
    writeErr: (text: string) => void written.push(io.err(text)),
    outputError: (text: string, write: (text: string) => void) => write(text.replace(/^error: /, `${name}: `)),
  };
  for (const command of [program, ...program.commands]) command.configureOutput(output).exitOverride();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) exit = error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    else if (error instanceof CommandError) {
      await io.err(`${name}: ${error.message}\n`);
      exit = error.exit;
    } else if (error instanceof DamagedRun) {
      await io.err(`${name}: ${error.message}\n`);
      exit = EXIT.unreadable;
    } else throw error;
  }
  await Promise.all(written);
  return exit;
};

const format = (...choices: readonly string[]): Option =>
  new Option('--format <format>', 'how to print').choices(choices).default('text');

const buildProgram = (name: string, io: ProfileIo, done: (code: ExitCode) => void): Command => {
  const program = new Command(name)
    .description('Reads traces of distributed accelerator jobs and says where the time went.')
    .version(`${name} ${io.version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .addHelpText(
      'after',
      `
Examples:
  ${name} ingest traces/ --out run        read every trace below traces/
  ${name} report run                      where the time went, which rank is slow
  ${name} query run 'FROM top_kernels(5)' ask in SQL

Exit codes: 0 clean, 1 findings, 2 usage, 3 internal,
            4 an input could not be read or only in part, 5 inconclusive`,
    );
  program
    .command('ingest')
    .description('read traces into a run: a directory of Parquet tables')
    .argument('<PATH...>', 'trace files, archives, or directories of them')
    .requiredOption('--out <run>', 'directory of the run; what it has already is not read again')
    .option('--jobs <n>', 'threads (default: one for each processor)')
    .option('--max-bytes <n>', 'cut an input that is longer after decompression')
    .option('--no-partials', 'only convert: leave the analyses of each rank to the report')
    .addOption(format('text', 'json'))
    .addHelpText('after', `\nExample:\n  ${name} ingest rank-*.pt.trace.json.gz --out run`)
    .action(async (paths: readonly string[], flags: IngestFlags) => {
      const { ingest } = await import('./commands/ingest.ts');
      done(await ingest(paths, flags, io));
    });
  program
    .command('report')
    .description('say where the time of a run went, and which ranks are slow')
    .argument('<RUN>', 'directory of the run')
    .addOption(format('text', 'json'))
    .addOption(new Option('--compat <tool>', 'add the tables as that tool defines them').choices(['hta']))
    .addHelpText('after', `\nExample:\n  ${name} report run --format json > report.json`)
    .action(async (run: string, flags: ReportFlags) => {
      const { report } = await import('./commands/report.ts');
      done(await report(run, flags, io));
    });
  program
    .command('diff')
    .description('compare two runs: steps, kernels')
    .argument('<BEFORE>', 'directory of a run')
    .argument('<AFTER>', 'directory of a run')
    .addOption(format('text', 'json'))
    .addHelpText('after', `\nExample:\n  ${name} diff base run`)
    .action(async (before: string, after: string, flags: { readonly format: string }) => {
      const { diff } = await import('./commands/diff.ts');
      done(await diff(before, after, flags, io));
    });
  program
    .command('query')
    .description('ask a run in SQL (DuckDB); docs/profiler-schema.md has the tables, views and macros')
    .argument('<RUN>', 'directory of the run')
    .argument('<SQL>', 'one statement')
    .addOption(format('text', 'json', 'csv'))
    .addHelpText('after', `\nExample:\n  ${name} query run 'SELECT rank, ms(sum(dur)) FROM kernel GROUP BY rank'`)
    .action(async (run: string, sql: string, flags: { readonly format: string }) => {
      const { query } = await import('./commands/query.ts');
      done(await query(run, sql, flags, io));
    });
  program
    .command('generate')
    .description('write traces of a job with known faults, and the truth about them')
    .argument('<SPEC>', 'a JSON file: docs/profiler-generator.md')
    .requiredOption('--out <dir>', 'where to')
    .addHelpText('after', `\nExample:\n  ${name} generate spec.json --out traces`)
    .action(async (spec: string, flags: { readonly out: string }) => {
      const { generate } = await import('./commands/generate.ts');
      done(await generate(spec, flags, io));
    });
  return program;
};
