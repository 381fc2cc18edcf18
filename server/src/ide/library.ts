/** The operator library as an editor shows it: where each operator is, how it is called, what its docstring says. */

import { LIBOP_FILES, LIBOP_OPERATORS } from '@athanor/compiler-core/frontends/tensor/libop/index.ts';
import { type FileId, type Span, span } from '@athanor/compiler-core/text/span.ts';

export interface LibraryFunction {
  readonly name: string;
  /** Of its name. */
  readonly definition: Span;
  readonly params: readonly string[];
  readonly doc: string;
  /** A public operator, not a helper. */
  readonly operator: boolean;
}

const DEF = /^def (\w+)\(([\s\S]*?)\):\n(?:\s+(?:'''|""")([\s\S]*?)(?:'''|"""))?/gm;

/** Parameters of a list in Python, as written: commas inside brackets do not separate. */
export const splitParams = (text: string): readonly string[] => {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === undefined || (c === ',' && depth === 0)) {
      const part = text.slice(from, i).trim();
      if (part !== '') out.push(part);
      from = i + 1;
    }
  }
  return out;
};

const dedent = (doc: string): string => {
  const [first = '', ...rest] = doc.split('\n');
  const indents = rest.filter((l) => l.trim() !== '').map((l) => /^ */.exec(l)?.[0].length ?? 0);
  const by = indents.length === 0 ? 0 : Math.min(...indents);
  return [first, ...rest.map((l) => l.slice(by))].join('\n').trim();
};

const read = (): ReadonlyMap<string, LibraryFunction> => {
  const out = new Map<string, LibraryFunction>();
  for (const { file, module, source } of LIBOP_FILES) {
    for (const match of source.matchAll(DEF)) {
      const [, name = '', params = '', doc = ''] = match;
      const start = match.index + 'def '.length;
      const operator = LIBOP_OPERATORS.get(name) === module;
      if (!operator && out.has(name)) continue;
      const definition = span(file, start, start + name.length);
      out.set(name, { name, definition, params: splitParams(params), doc: dedent(doc), operator });
    }
  }
  return out;
};

let functions: ReadonlyMap<string, LibraryFunction> | null = null;
/** Every function of the library by name. Read once. */
export const libraryFunctions = (): ReadonlyMap<string, LibraryFunction> => {
  functions ??= read();
  return functions;
};
export const libraryFunction = (name: string): LibraryFunction | null => libraryFunctions().get(name) ?? null;

/** The text of a library file, for a read-only document; null where there is none. */
export const libraryText = (file: FileId): string | null => LIBOP_FILES.find((f) => f.file === file)?.source ?? null;
