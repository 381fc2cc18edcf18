/** The text of one file lowered, and where its kernels call what other sources of the program define, with those. */

import type { FileId } from '../../text/span.ts';
import { LoweredParts, type LoweredUnit, lowerUnit } from './lower/by-parts.ts';
import { LIMITS, type Limits } from './lower/machine.ts';
import { parseUnit, type SyntaxUnit } from './parse/parse.ts';
import type { CompileOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import type { Preprocessed } from './preprocess/unit.ts';

export interface KernelSource {
  readonly path: string;
  readonly text: string;
  readonly options: CompileOptions;
  /** The text of a file, or null: of what is included, and of the program's other sources. */
  readonly read: (file: string) => string | null;
  /** Absolute paths of the program's other sources; asked for only where a function's body is missing. */
  readonly siblings?: () => readonly string[];
  /** Sizes of launches stay symbols: others than the host's are given for them. */
  readonly openSizes?: boolean;
}

export interface LoweredText {
  readonly unit: Preprocessed;
  readonly syntax: SyntaxUnit;
  readonly lowered: LoweredUnit;
}

/** What one source calls, another one may call: as often more of them are looked for. */
const MAX_ROUNDS = 3;
const MAX_SOURCES = 16;

/** Of a reading with other sources: the kernels were read once before. */
const AGAIN: Limits = { ...LIMITS, steps: 60_000, total: 200_000 };

export const parseSource = (
  { path, text, read }: KernelSource,
  options: CompileOptions,
): Pick<LoweredText, 'unit' | 'syntax'> => {
  const unit = preprocess({ path, text, options, host: { read } });
  return { unit, syntax: parseUnit(unit.tokens) };
};

const once = (source: KernelSource, options: CompileOptions, limits: Limits, parts: LoweredParts): LoweredText => {
  const { openSizes } = source;
  const { unit, syntax } = parseSource(source, options);
  return { unit, syntax, lowered: lowerUnit(syntax, openSizes ? { ...limits, openSizes } : limits, parts) };
};

/** Never throws. What is said about the text is said about the file and its includes, not about the other sources. */
export const lowerText = (source: KernelSource, parts: LoweredParts = new LoweredParts()): LoweredText => {
  const { path, options, read, siblings } = source;
  parts.begin();
  const first = once(source, options, LIMITS, parts);
  let last = first;
  const sources: string[] = [];
  for (let round = 0; round < MAX_ROUNDS && last.lowered.bodiless.size > 0; round++) {
    const names = [...last.lowered.bodiless];
    const more = (siblings?.() ?? []).filter(
      (sibling) => sibling !== path && !sources.includes(sibling) && defines(read(sibling) ?? '', names),
    );
    if (more.length === 0 || sources.length + more.length > MAX_SOURCES) break;
    sources.push(...more);
    last = once(source, { ...options, sources }, AGAIN, parts);
  }
  if (last === first) return first;
  const own = (file: FileId): boolean => first.unit.texts.has(file);
  const { kernels, ...others } = last.lowered;
  return {
    unit: { ...first.unit, texts: last.unit.texts },
    syntax: { ...last.syntax, diagnostics: first.syntax.diagnostics },
    lowered: {
      ...others,
      kernels: kernels.filter(({ at }) => own(at.file)),
      host: others.host.filter(({ at }) => own(at.file)),
      unread: others.unread.filter(({ at }) => own(at.file)),
    },
  };
};

/** Whether it looks as if a body of one of them stood there: what it is, the parser finds out. */
const defines = (text: string, names: readonly string[]): boolean =>
  names.some((name) => new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\s*\\([^;{}]*\\)[^;{}()]*\\{`).test(text));
