/** How Python writes values as text, as far as labels, names and messages need it. */

import type { Value } from '../values.ts';

const floatText = (v: number): string => {
  if (Number.isNaN(v)) return 'nan';
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf';
  if (Number.isInteger(v) && Math.abs(v) < 1e16) return `${Object.is(v, -0) ? '-0' : v}.0`;
  const text = String(v);
  const exponent = /e([+-])(\d)$/.exec(text);
  return exponent ? text.replace(/e([+-])(\d)$/, 'e$10$2') : text;
};

/** `str(v)`, or `repr(v)`; null where the value or its text is not known. */
export const toText = (v: Value, repr: boolean): string | null => {
  if (v === null) return 'None';
  switch (typeof v) {
    case 'boolean':
      return v ? 'True' : 'False';
    case 'bigint':
      return String(v);
    case 'number':
      return floatText(v);
    case 'string':
      return repr ? `'${v.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'` : v;
    default:
  }
  const all = (items: readonly Value[]): string | null => {
    const texts = items.map((i) => toText(i, true));
    return texts.includes(null) ? null : texts.join(', ');
  };
  switch (v.kind) {
    case 'list': {
      const inner = all(v.items);
      return inner === null ? null : `[${inner}]`;
    }
    case 'tuple': {
      const inner = all(v.items);
      return inner === null ? null : `(${inner}${v.items.length === 1 ? ',' : ''})`;
    }
    case 'typeName':
      return v.name;
    case 'undeclared':
      return v.name;
    case 'exception':
      return v.message;
    case 'class':
      return `<class '${v.name}'>`;
    case 'function':
      return `<function ${v.name}>`;
    default:
      return null;
  }
};

/** Applies the format specifications that occur in names and labels: width, zero fill, alignment, `d`, `s`, `x`, `.Nf`. */
export const parseSpec = (text: string | null, spec: string | null): string | null => {
  if (text === null || spec === null || spec === '') return text;
  const m = /^(?:(.)?([<>^]))?(0)?(\d+)?(?:\.(\d+)f|[ds])?$/.exec(spec);
  if (!m) return null;
  const digits = m[5];
  const body =
    digits === undefined ? text : Number.isFinite(Number(text)) ? Number(text).toFixed(Number(digits)) : null;
  if (body === null) return null;
  const width = Math.min(Number(m[4] ?? 0), 1000);
  const fill = m[1] ?? (m[3] ? '0' : ' ');
  const numeric = /^-?\d/.test(body);
  const align = m[2] ?? (numeric ? '>' : '<');
  if (align === '<') return body.padEnd(width, fill);
  if (align === '>') return body.padStart(width, fill);
  const left = Math.floor((width - body.length) / 2);
  return width <= body.length ? body : fill.repeat(left) + body + fill.repeat(width - body.length - left);
};
