/**
 * A program's launches, made to record what they are given: before each one the names that its lowered kernel takes from
 * the host are passed to `record::value`, in the scope where the launch stands.
 */

import type { Func, VarDef } from '../../../compiler-core/src/ir/nodes.ts';
import { stmtsIn } from '../../../compiler-core/src/ir/walk.ts';

export const parametersOf = (func: Func): VarDef[] =>
  stmtsIn(func.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access !== 'cache');

/** What the source may call a parameter, the likelier first: `x_1` is the second `x`, or really called so. */
export const spellingsOf = (def: VarDef): string[] => {
  // A leaf of an array of structures is found behind the pointer to the array.
  const path = def.name.replace(/\.(?:given|address)$/, '');
  const whole = def.memory !== 'byvalue' && def.layout ? (path.split('.')[0] ?? path) : path;
  const [root = '', ...members] = whole.split('.');
  const bare = root.replace(/_\d+$/, '');
  return [...new Set([root, bare])].map((name) => [name, ...members].join('.'));
};

export interface Place {
  readonly id: number;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** One for each way in which the host's code gets there. */
  readonly funcs: readonly Func[];
}

const CALL = /\b(?:parallel_for|single_task)\b/;

/** Launches of kernels that are lowered completely, by their place in the text. */
export const placesOf = (funcs: readonly Func[], textOf: (file: string) => string | null): Place[] => {
  const byPlace = new Map<string, Func[]>();
  for (const func of funcs) {
    const { file, start, end } = func.origin.span;
    const call = textOf(file)?.slice(start, end) ?? '';
    if (!CALL.test(call) || !call.endsWith(')')) continue;
    const key = `${file}:${start}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), func]);
  }
  return [...byPlace.values()].map((all, id) => {
    const span = (all[0] as Func).origin.span;
    return { id, file: span.file, start: span.start, end: span.end, funcs: all };
  });
};

/** The text of `file` with its launches recorded; on the same lines, so that what a compiler says can be found. */
export const instrument = (
  text: string,
  places: readonly Place[],
  dropped: (place: Place, name: string) => boolean,
): string => {
  let out = '';
  let at = 0;
  for (const place of [...places].sort((a, b) => a.start - b.start)) {
    if (place.start < at) continue;
    const subGroup = place.funcs[0]?.kernel?.reqdSubGroupSize ?? 32;
    const names = new Set(place.funcs.flatMap(parametersOf).flatMap(spellingsOf));
    const values = [...names]
      .filter((name) => !dropped(place, name))
      .map((name) => `record::value(${JSON.stringify(name)}, ${name}), `)
      .join('');
    const call = text.slice(place.start, place.end);
    out += `${text.slice(at, place.start)}(record::begin(${place.id}, ${subGroup}), ${values}${call})`;
    at = place.end;
  }
  return out + text.slice(at);
};
