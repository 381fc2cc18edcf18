/** Sizes that do not fit the kernel they are given for, and settings of kernels that there are not. */

import { about } from '@athanor/compiler-core/diag/about.ts';
import {
  configurationsOf,
  type LaunchSizes,
} from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { KernelText } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { KernelDiagnostic } from '@athanor/compiler-core/session/kernel-check.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { type FileId, span } from '@athanor/compiler-core/text/span.ts';
import { chosenSizes, isNamed } from '../../ide/kernels/launch-sizes.ts';
import type { FileInput } from '../../ports/check-file.ts';
import { misfitOf } from './configurations.ts';

/** @param config the `athanor.toml`, where it says something of this file */
export const launchProblems = (
  { kernels, launches, unit }: KernelText,
  input: Pick<FileInput, 'launches' | 'sizes'>,
  config: FileId | null,
): readonly KernelDiagnostic[] => {
  const out: KernelDiagnostic[] = [];
  const lines = new LineIndex(unit.texts.get(unit.file) ?? '');
  const settings = input.launches?.launches ?? [];
  const places = kernels.map(({ func }) => func.origin.span);
  const used = new Set<(typeof settings)[number]>();
  const seen = new Set<string>();
  for (const { func, name } of kernels) {
    const at = func.origin.span;
    const own = settings.filter(({ kernel }) => isNamed(kernel, name, lines.position1(at.start).line));
    for (const setting of own) used.add(setting);
    const told: readonly LaunchSizes[] =
      input.sizes === undefined ? chosenSizes(configurationsOf(launches, places, at), own) : [input.sizes];
    for (const sizes of told) {
      const misfit = misfitOf(func, sizes);
      const key = `${at.start} ${misfit}`;
      if (misfit === null || seen.has(key)) continue;
      seen.add(key);
      const inFile = own.find((setting) => setting === sizes);
      const place =
        inFile !== undefined && config !== null
          ? span(config, inFile.start, inFile.end)
          : span(at.file, at.start, at.start + 1);
      out.push({ diagnostic: about(inFile === undefined ? 'bad-binding' : 'config-error', place, misfit), unit: name });
    }
  }
  for (const setting of settings) {
    if (used.has(setting) || config === null) continue;
    const names = kernels.map(({ name, func }) =>
      name === '' ? `${lines.position1(func.origin.span.start).line}` : name,
    );
    const hint = nearest(setting.kernel, names);
    const said =
      hint === null
        ? names.length === 0
          ? 'it has none'
          : `it has ${names.slice(0, 8).join(', ')}`
        : `did you mean \`${hint}\`?`;
    const message = `${setting.file} has no kernel \`${setting.kernel}\`: ${said}`;
    out.push({ diagnostic: about('config-error', span(config, setting.start, setting.end), message), unit: '' });
  }
  return out;
};
