/** Sets and relations in isl's notation, for tests, dumps and messages. */

import { abs, type Int, maxOf, neg } from './int.ts';
import type { Piece } from './piece.ts';
import { at, type Row } from './rows.ts';
import { columnNames, inCount, printTuple, type Space } from './space.ts';

/** `[n] -> { S[i] -> T[j] : j = i + 1 and 0 <= i < n }`; pieces are joined by `or`, the empty union reads `false`. */
export const printPieces = (space: Space, pieces: readonly Piece[]): string => {
  const names = columnNames(space);
  const params = space.params.length > 0 ? `[${space.params.join(', ')}] -> ` : '';
  const n = space.params.length;
  const m = n + inCount(space);
  const from = space.in ? `${printTuple(space.in, names.slice(n, m))} -> ` : '';
  const tuple = from + printTuple(space.out, names.slice(m));
  const some = pieces.length > 1;
  const bodies = pieces.map((p) => printPiece(p, names, some));
  const body = bodies.length === 0 ? 'false' : bodies.join(' or ');
  return `${params}{ ${tuple}${body === 'true' ? '' : ` : ${body}`} }`;
};

const printPiece = (p: Piece, names: readonly string[], grouped: boolean): string => {
  const columns = [...names];
  const bound: string[] = [];
  for (const f of p.locals) {
    if (f) columns.push(`floor((${printRow(f.num, columns)})/${f.den})`);
    else {
      let k = bound.length;
      while (names.includes(`e${k}`) || bound.includes(`e${k}`)) k++;
      bound.push(`e${k}`);
      columns.push(`e${k}`);
    }
  }
  const rows = [
    ...p.eqs.map((r) => printConstraint(r, '=', columns)),
    ...p.ges.map((r) => printConstraint(r, '>=', columns)),
  ];
  if (rows.length === 0) return 'true';
  const body = rows.join(' and ');
  if (bound.length > 0) return `exists (${bound.join(', ')}: ${body})`;
  return grouped && rows.length > 1 ? `(${body})` : body;
};

/** What is negative stands on the right. */
const printConstraint = (row: Row, op: '=' | '>=', names: readonly string[]): string => {
  const left = printRow(
    row.map((c) => maxOf(c, 0)),
    names,
  );
  const right = printRow(
    row.map((c) => maxOf(neg(c), 0)),
    names,
  );
  return /^\d+$/.test(left) ? `${right} ${op === '=' ? '=' : '<='} ${left}` : `${left} ${op} ${right}`;
};

/** `2i - j + floor((n)/2) - 1`, columns under `names`. */
export const printRow = (row: Row, names: readonly string[]): string => {
  let out = '';
  const term = (negative: boolean, text: string): void => {
    out += out === '' ? (negative ? `-${text}` : text) : negative ? ` - ${text}` : ` + ${text}`;
  };
  for (let k = 1; k < row.length; k++) {
    const c = at(row, k);
    if (c === 0) continue;
    const name = names[k - 1] ?? '?';
    const size: Int = abs(c);
    term(c < 0, size === 1 ? name : name.includes('(') ? `${size}*${name}` : `${size}${name}`);
  }
  const constant = at(row, 0);
  if (constant !== 0 || out === '') term(constant < 0, String(abs(constant)));
  return out;
};
