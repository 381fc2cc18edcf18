/**
 * Oclgrind's simulation files (`.sim`) as launches: program, kernel, sizes, then one `<...>` header per argument with its
 * data. Any text gives a launch or the mistakes in it.
 * @source Oclgrind's manual, "Running kernels with the simulator" (`oclgrind-kernel`).
 */

import type { DType } from '../../../ir/types.ts';

export interface SimArgument {
  /** Bytes; null for a null pointer. */
  readonly size: number | null;
  /** As the header says; null: that of the kernel's parameter. */
  readonly dtype: DType | null;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** Its memory has no value before the kernel writes it. */
  readonly uninitialised: boolean;
  /** Printed after the run. */
  readonly dump: boolean;
  readonly hex: boolean;
  readonly data:
    | { readonly kind: 'none' }
    | { readonly kind: 'fill'; readonly value: string }
    | { readonly kind: 'range'; readonly start: string; readonly step: string; readonly end: string }
    | { readonly kind: 'values'; readonly values: readonly string[] };
  readonly line: number;
}

export interface SimLaunch {
  readonly program: string;
  readonly kernel: string;
  /** x, y, z, as OpenCL numbers dimensions. */
  readonly global: readonly number[];
  readonly local: readonly number[];
  readonly args: readonly SimArgument[];
  /** Words of a first line `# ARGS: ...`: options of the tool that reads it. */
  readonly options: readonly string[];
}
export interface SimMistake {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}
export interface SimFile {
  /** Null where there are mistakes. */
  readonly launch: SimLaunch | null;
  readonly mistakes: readonly SimMistake[];
}

const TYPES: Readonly<Record<string, DType>> = {
  ...{ char: 'int8', uchar: 'uint8', short: 'int16', ushort: 'uint16', int: 'int32', uint: 'uint32' },
  ...{ long: 'int64', ulong: 'uint64', float: 'float32', double: 'float64' },
};
const MOST_BYTES = 2 ** 28;

interface Word {
  readonly text: string;
  readonly line: number;
}

/** Words and whole headers, comments left out. */
const wordsOf = (text: string): Word[] =>
  text.split(/\r\n?|\n/).flatMap((line, k) => {
    const code = line.replace(/#.*$/, '');
    return [...code.matchAll(/<[^>]*>?|[^\s<]+/g)].map(([word]) => ({ text: word, line: k + 1 }));
  });

class Reader {
  readonly mistakes: SimMistake[] = [];
  private at = 0;

  constructor(private readonly words: readonly Word[]) {}

  get more(): boolean {
    return this.at < this.words.length;
  }
  private get line(): number {
    return (this.words[this.at] ?? this.words.at(-1))?.line ?? 1;
  }
  private wrong(line: number, message: string): void {
    this.mistakes.push({ line, message });
  }

  word(what: string): string {
    const word = this.words[this.at];
    if (word === undefined || word.text.startsWith('<')) {
      this.wrong(this.line, `${what} is expected${word ? `, not \`${word.text}\`` : ' and the file ends'}`);
      return '';
    }
    this.at++;
    return word.text;
  }

  sizes(what: string): number[] {
    return ['x', 'y', 'z'].map((axis) => {
      const { line } = this;
      const text = this.word(`the ${what} in ${axis}`);
      const size = /^\d{1,9}$/.test(text) ? Number(text) : 0;
      if (size < 1 && text !== '') this.wrong(line, `the ${what} in ${axis} is a positive number, not \`${text}\``);
      return size;
    });
  }

  argument(): SimArgument {
    const { line } = this;
    const header = this.words[this.at++]?.text ?? '';
    if (!/^<.*>$/.test(header)) this.wrong(line, `an argument begins with \`<size=...>\`, not \`${header}\``);
    const values: string[] = [];
    while (this.more && !this.words[this.at]?.text.startsWith('<')) values.push(this.words[this.at++]?.text ?? '');
    return this.described(header.replace(/^<|>$/g, '').split(/\s+/), values, line);
  }

  private described(tokens: readonly string[], values: readonly string[], line: number): SimArgument {
    const flags = new Set<string>();
    let [size, dtype]: [number | null, DType | null] = [null, null];
    const datas: SimArgument['data'][] = values.length > 0 ? [{ kind: 'values', values }] : [];
    for (const token of tokens.filter((t) => t !== '')) {
      const [, name = '', value = null] = /^([^=]*)(?:=(.*))?$/.exec(token) ?? [];
      if (name === 'size' && value !== null && /^\d{1,12}$/.test(value)) size = Number(value);
      else if (name === 'fill' && value) datas.push({ kind: 'fill', value });
      else if (name === 'range' && /^[^:]+:[^:]+:[^:]+$/.test(value ?? '')) {
        const [start = '', step = '', end = ''] = (value ?? '').split(':');
        datas.push({ kind: 'range', start, step, end });
      } else if (value === null && TYPES[name]) {
        if (dtype !== null) this.wrong(line, `the argument has two types, ${token} is the second`);
        dtype = TYPES[name] ?? null;
      } else if (value === null && ['dump', 'hex', 'noinit', 'null', 'ro', 'wo'].includes(name)) flags.add(name);
      else this.wrong(line, `\`${token}\` means nothing in the header of an argument`);
    }
    const isNull = flags.has('null');
    if (size === null && !isNull) this.wrong(line, 'the header lacks `size=` in bytes');
    if (size !== null && size > MOST_BYTES) this.wrong(line, `${size} bytes are more than ${MOST_BYTES}`);
    if (datas.length > 1) this.wrong(line, 'the argument is initialised twice');
    if (flags.has('ro') && flags.has('wo')) this.wrong(line, '`ro` and `wo` exclude each other');
    return {
      size: isNull ? null : size,
      dtype,
      readOnly: flags.has('ro'),
      writeOnly: flags.has('wo'),
      uninitialised: flags.has('noinit'),
      dump: flags.has('dump'),
      hex: flags.has('hex'),
      data: datas[0] ?? { kind: 'none' },
      line,
    };
  }
}

