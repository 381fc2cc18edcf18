/** The methods of a schedule, by the front end's table: which of their arguments name statements. */

import { SIGNATURES } from '@athanor/compiler-core/frontends/tensor/schedule/signatures.ts';

/** Kinds of parameters that take labels and selectors. */
const NAMES_STATEMENTS: ReadonlySet<string> = new Set(['stmt', 'stmts', 'bySide', 'loops']);
const FIND = ['find', 'find_all', 'find_at_least_one'];

export interface StatementArguments {
  /** By position; from `self`'s right neighbour. */
  readonly positions: ReadonlySet<number>;
  readonly keywords: ReadonlySet<string>;
}

const METHODS: ReadonlyMap<string, StatementArguments> = new Map([
  ...Object.entries(SIGNATURES).map(([name, signature]): [string, StatementArguments] => [
    name,
    {
      positions: new Set(signature.flatMap((p, i) => (NAMES_STATEMENTS.has(p.kind) ? [i] : []))),
      keywords: new Set(signature.flatMap((p) => (NAMES_STATEMENTS.has(p.kind) ? [p.name] : []))),
    },
  ]),
  ...FIND.map((name): [string, StatementArguments] => [
    name,
    { positions: new Set([0]), keywords: new Set(['filter']) },
  ]),
]);

export const SCHEDULE_METHODS: readonly string[] = [...METHODS.keys()];
export const isScheduleMethod = (name: string): boolean => METHODS.has(name);
export const statementArguments = (method: string): StatementArguments | null => METHODS.get(method) ?? null;
