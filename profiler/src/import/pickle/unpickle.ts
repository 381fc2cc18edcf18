/**
 * Plain data out of a Python pickle. Nothing is executed: a global is a name, and a call is answered by a table of a few
 * names that only arrange data; anything else ends the reading with a reason.
 * Source: `Lib/pickletools.py`, protocols 0 to 5 as far as data needs them.
 */

export class PickleError extends Error {}

export class Global {
  constructor(readonly name: string) {}
}

/** What a call of a global that only arranges data gives. */
export type Calls = (name: string, args: readonly Pickled[]) => Pickled | undefined;

export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Global
  | Pickled[]
  | Map<Pickled, Pickled>
  | { readonly opaque: unknown };

/** Values in all: what a small pickle can make by referring to itself. */
const MOST_VALUES = 50_000_000;
const decoder = new TextDecoder();
const MARK = Symbol('mark');

/** @param persistent What `BINPERSID` gives (a tensor's storage). @throws PickleError with the reason. */
export const unpickle = (bytes: Uint8Array, calls: Calls, persistent: (id: Pickled) => Pickled): Pickled => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: (Pickled | typeof MARK)[] = [];
  const memo = new Map<number, Pickled>();
  let at = 0;
  let made = 0;
  const need = (count: number): number => {
    const start = at;
    if (count < 0 || at + count > bytes.length) throw new PickleError('it ends too early');
    at += count;
    return start;
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw new PickleError('it ends too early');
    const text = decoder.decode(bytes.subarray(at, end));
    at = end + 1;
    return text;
  };
  const take = (count: number): Uint8Array => {
    const start = need(count);
    return bytes.subarray(start, start + count);
  };
  const push = (value: Pickled): void => {
    if (++made > MOST_VALUES) throw new PickleError('it makes too many values');
    stack.push(value);
  };
  const pop = (): Pickled => {
    const value = stack.pop();
    if (value === undefined || value === MARK) throw new PickleError('it takes what it has not made');
    return value as Pickled;
  };
  const top = (): Pickled => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const marked = (): Pickled[] => {
    const from = stack.lastIndexOf(MARK);
    if (from < 0) throw new PickleError('a mark is missing');
    return stack.splice(from).slice(1) as Pickled[];
  };
  const setItems = (items: readonly Pickled[]): void => {
    const target = top();
    if (!(target instanceof Map)) throw new PickleError('items are set on what is no dictionary');
    for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i] ?? null, items[i + 1] ?? null);
  };
  const append = (items: readonly Pickled[]): void => {
    const target = top();
    if (!Array.isArray(target)) throw new PickleError('items are added to what is no list');
    for (const item of items) target.push(item);
  };
  const long = (count: number): bigint | number => {
    const data = take(count);
    let value = 0n;
    for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(data[i] ?? 0);
    const signed = BigInt.asIntN(Math.max(8, count * 8), value);
    return signed >= -(2n ** 53n) && signed <= 2n ** 53n ? Number(signed) : signed;
  };
  const recall = (key: number): void => {
    const value = memo.get(key);
    if (value === undefined) throw new PickleError('it refers to what it has not made');
    push(value);
  };
  const call = (): void => {
    const args = pop();
    const callee = pop();
    if (!(callee instanceof Global) || !Array.isArray(args)) throw new PickleError('it calls what is no global');
    const value = calls(callee.name, args);
    if (value === undefined)
      throw new PickleError(`it calls ${callee.name}, which is not among the names that are data`);
    push(value);
  };
  for (;;) {
    const opcode = String.fromCharCode(bytes[need(1)] ?? 0);
    switch (opcode) {
      case '\x80':
        need(1);
        break;
      case '\x95':
        need(8);
        break;
      case '.':
        return pop();
      case '(':
        stack.push(MARK);
        break;
      case '0':
        pop();
        break;
      case '1':
        marked();
        break;
      case '2':
        push(top());
        break;
      case 'N':
        push(null);
        break;
      case '\x88':
        push(true);
        break;
      case '\x89':
        push(false);
        break;
      case 'J':
        push(view.getInt32(need(4), true));
        break;
      case 'K':
        push(bytes[need(1)] ?? 0);
        break;
      case 'M':
        push(view.getUint16(need(2), true));
        break;
      case '\x8a':
        push(long(bytes[need(1)] ?? 0));
        break;
      case '\x8b':
        push(long(view.getInt32(need(4), true)));
        break;
      case 'G':
        push(view.getFloat64(need(8)));
        break;
      case 'X':
        push(decoder.decode(take(view.getUint32(need(4), true))));
        break;
      case '\x8c':
      case 'U':
        push(decoder.decode(take(bytes[need(1)] ?? 0)));
        break;
      case 'T':
        push(decoder.decode(take(view.getInt32(need(4), true))));
        break;
      case '\x8d':
        push(decoder.decode(take(Number(view.getBigUint64(need(8), true)))));
        break;
      case 'C':
        push(take(bytes[need(1)] ?? 0));
        break;
      case 'B':
        push(take(view.getUint32(need(4), true)));
        break;
      case '}':
        push(new Map());
        break;
      case ']':
      case ')':
      case '\x8f':
        push([]);
        break;
      case 't':
      case 'l':
        push(marked());
        break;
      case 'd': {
        const items = marked();
        push(new Map());
        setItems(items);
        break;
      }
      case '\x85':
        push([pop()]);
        break;
      case '\x86': {
        const second = pop();
        push([pop(), second]);
        break;
      }
      case '\x87': {
        const third = pop();
        const second = pop();
        push([pop(), second, third]);
        break;
      }
      case 's': {
        const value = pop();
        const key = pop();
        setItems([key, value]);
        break;
      }
      case 'u':
        setItems(marked());
        break;
      case 'a':
        append([pop()]);
        break;
      case 'e':
      case '\x90':
        append(marked());
        break;
      case 'q':
        memo.set(bytes[need(1)] ?? 0, top());
        break;
      case 'r':
        memo.set(view.getUint32(need(4), true), top());
        break;
      case '\x94':
        memo.set(memo.size, top());
        break;
      case 'h':
        recall(bytes[need(1)] ?? 0);
        break;
      case 'j':
        recall(view.getUint32(need(4), true));
        break;
      case 'c': {
        const module = line();
        push(new Global(`${module}.${line()}`));
        break;
      }
      case '\x93': {
        const name = pop();
        push(new Global(`${String(pop())}.${String(name)}`));
        break;
      }
      case 'R':
        call();
        break;
      case 'Q':
        push(persistent(pop()));
        break;
      default:
        throw new PickleError(`it has the opcode ${opcode.charCodeAt(0)}, which is not data`);
    }
  }
};
