/**
 * Read-only texts about one staged function: `irDocument`, `accessesDocument`, `previewDocument`, `runDocument`, each by the name of the function
 * (null: the file stages none of that name). The first two are O(program); a run takes what its budget allows, so it belongs on
 * another thread.
 */

import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { placeOf, type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { generateInputs } from '@athanor/compiler-core/exec/generate.ts';
import { type RunOptions, run } from '@athanor/compiler-core/exec/run.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';
import { dumpAccesses } from './dump-accesses.ts';
import { fusionsOf } from './fusions.ts';
import { libraryText } from './library.ts';
import { previewPage } from './picture/page.ts';
import { previewInWords } from './preview-text.ts';
import { printTensor } from './print-tensor.ts';
import type { FileView } from './view.ts';

const unitNamed = (view: FileView, name: string): StagedUnit | null =>
  view.staged.units.find((u) => u.name === name && u.kind !== 'inline') ?? null;

/** Texts for places: this file, those it imports, the library. */
const lookup =
  (view: FileView) =>
  (file: FileId): SourceView | null => {
    const text = view.snapshot.text(file) ?? libraryText(file);
    return text === null ? null : sourceView(file, file, text);
  };
const inWords = (view: FileView, at: Span): string => {
  const source = lookup(view)(at.file);
  return source === null ? at.file : placeInWords(placeOf(source, at.start, at.end));
};

const header = (unit: StagedUnit): string => {
  const lines = [
    ...unit.assumptions.map((a) => `assumes ${a}`),
    ...(unit.complete ? [] : ['modelled in part: see the findings of the file']),
    ...(unit.failed ? ['cannot be staged: see the findings of the file'] : []),
  ];
  return lines.map((l) => `# ${l}\n`).join('');
};

export const irDocument = (view: FileView, name: string): string | null => {
  const unit = unitNamed(view, name);
  return unit === null ? null : header(unit) + printFunc(unit.func);
};

export const accessesDocument = (view: FileView, name: string): string | null => {
  const unit = unitNamed(view, name);
  return unit === null ? null : header(unit) + dumpAccesses(unit.func, lookup(view));
};

/** Which loops could be one, with the program after each fusion. */
export const previewDocument = (view: FileView, name: string): string | null => {
  const unit = unitNamed(view, name);
  if (unit === null) return null;
  const preview = unit.failed ? `no schedule can be made of \`${name}\`` : fusionsOf(view, unit);
  if (typeof preview === 'string') return `${header(unit)}${preview}\n`;
  return header(unit) + previewInWords(preview, lookup(view), { brief: false, after: true });
};

const nameOf = (path: string): string => path.replace(/^.*\//, '');

/** The same as a page with pictures; null where the file stages no such function. */
export const picturePage = (view: FileView, name: string): string | null => {
  const unit = unitNamed(view, name);
  if (unit === null || unit.failed) return null;
  const found = fusionsOf(view, unit);
  const preview = typeof found === 'string' ? { name, problem: found } : found;
  // Beside the source its name is enough.
  const short = (file: FileId): SourceView | null => {
    const source = lookup(view)(file);
    return source && { ...source, path: nameOf(source.path) };
  };
  return previewPage(nameOf(view.file), [preview], short);
};

export interface RunDocumentOptions extends Pick<RunOptions, 'maxSteps' | 'shouldStop'> {
  /** Of the generated inputs. */
  readonly seed?: number;
}

/** Some seconds at most. */
const STEPS = 200_000_000;

/** What the function computes on generated inputs, or where a run of it goes wrong. The same seed gives the same text. */
export const runDocument = (view: FileView, name: string, options: RunDocumentOptions = {}): string | null => {
  const unit = unitNamed(view, name);
  if (unit === null) return null;
  const head = `${header(unit)}# generated inputs, seed ${options.seed ?? 1}\n`;
  if (unit.failed) return head;
  const drawn = generateInputs(unit.func, { seed: options.seed ?? 1 });
  if (drawn.kind === 'failed') return `${head}no input can be generated for \`${drawn.tensor}\`: ${drawn.reason}\n`;
  const notes = drawn.notes.map((n) => `# ${n}\n`).join('');
  const result = run(unit.func, {
    inputs: drawn.inputs,
    bindings: drawn.bindings,
    maxSteps: options.maxSteps ?? STEPS,
    ...(options.shouldStop ? { shouldStop: options.shouldStop } : {}),
  });
  switch (result.kind) {
    case 'finished':
      return `${head}${notes}\n${[...result.outputs].map(([tensor, value]) => printTensor(tensor, value)).join('\n')}`;
    case 'fault': {
      const { fault } = result;
      const where = Object.entries(fault.iterators).map(([iterator, value]) => `${iterator} = ${value}`);
      return `${head}${notes}\n${inWords(view, fault.span)}\n${fault.kind}: ${fault.message}\n${where.length === 0 ? '' : `with ${where.join(', ')}\n`}`;
    }
    case 'unsupported':
      return `${head}${notes}\n${inWords(view, result.at)}: the interpreter cannot run this: ${result.reason}\n`;
    case 'budget':
      return `${head}${notes}\n${inWords(view, result.at)}: the run was stopped here after ${result.steps} steps (${result.what})\n`;
    case 'bad-input':
      return `${head}${notes}\ninput \`${result.name}\`: ${result.reason}\n`;
  }
};
