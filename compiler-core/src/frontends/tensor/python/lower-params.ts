/** Parameter lists of functions and lambdas. */

import type { Span } from '../../../text/span.ts';
import type { ParamDecl, Params, PyExpr } from './ast.ts';
import { identifierText, lowerExpr } from './lower-expr.ts';
import type { Walker } from './walker.ts';

type Star = '' | '*' | '**';
interface Declared {
  readonly star: Star;
  readonly param: ParamDecl;
}

const EMPTY: Params = { positionalOnly: [], positional: [], varArgs: null, keywordOnly: [], varKeywords: null };

/** The cursor is on the token after `lambda`. */
export const lowerLambdaParams = (w: Walker): Params =>
  w.cursor.nodeType === 'lambda_parameters' ? lowerParams(w) : EMPTY;

/** The cursor is on `parameters` or `lambda_parameters`. */
export function lowerParams(w: Walker): Params {
  let positionalOnly: ParamDecl[] = [];
  let positional: ParamDecl[] = [];
  const keywordOnly: ParamDecl[] = [];
  let varArgs: ParamDecl | null = null;
  let varKeywords: ParamDecl | null = null;
  let afterStar = false;
  if (!w.first()) return EMPTY;
  do {
    if (!w.cursor.nodeIsNamed) continue;
    const type = w.cursor.nodeType;
    if (type === 'positional_separator') {
      positionalOnly = positional;
      positional = [];
    } else if (type === 'keyword_separator') afterStar = true;
    else {
      const { star, param } = lowerParam(w);
      if (star === '**') varKeywords = param;
      else if (star === '*') {
        varArgs = param;
        afterStar = true;
      } else (afterStar ? keywordOnly : positional).push(param);
    }
  } while (w.next());
  w.up();
  return { positionalOnly, positional, varArgs, keywordOnly, varKeywords };
}

function lowerParam(w: Walker): Declared {
  switch (w.cursor.nodeType) {
    case 'typed_parameter':
    case 'default_parameter':
    case 'typed_default_parameter':
      return lowerDetailed(w);
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return lowerSplat(w);
    default:
      return { star: '', param: declared(w.at, w.cursor.nodeType === 'identifier' ? identifierText(w) : '') };
  }
}

const declared = (at: Span, name: string): ParamDecl => ({ at, name, annotation: null, default: null });

function lowerSplat(w: Walker): Declared {
  w.first();
  const star = w.cursor.nodeType === '**' ? '**' : '*';
  const param = w.next() && w.cursor.nodeType === 'identifier' ? declared(w.at, identifierText(w)) : declared(w.at, '');
  w.up();
  return { star, param };
}

function lowerDetailed(w: Walker): Declared {
  w.first();
  const { star, param } = lowerParam(w);
  let annotation: PyExpr | null = null;
  let value: PyExpr | null = null;
  let end: number = param.at.end;
  let isDefault = false;
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === '=') isDefault = true;
    else if (type === ':') isDefault = false;
    else if (isDefault) value = lowerExpr(w);
    else {
      annotation = lowerExpr(w);
      end = w.cursor.endIndex;
    }
  }
  w.up();
  return { star, param: { at: w.spanOf(param.at.start, end), name: param.name, annotation, default: value } };
}
