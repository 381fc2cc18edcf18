/** The command line: commands, options, help, exit codes. Commands are loaded when they are asked for. */

import { Command, CommanderError, Help, Option } from 'commander';
import type { Ports } from '../ports/ports.ts';
import { FAIL_ON, FORMATS } from './check-options.ts';
import type { AdviseFlags } from './commands/advise.ts';
import type { CheckFlags } from './commands/check.ts';
import type { DevicesFlags } from './commands/devices.ts';
import type { DumpFlags } from './commands/dump.ts';
import type { PreviewFlags } from './commands/preview.ts';
import type { RunFlags } from './commands/run.ts';
import { EXIT, type ExitCode, UsageError } from './exit-codes.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Runs one command; every way out is an exit code of `docs/exit-codes.md`. */
export const runCli = async (args: readonly string[], ports: Ports): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.clean;
  const written: Promise<void>[] = [];
  const program = buildProgram(ports, (code) => {
    exit = code;
  });
  const output = {
    writeOut: (text: string) => void written.push(ports.terminal.out(text)),
    writeErr: (text: string) => void written.push(ports.terminal.err(text)),
    outputError: (text: string, write: (text: string) => void) => write(text.replace(/^error: /, 'athanor: ')),
  };
  for (const command of [program, ...program.commands]) command.configureOutput(output).exitOverride();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) exit = error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    else if (error instanceof UsageError) {
      await ports.terminal.err(`athanor: ${error.message}\n`);
      exit = error.exit;
    } else throw error;
  }
  await Promise.all(written);
  return exit;
};

/** Without the defaults that say nothing: a switch is off, a list is empty. */
const describeOption = (option: Option): string =>
  new Help().optionDescription(option).replace(/ \(default: (?:true|false|\[\])\)$/, '');

