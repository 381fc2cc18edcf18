/**
 * What can stand in the text that names statements: labels of the scheduled function, names that the calls before made,
 * and in files for FreeTensor 1.0 or later kinds of statements, `$split.0{L}`, and the operators between them.
 */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import type { FunctionDef } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import type { ScheduleRecord } from '@athanor/compiler-core/frontends/tensor/schedule/host.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { isInline, isUnit } from './ast.ts';
import type { FileView } from './view.ts';

export interface InText {
  /** What the method is called on: `s`. */
  readonly object: string;
  /** The bracket of the call. */
  readonly at: number;
  /** The text between the quotes, and where the cursor is in it. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}
export interface Item {
  readonly label: string;
  readonly detail: string;
  /** The text that it replaces. */
  readonly start: number;
  readonly end: number;
}

const KINDS: readonly (readonly [string, string])[] = [
  ['<For>', 'loops'],
  ['<VarDef>', 'definitions of tensors'],
  ['<Store>', 'stores'],
  ['<ReduceTo>', 'updates'],
  ['<If>', 'branches'],
  ['<StmtSeq>', 'sequences'],
  ['<Assert>', 'assertions'],
  ['<Eval>', 'expressions that are evaluated'],
  ['<-|', 'the root'],
  ['->|', 'statements with none inside'],
  ['<~|', 'what no call brought in'],
];
const OPERATORS: readonly (readonly [string, string])[] = [
  ['<-', 'directly in'],
  ['<<-', 'in, at any depth'],
  ['->', 'directly around'],
  ['->>', 'around, at any depth'],
  ['<~', 'brought in by the call'],
  ['<<~', 'brought in by the call, at any depth'],
  ['&', 'and'],
  ['|', 'or'],
];

export const inSelector = (view: FileView, place: InText): readonly Item[] => {
  const before = view.text.slice(place.from, place.offset);
  // Behind a whole operand stands an operator. A kind or an end is one word.
  const words = before.replace(/<[A-Za-z]+>|<[-~]\||->\|/g, (kind) => 'K'.repeat(kind.length));
  const operator = /[\w})]\s*([<>~&|-]*)$/.exec(words);
  const later = isLaterEra(view.lines);
  const typed = operator?.[1] ?? '';
  const operand = /(\$[\w.-]*|<[A-Za-z]*|[^\s$<>&|!(){},~*]*)$/.exec(before)?.[0] ?? '';
  const opens = /[<>]$/.test(typed) ? typed.length - 1 : -1;
  const make =
    (length: number) =>
    ([label, detail]: readonly [string, string]): Item => ({
      label,
      detail,
      start: place.offset - length,
      end: place.offset,
    });
  if (later && operator && (typed !== '' || /\s$/.test(before)) && !/^(?:->>?|<<?[-~]|[&|])$/.test(typed))
    return OPERATORS.filter(([o]) => o.startsWith(typed)).map(make(typed.length));
  const names = namesAt(view, place).map(make(opens >= 0 ? 0 : operand.length));
  const kinds = later ? KINDS.filter(([k]) => operand === '' || k.startsWith(operand)).map(make(operand.length)) : [];
  return [...names, ...kinds];
};

/** Labels that statements have at this point of the schedule; where that is not known, those that the function declares. */
const namesAt = (view: FileView, place: InText): readonly (readonly [string, string])[] => {
  const target = scheduledAt(view, place);
  const last = target === null ? null : lastCall(view, place, target);
  const program = last?.after;
  const declared = view.labels.places.filter((p) => p.declares);
  if (last && program) {
    const own = new Set(declared.map((p) => p.name));
    const there = new Set(stmtsIn(program.body).flatMap((s) => s.names));
    return [...there].map((n) => [n, own.has(n) ? 'label' : `made by ${last.primitive} or a call before`]);
  }
  const owners = new Set(declared.map((p) => p.owner));
  const scheduled = [...owners].find((o) => o?.name === target) ?? null;
  const mine = declared.filter((p) => scheduled === null || p.owner === scheduled || isHelper(p.owner));
  return [...new Set(mine.map((p) => p.name))].map((n) => [n, 'label']);
};
/** Inlined into whatever calls it. */
const isHelper = (f: FunctionDef | null): boolean => f !== null && isInline(f) && !isUnit(f);

/** The name of the function, by the text before the call: `s = ft.Schedule(f)`. */
const scheduledAt = (view: FileView, { object, at }: InText): string | null => {
  const inPlace = /\bSchedule\(\s*(\w+)\s*\)$/.exec(object);
  if (inPlace) return inPlace[1] ?? null;
  if (!/^\w+$/.test(object)) return null;
  const made = new RegExp(`(?:^|[^\\w.])${object}\\s*=\\s*(?:\\w+\\.)*Schedule\\(\\s*(\\w+)`, 'g');
  return [...view.text.slice(0, at).matchAll(made)].at(-1)?.[1] ?? null;
};

/** The last call of the same schedule before the cursor that was followed, its beginning among them. */
const lastCall = (view: FileView, { object, at }: InText, target: string): ScheduleRecord | null => {
  const made = /^\w+$/.test(object) ? object : null;
  const mine = (view.staged.schedules ?? []).filter(
    (r) =>
      r.scheduled === target &&
      r.at.file === view.file &&
      r.at.end < at &&
      r.after !== null &&
      (r.primitive === 'Schedule' || view.text.slice(r.at.start, r.at.end).startsWith(`${made}.`)),
  );
  return mine.reduce<ScheduleRecord | null>((best, r) => (best && best.at.end > r.at.end ? best : r), null);
};
