/** The tensor language as a pipeline: its front end, then every analysis that reads a staged function. */

import { parsePython } from '../frontends/tensor/python/parse.ts';
import type { Pipeline } from './pipeline.ts';

export const tensorLanguage: Pipeline = {
  parse: parsePython,
  stage: () => ({ units: [], diagnostics: [] }),
  analyses: [],
};