const buildProgram = (ports: Ports, done: (code: ExitCode) => void): Command => {
  const program = new Command('athanor')
    .enablePositionalOptions()
    .configureHelp({ optionDescription: describeOption })
    .description('Checks programs written in the FreeTensor tensor language, without running them and without a GPU.')
    .version(`athanor ${ports.version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      `
Examples:
  athanor check .                             check every FreeTensor program below here
  athanor check a.py --bind n=1024            with the size n known
  athanor check . --format sarif > out.sarif  for code scanning
  athanor explain index-out-of-bounds         what a finding means, with its fix
  athanor dump --stage ir a.py:f              the loops that f is staged to
  athanor run a.py:f --seed 1                 run f on generated inputs

Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 internal,
            4 an input could not be read, 5 inconclusive`,
    );

  program
    .command('check')
    .description('report what is wrong in files, notebooks and directories')
    .argument('[PATH...]', 'files or directories; `-` reads standard input (default: the working directory)')
    .addOption(new Option('--format <format>', 'how to print findings').choices(FORMATS).default('text'))
    .option('--bind <k=v,...>', 'values of sizes that the programs leave open', collect, [])
    .option('-D, --define <name[=value]>', 'C++: define a macro, after those of the project', collect, [])
    .option('-I, --include-path <folder>', 'C++: look for includes there too', collect, [])
    .option('--include <file>', 'C++: read this file first', collect, [])
    .option('--global-size <x,y,z>', 'kernels: how many work-items, in the order of the source')
    .option('--local-size <x,y,z>', 'kernels: how many of them are a group')
    .option(
      '--device <id,...>',
      'kernels: check them for these devices, and print what breaks where; `all`: every one',
      collect,
      [],
    )
    .addOption(
      new Option('--fail-on <severity>', 'from which severity on the exit code is 1').choices(FAIL_ON).default('error'),
    )
    .option('--stats', 'print how much was modelled and decided', false)
    .option('--timing', 'print where the time went', false)
    .option('--jobs <n>', 'threads to use (default: one for each 40 files, at most one per processor)')
    .option('--watch', 'check again when a file changes', false)
    .option('--stdin-filename <name>', 'what standard input is called in findings, and whose settings count')
    .option('--baseline <file>', 'do not show the findings recorded in this file')
    .option('--update-baseline', 'record the findings of this run in the baseline', false)
    .option('--no-color', 'print without colour (so do NO_COLOR=1 and a pipe)')
    .addHelpText(
      'after',
      `
Examples:
  athanor check src tests --fail-on warning
  athanor check gat.py --bind n=1024,m=64 --stats
  athanor check src --device nvidia-a100,intel-gpu-max,amd-mi300x
  cat gat.py | athanor check --stdin-filename src/gat.py -
  athanor check . --baseline known.json --update-baseline`,
    )
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      const { check } = await import('./commands/check.ts');
      done(await check(paths, flags, ports));
    });

  program
    .command('dump')
    .description('print what a stage of the compiler makes of a file')
    .argument('[FILE[:FUNC]]', 'a file, or one staged function in it')
    .addOption(
      new Option('--stage <stage>', 'what to print')
        .choices(['tokens', 'tree', 'syntax', 'kernels', 'ir', 'program', 'accesses', 'dependences'])
        .default('ir'),
    )
    .addOption(new Option('--auto [target]', 'print what automatic passes do for cpu or gpu').preset('cpu'))
    .option('--pass <name>', 'the pass that --auto runs (default: auto_schedule)')
    .addOption(
      new Option('--format <format>', 'how to print dependences and --auto').choices(['text', 'json']).default('text'),
    )
    .option('--bind <k=v,...>', 'values of sizes that the program leaves open', collect, [])
    .option('-D, --define <name[=value]>', 'C++: define a macro, after those of the project', collect, [])
    .option('-U, --undefine <name>', 'C++: remove a macro', collect, [])
    .option('-I, --include-path <folder>', 'C++: look for includes there too', collect, [])
    .option('--include <file>', 'C++: read this file first', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n  athanor dump --stage ir gat.py:gat\n  athanor dump --stage accesses gat.py --bind n=64\n  athanor dump --stage dependences --format json gat.py:gat\n  athanor dump --auto gpu gat.py:gat\n  athanor dump --stage syntax -DN=64 main.cpp',
    )
    .action(async (target: string | undefined, flags: DumpFlags) => {
      const { dump } = await import('./commands/dump.ts');
      done(await dump(target, flags, ports));
    });

  program
    .command('preview')
    .description(
      'print which loops, or kernels of a C++ file, could be one, or what schedule calls do: whether it is legal, and what it would save',
    )
    .argument('<FILE[:FUNC]>', 'a file, or one staged function in it')
    .option('--list', 'one line for each pair', false)
    .option('--fuse <A,B>', 'this pair alone: loops by their labels, kernels by names or lines of their launches')
    .option(
      '--call <text>',
      "a schedule call, as `s.split('L', 4)`; given several times: one after the other",
      collect,
      [],
    )
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json', 'html']).default('text'))
    .option('--bind <k=v,...>', 'values of sizes that the program leaves open', collect, [])
    .option('--after', 'print the program after it, too', false)
    .addHelpText(
      'after',
      `
Examples:
  athanor preview gat.py --list
  athanor preview gat.py:gat --fuse exponentials,clear --after
  athanor preview gat.py:gat --call 's.split("nodes", 4)' --call 's.parallelize("nodes.0", "openmp")'
  athanor preview --format html gat.py > gat.html
  athanor preview filter.cpp --fuse Blur,Sharpen`,
    )
    .action(async (target: string, flags: PreviewFlags) => {
      const { preview } = await import('./commands/preview.ts');
      done(await preview(target, flags, ports));
    });

  program
    .command('advise')
    .description('print a schedule of calls that are proved legal and make a function access memory less')
    .argument('<FILE[:FUNC]>', 'a file, or one staged function in it')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--bind <k=v,...>', 'values of sizes that the program leaves open', collect, [])
    .option('--after', 'print the program after the schedule, too', false)
    .option('--auto <cpu|gpu>', 'say what `auto_schedule` of FreeTensor reaches, too')
    .addHelpText('after', '\nExamples:\n  athanor advise gat.py:gat\n  athanor advise gat.py --auto cpu --after')
    .action(async (target: string, flags: AdviseFlags) => {
      const { advise } = await import('./commands/advise.ts');
      done(await advise(target, flags, ports));
    });

  program
    .command('run')
    .description('run one function or kernel in the interpreter, with every check that a run allows')
    .argument('<FILE:FUNC>', 'a function, a kernel by its name or line, or a .sim file of Oclgrind')
    .option('--global-size <x,y,z>', 'kernels: how many work-items, in the order of the source')
    .option('--local-size <x,y,z>', 'kernels: how many of them are a group')
    .option(
      '--sub-group-size <n>',
      'kernels: how many items of a group are a sub-group (default: 32, or what the kernel requires)',
    )
    .option('--input <name=file>', 'an input tensor from a .json or .npy file', collect, [])
    .option('--bind <k=v,...>', 'values of sizes that the program leaves open', collect, [])
    .option('--seed <n>', 'generate the inputs that are not given, from this seed')
    .option('--output <dir>', 'write the outputs there as .npy files instead of printing them')
    .option('--no-color', 'print without colour')
    .addHelpText(
      'after',
      '\nExamples:\n  athanor run gat.py:gat --seed 1\n  athanor run gat.py:gat --input h=h.npy --seed 1 --output out\n  athanor run vadd.cl:vadd --global-size 1024 --local-size 64 --seed 1\n  athanor run reduce.sim',
    )
    .action(async (target: string, flags: RunFlags) => {
      const { run } = await import('./commands/run.ts');
      done(await run(target, flags, ports));
    });

  program
    .command('profile')
    .description('read traces of distributed jobs and say where the time went: `athanor profile --help`')
    .argument('[ARGS...]', 'a command of the profiler and its options')
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action(async (args: readonly string[]) => {
      const profile = await ports.loadProfiler?.();
      if (profile === undefined) throw new UsageError('the profiler is not part of this installation', EXIT.internal);
      done(await profile(args));
    });

  program
    .command('explain')
    .description('print the help page of a diagnostic code')
    .argument('[CODE]', 'the code in brackets of a finding; without it, all codes are listed')
    .option('--no-color', 'print without colour')
    .addHelpText('after', '\nExample:\n  athanor explain trap-membership')
    .action(async (code: string | undefined, flags: { readonly color: boolean }) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(code ?? null, flags, ports));
    });

  program
    .command('devices')
    .description('list the devices that are described, or print one with the source of every number')
    .argument('[ID]', 'a device by its name or alias; those of athanor.toml here count')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colour')
    .addHelpText(
      'after',
      '\nExamples:\n  athanor devices\n  athanor devices nvidia-a100\n  athanor devices mi300x --format json',
    )
    .action(async (id: string | undefined, flags: DevicesFlags) => {
      const { devices } = await import('./commands/devices.ts');
      done(await devices(id ?? null, flags, ports));
    });

  program
    .command('lsp')
    .description('serve an editor: the language server, over standard input and output')
    .option('--stdio', 'talk over standard input and output (the only way there is)', true)
    .addHelpText('after', '\nExample:\n  athanor lsp --stdio')
    .action(async () => {
      const { lsp } = await import('./commands/lsp.ts');
      done(await lsp(ports));
    });

  program
    .command('init')
    .description('write an athanor.toml with every setting explained')
    .argument('[DIRECTORY]', 'where to write it', '.')
    .addHelpText('after', '\nExample:\n  athanor init')
    .action(async (directory: string) => {
      const { init } = await import('./commands/init.ts');
      done(await init(directory, ports));
    });

  program
    .command('doctor')
    .description('check the installation: run-time, grammar, a program from end to end')
    .addHelpText('after', '\nExample:\n  athanor doctor')
    .action(async () => {
      const { doctor } = await import('./commands/doctor.ts');
      done(await doctor(ports));
    });
  return program;
};
