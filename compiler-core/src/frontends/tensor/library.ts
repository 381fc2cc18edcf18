/** The operator library as parsed modules, each read when a program first uses it and once for each parser. */

import type { SyntaxParser } from '../../syntax/cst.ts';
import { LineIndex } from '../../text/line-index.ts';
import { LIBOP_FILES } from './libop/index.ts';
import { parsePython } from './python/parse.ts';
import type { SourceModule } from './state.ts';

const loaders = new WeakMap<SyntaxParser, (name: string) => SourceModule | null>();

/** Loads a module of the library by its file name without `.py`. */
export const libraryOf = (parser: SyntaxParser): ((name: string) => SourceModule | null) => {
  const known = loaders.get(parser);
  if (known) return known;
  const modules = new Map<string, SourceModule>();
  const load = (name: string): SourceModule | null => {
    const loaded = modules.get(name);
    if (loaded) return loaded;
    const found = LIBOP_FILES.find((each) => each.file.endsWith(`/${name}.py`));
    if (!found) return null;
    const { module } = parsePython(found.file, found.source, parser);
    const made = { file: found.file, module, lines: new LineIndex(found.source) };
    modules.set(name, made);
    return made;
  };
  loaders.set(parser, load);
  return load;
};
