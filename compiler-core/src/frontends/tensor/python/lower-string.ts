/** String literals, f-strings among them, and their implicit concatenation. */

import type { FormatPart, PyExpr } from './ast.ts';
import { decodeBody, type StringShape, stringShape } from './literals.ts';
import { lowerExpr } from './lower-expr.ts';
import type { Walker } from './walker.ts';

type Part = string | FormatPart;
interface Piece {
  readonly bytes: boolean;
  readonly format: boolean;
  readonly parts: readonly Part[];
}

/** The cursor is on a `string` or a `concatenated_string`. */
export function lowerString(w: Walker): PyExpr {
  const at = w.at;
  const pieces: (Piece | null)[] = [];
  if (w.cursor.nodeType === 'string') pieces.push(lowerPiece(w));
  else {
    w.first();
    do pieces.push(lowerPiece(w));
    while (w.next());
    w.up();
  }
  const parts: Part[] = [];
  const bytes = pieces[0]?.bytes ?? false;
  let format = false;
  for (const piece of pieces) {
    if (!piece || piece.bytes !== bytes) return { kind: 'error', at };
    format ||= piece.format;
    for (const part of piece.parts) append(parts, part);
  }
  if (format) return { kind: 'fstring', at, parts };
  const [value] = parts;
  const text = typeof value === 'string' ? value : '';
  return { kind: bytes ? 'bytes' : 'str', at, value: text };
}

function append(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
  else if (part !== '') parts.push(part);
}

function lowerPiece(w: Walker): Piece | null {
  const literal = w.nodeText;
  const shape = stringShape(literal);
  if (!shape) return null;
  const { bytes, format } = shape;
  if (format) return { bytes, format, parts: formatParts(w, shape) };
  return { bytes, format, parts: [decodeBody(literal.slice(shape.bodyStart, shape.bodyEnd), shape)] };
}

function formatParts(w: Walker, shape: StringShape): Part[] {
  const parts: Part[] = [];
  const start = w.cursor.startIndex;
  const end = start + shape.bodyEnd;
  let from = start + shape.bodyStart;
  const literalUpTo = (to: number): void => {
    const braces = w.text.slice(from, to).replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
    append(parts, decodeBody(braces, shape));
  };
  if (w.first()) {
    do {
      if (w.cursor.nodeType !== 'interpolation') continue;
      literalUpTo(w.cursor.startIndex);
      from = w.cursor.endIndex;
      for (const part of interpolation(w, shape)) append(parts, part);
    } while (w.next());
    w.up();
  }
  literalUpTo(end);
  return parts;
}

/** `{value!r:spec}`; `{value=}` puts its own text before the value. */
function interpolation(w: Walker, shape: StringShape): Part[] {
  let value: PyExpr = { kind: 'error', at: w.at };
  let conversion: string | null = null;
  let spec: string | null = null;
  let label: string | null = null;
  const inner = w.cursor.startIndex + 1;
  w.first();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'type_conversion') conversion = w.nodeText.slice(1);
    else if (type === 'format_specifier') spec = decodeBody(w.nodeText.slice(1), shape);
    else if (type === '=') label = w.text.slice(inner, w.cursor.endIndex) + spaceAfter(w.text, w.cursor.endIndex);
    else if (type !== '}') value = lowerExpr(w);
  }
  w.up();
  if (label === null) return [{ value, conversion, spec }];
  return [label, { value, conversion: conversion ?? (spec === null ? 'r' : null), spec }];
}

/** White space from `at` on, comments in it left out. */
function spaceAfter(text: string, at: number): string {
  const space = /(?:[ \t\f\r\n]|#[^\r\n]*)*/y;
  space.lastIndex = at;
  return (space.exec(text)?.[0] ?? '').replace(/#[^\r\n]*/g, '').replace(/\r\n?/g, '\n');
}
