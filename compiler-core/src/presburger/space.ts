/** Spaces: which columns a set or a relation has, and how they are named when it is printed. */

/** `S[i, j]`: a tuple of dimensions. The tuple's name is part of the space; the names of dimensions are for printing. */
export interface Tuple {
  readonly name: string | null;
  readonly dims: readonly string[];
}

/** Columns in order: parameters, input dimensions, output dimensions. A set has no input. */
export interface Space {
  readonly params: readonly string[];
  readonly in: Tuple | null;
  readonly out: Tuple;
}

export const tuple = (name: string | null, ...dims: readonly string[]): Tuple => ({ name, dims });

export const setSpace = (params: readonly string[], out: Tuple): Space => ({ params, in: null, out });

export const relationSpace = (params: readonly string[], from: Tuple, to: Tuple): Space => ({
  params,
  in: from,
  out: to,
});

export const inCount = (s: Space): number => s.in?.dims.length ?? 0;
export const widthOf = (s: Space): number => s.params.length + inCount(s) + s.out.dims.length;

export const sameTuple = (a: Tuple | null, b: Tuple | null): boolean =>
  a === b || (a !== null && b !== null && a.name === b.name && a.dims.length === b.dims.length);

export const printTuple = (t: Tuple, dims: readonly string[] = t.dims): string => `${t.name ?? ''}[${dims.join(', ')}]`;

/** Names of all columns, made distinct: a name that is taken gets primes. */
export const columnNames = (s: Space): string[] => {
  const taken = new Set<string>();
  return [...s.params, ...(s.in?.dims ?? []), ...s.out.dims].map((name) => {
    let free = name;
    while (taken.has(free)) free += "'";
    taken.add(free);
    return free;
  });
};

/** Parameters of both, those of `a` first. */
export const sharedParams = (a: readonly string[], b: readonly string[]): readonly string[] =>
  a === b || b.every((p) => a.includes(p)) ? a : [...a, ...b.filter((p) => !a.includes(p))];

/** @throws RangeError when the tuples differ: a mistake of the caller. */
export const demandSame = (what: string, a: Tuple | null, b: Tuple | null): void => {
  if (!sameTuple(a, b)) {
    const show = (t: Tuple | null) => (t ? printTuple(t) : 'no tuple');
    throw new RangeError(`${what} of different spaces: ${show(a)} and ${show(b)}`);
  }
};
