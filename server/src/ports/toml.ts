/** TOML with the place of everything, so that a mistake is shown at its line. Offsets count UTF-16 units. */

interface At {
  readonly start: number;
  readonly end: number;
}
export interface TomlEntry extends At {
  /** `start` and `end` are those of the key. */
  readonly key: string;
  readonly value: TomlNode;
}
export type TomlNode =
  | (At & { readonly kind: 'string'; readonly value: string })
  | (At & { readonly kind: 'integer'; readonly value: bigint })
  | (At & { readonly kind: 'float'; readonly value: number })
  | (At & { readonly kind: 'boolean'; readonly value: boolean })
  | (At & { readonly kind: 'date'; readonly value: string })
  | (At & { readonly kind: 'array'; readonly items: readonly TomlNode[] })
  | (At & { readonly kind: 'table'; readonly entries: readonly TomlEntry[] });
export type TomlTable = Extract<TomlNode, { kind: 'table' }>;

export type TomlResult =
  | { readonly ok: true; readonly table: TomlTable }
  | { readonly ok: false; readonly message: string; readonly at: number };

export type ParseToml = (text: string) => TomlResult;
