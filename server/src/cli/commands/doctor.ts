/** `athanor doctor`: does the installation work, from the run-time to a finding? */

import { CODES } from '@athanor/compiler-core/diag/codes.ts';
import type { Ports } from '../../ports/ports.ts';
import { fileChecker } from '../check-file.ts';
import { paletteOf, wantsColour } from '../colour.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

interface Probe {
  readonly name: string;
  readonly run: () => Promise<string> | string;
}

/** A program with one mistake in its text, so that a finding must come out at the far end. */
const SAMPLE = 'import freetensor as ft\n\n@ft.transform\ndef f(x: ft.Var[(4,), "float32"]):\n    x[0] = = 1\n';

export const doctor = async (ports: Ports): Promise<ExitCode> => {
  const { machine, terminal } = ports;
  const palette = paletteOf(wantsColour(terminal, true));
  const probes: readonly Probe[] = [
    { name: 'version', run: () => ports.version },
    { name: 'run-time', run: () => nodeVersion(machine.runtime) },
    { name: 'machine', run: () => `${machine.platform}, ${machine.processors} processors` },
    {
      name: 'grammar',
      run: async () =>
        `parses ${(await ports.createParser()).parse('x = 1\n').rootNode.hasError ? 'with errors' : 'Python'}`,
    },
    {
      name: 'settings',
      run: async () => ((await ports.loadToml())('a = 1').ok ? 'TOML is read' : fail('TOML is not read')),
    },
    { name: 'help pages', run: () => helpPages(ports) },
    { name: 'check', run: () => sample(ports) },
  ];
  let sound = true;
  for (const { name, run } of probes) {
    let line: string;
    try {
      line = `${palette.good('ok')}   ${name.padEnd(12)} ${await run()}`;
    } catch (error) {
      sound = false;
      line = `${palette.severity.error('bad')}  ${name.padEnd(12)} ${error instanceof Error ? error.message : String(error)}`;
    }
    await terminal.out(`${line}\n`);
  }
  return sound ? EXIT.clean : EXIT.internal;
};

const fail = (message: string): never => {
  throw new Error(message);
};

const nodeVersion = (runtime: string): string => {
  const [major = 0, minor = 0] = (/\d+(?:\.\d+)*/.exec(runtime)?.[0] ?? '').split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? runtime
    : fail(`${runtime} is older than the 20.19 that is needed`);
};

const helpPages = ({ helpPage }: Ports): string => {
  const missing = Object.keys(CODES).filter((code) => helpPage(code) === null);
  return missing.length === 0 ? `${Object.keys(CODES).length} found` : fail(`missing: ${missing.join(', ')}`);
};

const sample = async (ports: Ports): Promise<string> => {
  const checker = fileChecker({ ...ports, parser: await ports.createParser(), again: false });
  const { findings, milliseconds } = checker({
    path: 'doctor.py',
    absolute: ports.files.absolute('doctor.py'),
    text: SAMPLE,
    cells: [],
    problems: [],
    bindings: [],
    severity: [],
    importRoots: [],
  });
  const found = findings.some((finding) => finding.code === 'syntax-error');
  return found ? `a planted mistake is found (${milliseconds.toFixed(0)} ms)` : fail('a planted mistake is not found');
};
