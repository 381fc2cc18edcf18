/** Text in, text out: one call of a schedule on a program in the text form of the IR. */

import { run } from '../../exec/run.ts';
import type { Func } from '../../ir/nodes.ts';
import { parseFunc } from '../../ir/parse.ts';
import { findByName } from '../../ir/paths.ts';
import { printStmt } from '../../ir/print.ts';
import { type Argument, bind } from '../arguments.ts';
import { PRIMITIVES } from '../primitives.ts';
import { REFUSALS } from '../refusals.ts';
import { DEFAULTS, type Era, type Rewrite } from '../rewrite.ts';

const TENSORS: readonly (readonly [name: string, access: string, rank: number])[] = [
  ['x', 'input', 1],
  ['y', 'inout', 1],
  ['z', 'inout', 1],
  ['m', 'inout', 2],
];
const EXTENT = 16;

/** `body` in definitions `Dx` and so on: an input `x`, tensors `y` and `z` in and out, and a matrix `m`; 16 elements a side, all float32. */
export const program = (body: string): Func => {
  const open = TENSORS.map(
    ([name, access, rank]) => `D${name}: @${access} @cpu ${name}: float32[${Array(rank).fill(EXTENT).join(', ')}] {`,
  );
  const close = TENSORS.map(() => '}');
  const text = `func f(${TENSORS.map(([n]) => n).join(', ')}) with $n: int {\n${[...open, body, ...close].join('\n')}\n}`;
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(error?.message ?? 'no function');
  return value;
};

export const call = (
  func: Func,
  name: string,
  args: readonly Argument[],
  era: Era = '2022',
): Rewrite<Argument> | string => {
  const primitive = PRIMITIVES[name];
  if (!primitive) return `no ${name}`;
  const bound = bind(name, primitive.parameters[era], args, new Map());
  if (typeof bound === 'string') return `TypeError: ${bound}`;
  const resolve = (a: Argument) => {
    if (typeof a === 'string') return findByName(func.body, a)[0]?.stmt.id ?? null;
    return a !== null && typeof a === 'object' && 'kind' in a && a.kind === 'statement' ? a.id : null;
  };
  return primitive.run(func, bound, resolve, { ...DEFAULTS, era });
};

/** What is inside the definitions, or the refusal with what is true. */
export const said = (r: Rewrite<Argument> | string): string => {
  if (typeof r === 'string') return r;
  if (r.kind === 'refused') return `${REFUSALS[r.code].raises}: ${r.code} (${r.truth})`;
  let s = r.ir.body;
  for (const [name] of TENSORS) if (s.kind === 'varDef' && s.name === name) s = s.body;
  const caveats = r.caveats.map((c) => `\n! ${c.kind}`).join('');
  return printStmt(s).trimEnd() + caveats;
};

/** Whether two programs give the same arrays, bit by bit, with n = 5. */
export const sameResults = (a: Func, b: Func): boolean => {
  const options = {
    inputs: new Map(
      TENSORS.map(([name, , rank]) => [
        name,
        {
          dtype: 'float32' as const,
          shape: Array<number>(rank).fill(EXTENT),
          data: Array.from({ length: EXTENT ** rank }, (_, k) => ((k * 7) % 11) / 2 + 0.1),
        },
      ]),
    ),
    bindings: new Map([['n', 5n]]),
  };
  const [p, q] = [run(a, options), run(b, options)];
  if (p.kind !== 'finished' || q.kind !== 'finished') return false;
  return [...p.outputs].every(([name, t]) => String(t.data) === String(q.outputs.get(name)?.data));
};
