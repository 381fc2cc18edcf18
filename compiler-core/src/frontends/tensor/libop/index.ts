/**
 * The operator library of the tensor language, written in the language itself and staged like user code.
 * Real programs reach it as `freetensor.libop`, as `from freetensor.libop import *`, and through operators on tensors.
 */

import { type FileId, fileId, LIBRARY_PREFIX } from '../../../text/span.ts';
import { LIBOP_SOURCES } from './sources.ts';

export interface LibopFile {
  /** `athanor:libop/NAME.py`, as origins and findings name it. */
  readonly file: FileId;
  /** The name under which it is imported: `freetensor.libop` for `__init__.py`, else `freetensor.libop.NAME`. */
  readonly module: string;
  readonly source: string;
}

const PACKAGE = 'freetensor.libop';

const asFile = ([name, source]: readonly [string, string]): LibopFile => ({
  file: fileId(`${LIBRARY_PREFIX}libop/${name}.py`),
  module: name === '__init__' ? PACKAGE : `${PACKAGE}.${name}`,
  source,
});

export const LIBOP_FILES: readonly LibopFile[] = LIBOP_SOURCES.map(asFile);

/** `from MODULE import a, b` and `from MODULE import (a, b,)`. */
const IMPORT = /^from (\S+) import (?:\(([^)]*)\)|(.*))$/gm;

const readNames = (): ReadonlyMap<string, string> => {
  const init = LIBOP_FILES.find((f) => f.module === PACKAGE);
  const operators = new Map<string, string>();
  for (const [, module = '', bracketed, plain] of init?.source.matchAll(IMPORT) ?? []) {
    for (const name of (bracketed ?? plain ?? '').split(',')) {
      if (name.trim() !== '') operators.set(name.trim(), module);
    }
  }
  return operators;
};

/** Public operator -> module that defines it: exactly the names that `from freetensor.libop import *` gives. */
export const LIBOP_OPERATORS: ReadonlyMap<string, string> = readNames();
