/** Which sizes of a launch count, for the command line and the editor alike. */

import { type LaunchSpace, spaceOf } from '@athanor/compiler-core/analysis/kernels/launched.ts';
import { isOpenClFile } from '@athanor/compiler-core/frontends/kernel/dialect/opencl/read.ts';
import {
  configurationsOf,
  type LaunchSizes,
} from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { KernelText, ReadKernel } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';

/** Whether a setting or target says this kernel: by its name, the end of it, or the line of its launch. */
export const isNamed = (wanted: string, name: string, line: number): boolean =>
  name === wanted || name.endsWith(`::${wanted}`) || wanted === `${line}` || name === `line ${wanted}`;

/** What wins of comments and settings. */
export const chosenSizes = (
  comments: readonly LaunchSizes[],
  settings: readonly LaunchSetting[],
): readonly LaunchSizes[] => (settings.length > 0 ? settings : comments);

/**
 * The launches of each kernel that something beside the host's code configures; none: the host's own counts.
 * @param told sizes of the command line, which win
 */
export const configuredLaunches = (
  { kernels, launches, unit }: KernelText,
  settings: readonly LaunchSetting[],
  told?: LaunchSizes,
): ((kernel: ReadKernel) => readonly LaunchSpace[]) => {
  const lines = new LineIndex(unit.texts.get(unit.file) ?? '');
  const places = kernels.map(({ at }) => at);
  return (kernel) => {
    const { at, name } = kernel;
    const own = settings.filter((setting) => isNamed(setting.kernel, name, lines.position1(at.start).line));
    const sizes = told === undefined ? chosenSizes(configurationsOf(launches, places, at), own) : [told];
    if (sizes.length === 0) return [];
    // Its body need not move for this.
    const { func } = kernel.moved?.from ?? kernel;
    const dimensions = func.kernel?.dimensions ?? 1;
    return sizes
      .filter(({ global }) => global.length <= dimensions && func.kernel?.launch !== 'single_task')
      .map((each) => spaceOf(func, each, isOpenClFile(unit.file)));
  };
};
