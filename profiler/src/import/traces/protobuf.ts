/** The wire format of Protocol Buffers, as far as Chakra's messages need it. */

export interface WireField {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 bytes, 5 four bytes. */
  readonly type: number;
  /** Of types 0, 1 and 5. */
  readonly value: bigint;
  /** Of type 2. */
  readonly bytes: Uint8Array;
}

const NONE = new Uint8Array(0);

/** A varint at `at`: its value and the position behind it; null where it is not complete or longer than ten bytes. */
export const varintAt = (bytes: Uint8Array, at: number): readonly [value: bigint, next: number] | null => {
  let value = 0n;
  for (let p = at; p < at + 10; p++) {
    const byte = bytes[p];
    if (byte === undefined) return null;
    value |= BigInt(byte & 127) << BigInt(7 * (p - at));
    if (byte < 128) return [value, p + 1];
  }
  return null;
};

/** The fields of a message; null when it is none. */
export const fieldsOf = (bytes: Uint8Array): readonly WireField[] | null => {
  const fields: WireField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    if (tag === null) return null;
    const type = Number(tag[0] & 7n);
    const number = Number(tag[0] >> 3n);
    at = tag[1];
    if (number === 0) return null;
    if (type === 0 || type === 2) {
      const varint = varintAt(bytes, at);
      if (varint === null) return null;
      at = varint[1];
      if (type === 0) fields.push({ number, type, value: varint[0], bytes: NONE });
      else {
        const length = Number(varint[0]);
        if (at + length > bytes.length) return null;
        fields.push({ number, type, value: 0n, bytes: bytes.subarray(at, at + length) });
        at += length;
      }
    } else if (type === 1 || type === 5) {
      const width = type === 1 ? 8 : 4;
      if (at + width > bytes.length) return null;
      let value = 0n;
      for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
      fields.push({ number, type, value, bytes: NONE });
      at += width;
    } else return null;
  }
  return fields;
};

/** A repeated number, packed or not. */
export const varintsOf = (field: WireField): readonly bigint[] => {
  if (field.type !== 2) return [field.value];
  const values: bigint[] = [];
  for (let at = 0; at < field.bytes.length; ) {
    const varint = varintAt(field.bytes, at);
    if (varint === null) break;
    values.push(varint[0]);
    at = varint[1];
  }
  return values;
};
