/** Thrift's compact protocol, the part of it that Parquet's metadata needs. Source: thrift-compact-protocol.md of Apache Thrift. */

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const TRUE = 1;
const FALSE = 2;

const encoder = new TextEncoder();

export class ThriftWriter {
  private bytes = new Uint8Array(1024);
  private length = 0;
  private lastField = 0;
  private readonly outer: number[] = [];

  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  i32(field: number, value: number): void {
    this.header(field, I32);
    this.varint(zigzag(value));
  }

  /** @param value An integer of at most 2^52 in size. */
  i64(field: number, value: number): void {
    this.header(field, I64);
    this.varint(zigzag(value));
  }

  bool(field: number, value: boolean): void {
    this.header(field, value ? TRUE : FALSE);
  }

  binary(field: number, value: Uint8Array): void {
    this.header(field, BINARY);
    this.rawBinary(value);
  }

  text(field: number, value: string): void {
    this.binary(field, encoder.encode(value));
  }

  struct(field: number, body: () => void): void {
    this.header(field, STRUCT);
    this.rawStruct(body);
  }

  structs<T>(field: number, values: readonly T[], body: (value: T) => void): void {
    this.listHeader(field, STRUCT, values.length);
    for (const value of values) this.rawStruct(() => body(value));
  }

  i32s(field: number, values: readonly number[]): void {
    this.listHeader(field, I32, values.length);
    for (const value of values) this.varint(zigzag(value));
  }

  texts(field: number, values: readonly string[]): void {
    this.listHeader(field, BINARY, values.length);
    for (const value of values) this.rawBinary(encoder.encode(value));
  }

  /** The outermost struct has no field number. */
  rawStruct(body: () => void): void {
    this.outer.push(this.lastField);
    this.lastField = 0;
    body();
    this.byte(0);
    this.lastField = this.outer.pop() ?? 0;
  }

  private header(field: number, type: number): void {
    const step = field - this.lastField;
    if (step > 0 && step < 16) this.byte((step << 4) | type);
    else {
      this.byte(type);
      this.varint(zigzag(field));
    }
    this.lastField = field;
  }

  private listHeader(field: number, type: number, size: number): void {
    this.header(field, LIST);
    if (size < 15) this.byte((size << 4) | type);
    else {
      this.byte(0xf0 | type);
      this.varint(size);
    }
  }

  private rawBinary(value: Uint8Array): void {
    this.varint(value.length);
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Small values of either sign become small naturals. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
