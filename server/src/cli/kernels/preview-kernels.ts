/** `athanor preview FILE.cpp`: which kernels in sequence could be one. */

import { readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { type KernelFusion, kernelFusions } from '@athanor/compiler-core/plan/kernels/fusion/preview.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { endName, kernelFusionAsData, kernelFusionsInWords, type PlaceOf } from '../../ide/kernels/fusion-text.ts';
import type { Ports } from '../../ports/ports.ts';
import type { PreviewFlags } from '../commands/preview.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { projectOptions, siblingSources, textOf } from '../kernel-file.ts';
import { textOfFile } from './open.ts';

/** `--fuse` alone prints the fused source. @throws UsageError for what is of FreeTensor alone, or names no pair */
export const previewKernels = async (
  path: string,
  flags: PreviewFlags,
  format: 'text' | 'json' | 'html',
  { files, terminal }: Ports,
): Promise<ExitCode> => {
  if (flags.call.length > 0) throw new UsageError('`--call` is of FreeTensor programs');
  if (format === 'html') throw new UsageError('`--format html` is of FreeTensor programs');
  const absolute = files.absolute(path);
  const text = textOfFile(path, files);
  const read = readKernels({
    path: absolute,
    text,
    options: projectOptions(files, absolute),
    read: (file) => textOf(files, file),
    siblings: () => siblingSources(files, absolute),
  });
  const lines = new LineIndex(text);
  const placeOf: PlaceOf = ({ start }) => lines.position1(start);
  const all = kernelFusions(read);
  const chosen = flags.fuse === undefined ? all : pairNamed(all, flags.fuse, placeOf);
  const options = { brief: flags.list, source: flags.after || flags.fuse !== undefined };
  await terminal.out(
    format === 'json'
      ? `${JSON.stringify(
          chosen.map((f) => kernelFusionAsData(f, placeOf)),
          null,
          2,
        )}\n`
      : kernelFusionsInWords(path, chosen, placeOf, options),
  );
  return EXIT.clean;
};

const pairNamed = (all: readonly KernelFusion[], text: string, placeOf: PlaceOf): readonly KernelFusion[] => {
  const [a, b, ...more] = text.split(',').map((part) => part.trim());
  if (!a || !b || more.length > 0) throw new UsageError('`--fuse` takes two kernels: `--fuse A,B` or `--fuse 12,18`');
  const isNamed = (wanted: string, end: KernelFusion['first']): boolean =>
    [end.name, `${placeOf(end.at).line}`, endName(end, placeOf)].includes(wanted);
  const found = all.filter((f) => isNamed(a, f.first) && isNamed(b, f.second));
  if (found.length > 0) return found;
  const pairs = all.map((f) => `${endName(f.first, placeOf)},${endName(f.second, placeOf)}`.replaceAll('line ', ''));
  throw new UsageError(
    pairs.length === 0
      ? 'no two kernels follow each other here'
      : `\`${text}\` is no pair of kernels that follow each other: there is ${pairs.join(' and ')}`,
  );
};
