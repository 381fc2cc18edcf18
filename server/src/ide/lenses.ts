/**
 * `codeLenses(view)`: above each staged function, what can be run or shown, which loops could be one, what was assumed, and how
 * much of it is modelled. The commands' names are `LENS_COMMANDS`; all take the file and the name of the function. A title
 * that takes work is a function, for when the lens is on the screen.
 */

import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import { openSizes } from './completion.ts';
import { fusionsTitle, hasPairs } from './fusions.ts';
import type { FileView } from './view.ts';

export const LENS_COMMANDS = {
  run: 'athanor.run',
  ir: 'athanor.showIr',
  accesses: 'athanor.showAccesses',
  preview: 'athanor.showPreview',
} as const;

export interface CodeLens {
  readonly start: number;
  readonly end: number;
  readonly title: string | (() => string);
  /** Null: it only says something. */
  readonly command: (typeof LENS_COMMANDS)[keyof typeof LENS_COMMANDS] | null;
  readonly file: string;
  readonly unit: string;
}

export const codeLenses = (view: FileView): readonly CodeLens[] =>
  view.part('lenses', () => {
    const open = new Set(openSizes(view));
    const seen = new Set<string>();
    return view.staged.units.flatMap((unit) => {
      const key = `${unit.name} ${unit.span.start}`;
      if (unit.kind === 'inline' || unit.span.file !== view.file || seen.has(key)) return [];
      seen.add(key);
      return ofUnit(view, unit, open);
    });
  });

const ofUnit = (view: FileView, unit: StagedUnit, open: ReadonlySet<string>): CodeLens[] => {
  const lens = (title: CodeLens['title'], command: CodeLens['command']): CodeLens => ({
    start: unit.span.start,
    end: unit.span.end,
    title,
    command,
    file: view.file,
    unit: unit.name,
  });
  if (unit.failed) return [lens('cannot be staged: see its errors', null)];
  const sizes = unit.func.externals.filter((p) => open.has(p.name)).map((p) => p.name);
  const assumed = [...unit.assumptions, ...(sizes.length > 0 ? [`any ${sizes.join(', ')}`] : [])];
  return [
    lens('run in the interpreter', LENS_COMMANDS.run),
    lens('show IR', LENS_COMMANDS.ir),
    ...(hasPairs(view, unit) ? [lens(() => fusionsTitle(view, unit), LENS_COMMANDS.preview)] : []),
    ...(assumed.length > 0 ? [lens(`assumes ${together(assumed).join(', ')}`, null)] : []),
    lens(unit.complete ? 'modelled completely' : 'modelled in part', null),
  ];
};

/** `n = 4 (comment)`, `m = 8 (comment)`: where values in a row come from the same place, the last one says it. */
const together = (assumed: readonly string[]): readonly string[] => {
  const source = (text: string | undefined): string | undefined => /\([^()]*\)$/.exec(text ?? '')?.[0];
  return assumed.map((text, index) => {
    const own = source(text);
    return own !== undefined && own === source(assumed[index + 1]) ? text.slice(0, -own.length).trimEnd() : text;
  });
};
