/** Which sizes of a launch count, for the command line and the editor alike. */

import type { LaunchSizes } from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';

/** Whether a setting or target says this kernel: by its name, the end of it, or the line of its launch. */
export const isNamed = (wanted: string, name: string, line: number): boolean =>
  name === wanted || name.endsWith(`::${wanted}`) || wanted === `${line}` || name === `line ${wanted}`;

/** What wins of comments and settings. */
export const chosenSizes = (
  comments: readonly LaunchSizes[],
  settings: readonly LaunchSetting[],
): readonly LaunchSizes[] => (settings.length > 0 ? settings : comments);
