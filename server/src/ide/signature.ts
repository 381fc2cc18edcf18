/**
 * `signatureHelp(view, offset)`: the call around an offset, of `freetensor`, of the operator library, of inlined and staged
 * functions; null elsewhere. Plain Python functions are a Python server's.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import { API } from './api-docs.ts';
import { docMarkdown } from './docstring.ts';
import { docstringAt } from './hover.ts';
import { bracketsAt, insideOf } from './lex.ts';
import { libraryFunction, splitParams } from './library.ts';
import { calleeNamed } from './target.ts';
import type { FileView } from './view.ts';

export interface SignatureHelp {
  readonly label: string;
  /** Ranges of the parameters in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  /** Null where the argument is one too many. */
  readonly active: number | null;
  readonly documentation: string | null;
}

export const SIGNATURE_TRIGGERS: readonly string[] = ['(', '[', '<', '{', ','];

export const signatureHelp = (view: FileView, offset: number): SignatureHelp | null => {
  if (insideOf(view.tokens, offset, view.text)?.kind === 'comment') return null;
  for (const b of bracketsAt(view.tokens, view.text, offset)) {
    if (b.callee === '') continue;
    const isVar = b.callee.split('.').at(-1) === 'Var';
    // An index is no call.
    if (b.open === '[' && !isVar) continue;
    for (const f of calleeNamed(view, b.callee, b.at)) {
      const shown = signatureOf(view, f);
      if (!shown) continue;
      const { label, params, documentation } = shown;
      let from = label.indexOf(params[0] ?? '', label.search(/[([]/) + 1);
      const parameters = params.map((p) => {
        const start = label.indexOf(p, from);
        from = start + p.length;
        return { start, end: from };
      });
      return { label, parameters, active: activeOf(params, b.index, b.keyword), documentation };
    }
    return null;
  }
  return null;
};

const activeOf = (params: readonly string[], index: number, keyword: string | null): number | null => {
  if (keyword !== null) {
    const named = params.findIndex((p) => p.split(/[=:]/)[0]?.trim() === keyword);
    return named >= 0 ? named : null;
  }
  const rest = params.findIndex((p) => p.startsWith('*'));
  if (rest >= 0 && index >= rest) return rest;
  return index < params.length ? index : null;
};

const signatureOf = (
  view: FileView,
  f: Fact,
): { readonly label: string; readonly params: readonly string[]; readonly documentation: string | null } | null => {
  if (f.kind === 'api') {
    const doc = API.get(f.name);
    const list = /[([](.*)[)\]]$/.exec(doc?.signature ?? '')?.[1];
    return doc && list !== undefined
      ? { label: doc.signature, params: splitParams(list), documentation: doc.doc }
      : null;
  }
  if (f.kind !== 'libop' && f.kind !== 'inline' && f.kind !== 'staged') return null;
  const operator = f.kind === 'libop' ? libraryFunction(f.name) : null;
  const params = operator?.params ?? f.params;
  const doc = operator ? operator.doc : docstringAt(view, f.definition);
  const documentation = doc === null ? null : docMarkdown(doc);
  return { label: `${f.name}(${params.join(', ')})`, params, documentation };
};