export const readSim = (text: string): SimFile => {
  const options = /^# ARGS:(.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const reader = new Reader(wordsOf(text));
  const program = reader.word('the program file');
  const kernel = reader.word("the kernel's name");
  const global = reader.sizes('global size');
  const local = reader.sizes('local size');
  const args: SimArgument[] = [];
  while (reader.more && reader.mistakes.length === 0) args.push(reader.argument());
  const { mistakes } = reader;
  return { launch: mistakes.length > 0 ? null : { program, kernel, global, local, args, options }, mistakes };
};

const isFloatType = (t: DType): boolean => t === 'float32' || t === 'float64' || t === 'float16';

/** One word as a number of the type; null where it is none. */
const numberOf = (text: string, dtype: DType, hex: boolean): number | bigint | null => {
  if (isFloatType(dtype)) {
    const value = Number(text);
    return Number.isNaN(value) && !/^[+-]?nan$/i.test(text) ? null : value;
  }
  const [, sign = '', digits = ''] = /^([+-]?)(.+)$/.exec(text) ?? [];
  const written = hex && !/^0x/i.test(digits) ? `0x${digits}` : digits;
  if (!/^(?:0x[\da-f]+|\d+)$/i.test(written)) return null;
  return sign === '-' ? -BigInt(written) : BigInt(written);
};

/**
 * The elements of an argument as numbers of the type: `count` of them.
 * @returns a message where the data does not fit.
 */
export const simData = (a: SimArgument, dtype: DType, count: number): readonly (number | bigint)[] | string => {
  const read = (text: string): number | bigint => numberOf(text, dtype, a.hex) ?? Number.NaN;
  const bad = (text: string): boolean => numberOf(text, dtype, a.hex) === null;
  switch (a.data.kind) {
    case 'none':
      return new Array<number>(count).fill(0);
    case 'fill': {
      const { value } = a.data;
      return bad(value) ? `\`${value}\` is no ${dtype}` : new Array<number | bigint>(count).fill(read(value));
    }
    case 'range': {
      const { start, step, end } = a.data;
      const wrong = [start, step, end].find(bad);
      if (wrong !== undefined) return `\`${wrong}\` is no ${dtype}`;
      const [first, by] = [Number(read(start)), Number(read(step))];
      const last = first + by * (count - 1);
      if (last !== Number(read(end))) return `the range ${start}:${step}:${end} does not have ${count} elements`;
      return Array.from({ length: count }, (_, k) => first + by * k);
    }
    case 'values': {
      const { values } = a.data;
      if (values.length !== count) return `${values.length} values are given, ${count} fit`;
      const wrong = values.find(bad);
      return wrong === undefined ? values.map(read) : `\`${wrong}\` is no ${dtype}`;
    }
  }
};
