/**
 * Entries of the device API: how the tables of this folder are written. A form is a signature without its name, in a
 * notation of our own: `(x: T, order: memory_order = seq_cst) -> T`, with `<T>` before it for template arguments that are
 * written out. Names of types that are no types (`T`, `D`, `genfloat`, `Group`) stand for what the caller gives.
 */

export type Language = 'sycl' | 'opencl';
export type ApiKind =
  | 'attribute'
  | 'class'
  | 'constant'
  | 'enum'
  | 'function'
  | 'member'
  | 'method'
  | 'namespace'
  | 'qualifier'
  | 'type'
  | 'value';

export interface ApiEntry {
  readonly language: Language;
  readonly kind: ApiKind;
  readonly name: string;
  /** The class or enumeration that it is a member of; of a namespace's name the namespace below `sycl`; else empty. */
  readonly of: string;
  /** As hover and signature help show them; at least one. Of a class its template parameters, then its constructors. */
  readonly signatures: readonly string[];
  readonly doc: string;
  /** `4.9.1.5 nd_item class`, of SYCL 2020 or OpenCL C 3.0; an extension's name. */
  readonly section: string;
  /** One of a family so large that it is offered only when its beginning is written. */
  readonly rare?: true;
}

/** Name, meaning, forms. Without a form the name alone is its signature. */
export type Row = readonly [name: string, doc: string, ...forms: readonly string[]];

export interface Table {
  readonly language: Language;
  readonly section: string;
  readonly of?: string;
}

const made = (kind: ApiKind, { language, section, of = '' }: Table, [name, doc, ...forms]: Row): ApiEntry => ({
  language,
  kind,
  name,
  of,
  signatures: forms.length === 0 ? [name] : forms.map((form) => name + form),
  doc,
  section,
});

export const table = (kind: ApiKind, where: Table, rows: readonly Row[]): readonly ApiEntry[] =>
  rows.map((row) => made(kind, where, row));

/** Names that differ in what they compute alone: `name meaning`, one a line; all have the same forms. */
export const family = (where: Table, forms: readonly string[], lines: string): readonly ApiEntry[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      return made('function', where, [line.slice(0, space), line.slice(space + 1), ...forms]);
    });

/** A class with its members: `<...>` of the template first, `''` for a plain class. */
export const classOf = (
  where: Table,
  name: string,
  doc: string,
  parameters: string,
  constructors: readonly string[],
  members: readonly Row[],
): readonly ApiEntry[] => [
  {
    ...made('class', where, [name, doc, ...constructors]),
    signatures: [name + parameters, ...constructors.map((form) => name + form)],
  },
  ...table('method', { ...where, of: name }, members),
];

export const enumOf = (where: Table, name: string, doc: string, values: readonly Row[]): readonly ApiEntry[] => [
  made('enum', where, [name, doc]),
  ...table('value', { ...where, of: name }, values),
];

/** An index along a dimension, or all of them. */
export const each = (all: string, one: string): readonly [string, string] => [
  `() -> ${all}`,
  `(dimension: int) -> ${one}`,
];

/** What identifies an entry in what a client keeps. */
export const idOf = ({ language, of, name, kind }: ApiEntry): string => `${language} ${kind} ${of} ${name}`;
