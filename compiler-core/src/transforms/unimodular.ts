/** Inverse of an integer matrix that is one-to-one on the integers; null where its determinant is not 1 or -1. O(n³). */

export const inverseOf = (matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | null => {
  const n = matrix.length;
  if (matrix.some((row) => row.length !== n)) return null;
  const rows = matrix.map((row, k) => [...row, ...row.map((_, j) => (j === k ? 1 : 0))]);
  const at = (k: number, j: number): number => rows[k]?.[j] ?? 0;
  // Euclid's algorithm on each column keeps everything an integer.
  for (let c = 0; c < n; c++) {
    for (;;) {
      const below = rows.map((_, k) => k).filter((k) => k >= c && at(k, c) !== 0);
      const [pivot] = below.sort((a, b) => Math.abs(at(a, c)) - Math.abs(at(b, c)));
      if (pivot === undefined) return null;
      [rows[c], rows[pivot]] = [rows[pivot] as number[], rows[c] as number[]];
      let done = true;
      for (let k = c + 1; k < n; k++) {
        const q = Math.trunc(at(k, c) / at(c, c));
        if (q !== 0) rows[k] = (rows[k] as number[]).map((x, j) => x - q * at(c, j));
        if (at(k, c) !== 0) done = false;
      }
      if (done) break;
    }
    if (Math.abs(at(c, c)) !== 1) return null;
    if (at(c, c) < 0) rows[c] = (rows[c] as number[]).map((x) => -x);
    for (let k = 0; k < c; k++) {
      const q = at(k, c);
      if (q !== 0) rows[k] = (rows[k] as number[]).map((x, j) => x - q * at(c, j));
    }
  }
  return rows.map((row) => row.slice(n));
};
