/** Parameters of a Python function. */

import type { ParamDecl, Params } from './ast.ts';

/** Stars included, in the order of the text. */
export const allParams = (params: Params): readonly ParamDecl[] => [
  ...params.positionalOnly,
  ...params.positional,
  ...(params.varArgs ? [params.varArgs] : []),
  ...params.keywordOnly,
  ...(params.varKeywords ? [params.varKeywords] : []),
];
