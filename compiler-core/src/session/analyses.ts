/** The analyses of a staged function, in the order their findings are of use. */

import type { Analysis } from './pipeline.ts';

export const ANALYSES: readonly Analysis[] = [];
