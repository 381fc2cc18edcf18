/** `athanor profile generate SPEC --out DIR`: a run with known faults, as Kineto files and the truth. */

import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generate as make } from '../../export/generator/generate.ts';
import { readSpec } from '../../export/generator/spec.ts';
import { CommandError, EXIT, type ExitCode, type ProfileIo } from '../io.ts';
import { progressLine, rate, size } from '../progress.ts';

export const generate = async (path: string, flags: { readonly out: string }, io: ProfileIo): Promise<ExitCode> => {
  const { spec, problems } = readSpec(readJson(path));
  if (problems.length > 0) throw new CommandError(`${path}: ${problems.join('; ')}`);
  const { truth, files } = make(spec);
  const line = progressLine(io);
  const started = io.clock();
  let bytes = 0;
  let count = 0;
  try {
    mkdirSync(flags.out, { recursive: true });
    writeFileSync(join(flags.out, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
    for (const { name, pieces } of files) {
      const fd = openSync(join(flags.out, name), 'w');
      try {
        for (const piece of pieces) bytes += writeSync(fd, piece);
      } finally {
        closeSync(fd);
      }
      count++;
      line.show(`${count}/${truth.ranks}  ${size(bytes)}  ${rate(bytes, io.clock() - started)}  ${name}`);
    }
  } catch (error) {
    throw new CommandError(`${flags.out} cannot be written: ${(error as Error).message}`, EXIT.unreadable);
  } finally {
    await line.end();
  }
  await io.out(`${count} files, ${size(bytes)}: ${flags.out}\n`);
  return EXIT.clean;
};

const readJson = (path: string): unknown => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`, EXIT.unreadable);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${path} is no JSON: ${(error as Error).message}`);
  }
};
