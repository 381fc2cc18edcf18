/**
 * Random kernels in other words: the same program with other names, layout, helper functions, macros, templates and
 * deduced types. Its IR has to be the same up to names.
 */

import { lowerText } from './lower-cxx.ts';
import { generator } from './random.ts';

/** How one program is written. */
export interface Style {
  readonly names: (name: string) => string;
  readonly space: () => string;
  /** Declares a variable: `float x = v` or `auto x = v`. */
  readonly declare: (type: string, name: string, value: string) => string;
  /** Writes statements of the program, perhaps in a function, a macro or a template that stands before it. */
  readonly wrap: (statements: string) => string;
  readonly before: string[];
}

export const plainStyle = (): Style => ({
  names: (name) => name,
  space: () => ' ',
  declare: (type, name, value) => `${type} ${name} = ${value};`,
  wrap: (statements) => statements,
  before: [],
});

const SPACES = [' ', '\n', '  ', '\t', ' /* c */ ', ' // c\n', '\\\n '];

export const randomStyle = (seed: number): Style => {
  const below = generator(seed);
  const names = new Map<string, string>();
  const before: string[] = [];
  let count = 0;
  const rename = below(2) === 0;
  const reformat = below(2) === 0;
  const deduce = below(2) === 0;
  const name = (text: string): string => {
    if (!rename) return text;
    const known = names.get(text) ?? `${['v', 'Zq', '_k', 'tmp'][below(4)]}${names.size}`;
    names.set(text, known);
    return known;
  };
  return {
    names: name,
    space: () => (reformat ? (SPACES[below(SPACES.length)] ?? ' ') : ' '),
    declare: (type, variable, value) => `${deduce ? 'auto' : type} ${variable} = ${value};`,
    wrap: (statements) => {
      const [a, b, n, i] = ['a', 'b', 'n', 'i'].map(name);
      const f = `f${count++}`;
      switch (below(5)) {
        case 0:
          before.push(`void ${f}(float *${a}, int *${b}, int ${n}, int ${i}) { ${statements} }`);
          return `${f}(${a}, ${b}, ${n}, ${i});`;
        case 1:
          before.push(
            `template <typename T, typename U> inline void ${f}(T *${a}, U *${b}, U ${n}, const U ${i}) { ${statements} }`,
          );
          return `${f}(${a}, ${b}, ${n}, ${i});`;
        case 2:
          before.push(`#define ${f.toUpperCase()}(code) do { code } while (0)`);
          return /[,#]|\/\//.test(statements) ? statements : `${f.toUpperCase()}(${statements});`;
        case 3:
          return `[&]() { ${statements} }();`;
        default:
          return statements;
      }
    },
    before,
  };
};

/** One program, written in a style. The seed decides what it computes, the style how it looks. */
export const writeKernel = (seed: number, style: Style): string => {
  const below = generator(seed);
  const n = style.names;
  const s = style.space;
  const [a, b, size, i] = ['a', 'b', 'n', 'i'].map(n);
  let fresh = 0;
  const index = (loop: string | null): string => {
    const base =
      [i, `${i}${s()}+${s()}${1 + below(3)}`, `${i}${s()}*${s()}${size}`, `(${i}${s()}+${s()}${size})${s()}%${s()}7`][
        below(4)
      ] ?? 'i';
    return loop !== null && below(2) === 0 ? `${base}${s()}+${s()}${loop}` : base;
  };
  const value = (loop: string | null, depth: number): string => {
    const leaf =
      [`${a}[${index(loop)}]`, `${b}[${index(loop)}]`, '2.5f', String(below(9)), size ?? 'n'][below(5)] ?? '1';
    if (depth === 0) return leaf;
    const op = ['+', '-', '*', '/'][below(4)] ?? '+';
    return `(${leaf}${s()}${op}${s()}${value(loop, depth - 1)})`;
  };
  const statement = (loop: string | null, depth: number): string => {
    const pick = below(depth > 0 ? 6 : 3);
    if (pick === 0) return `${b}[${index(loop)}]${s()}=${s()}${b}[${index(loop)}]${s()}+${s()}${below(5)};`;
    if (pick <= 2) return `${a}[${index(loop)}]${s()}${['=', '+=', '*='][below(3)]}${s()}${value(loop, 1 + below(2))};`;
    if (pick === 3) {
      const x = n(`x${fresh++}`);
      return `{${s()}${style.declare('float', x, `${a}[${index(loop)}] * 1.5f`)}${s()}${a}[${index(loop)}]${s()}=${s()}${x}${s()}+${s()}${x};${s()}}`;
    }
    if (pick === 4) {
      const k = n(`k${fresh++}`);
      return `for${s()}(int ${k}${s()}=${s()}0;${s()}${k}${s()}<${s()}${size};${s()}${k}++)${s()}{${s()}${statement(k, depth - 1)}${s()}}`;
    }
    return `if${s()}(${i}${s()}<${s()}${size}${s()}+${s()}${below(4)})${s()}{${s()}${statement(loop, depth - 1)}${s()}}`;
  };
  const body = Array.from({ length: 1 + below(4) }, () => style.wrap(statement(null, 2)));
  const item = n('it');
  return `#include <sycl/sycl.hpp>
${style.before.join('\n')}
void ${n('launch')}(sycl::queue &${n('q')}, float *${a}, int *${b}, int ${size}) {
  ${n('q')}.parallel_for<class K>(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> ${item}) {
    int ${i} = ${item}.get_global_id(0);
    ${body.join(s())}
  });
}
`;
};

/** Names by the order in which they come. */
export const anonymous = (text: string): string => {
  const names = new Map<string, string>();
  return text.replace(/(?<![@!.\w"])[A-Za-z_`][\w.`]*(?=\b|`)/g, (name) => {
    if (/^(?:func|for|in|if|else|while|with|true|false|inf|nan|u?int\d+|float\d+|bool)$/.test(name)) return name;
    const known = names.get(name) ?? `n${names.size}`;
    names.set(name, known);
    return known;
  });
};

const lowered = (text: string): string => {
  const [only] = lowerText(text);
  return only === undefined ? 'no kernel' : anonymous(only.text);
};

/**
 * Rewrites of random kernels, 20 of each, held against the plain form.
 * @throws with the seed and the text where the IR differs
 */
export const holdRewrites = (count: number): void => {
  let plain = '';
  for (let seed = 1; seed <= count; seed++) {
    const program = Math.ceil(seed / 20);
    if (seed % 20 === 1) {
      const other = lowered(writeKernel(program, plainStyle()));
      if (other === plain || other.includes('not_modelled')) throw new Error(`program ${program} says nothing`);
      plain = other;
    }
    const text = writeKernel(program, randomStyle(seed));
    const got = lowered(text);
    if (got !== plain) throw new Error(`seed ${seed}:\n${text}\nis\n${got}\nnot\n${plain}`);
  }
};
