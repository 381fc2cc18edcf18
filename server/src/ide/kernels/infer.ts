/** The type of an expression of a half-typed text, as far as the text around and the API's signatures tell it. */

import { K } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { apiOf } from './api/api.ts';
import type { ApiEntry } from './api/entry.ts';
import { parseSignature, type Signature } from './api/notation.ts';
import { TAGS } from './api/sycl-memory.ts';
import { bracketsBefore } from './calls.ts';
import type { KernelCode } from './code.ts';
import { type Declared, declarationOf, membersOfOwn } from './declared.ts';
import { apiType, apiVector, classOfType, entryOf, resolveType } from './resolve.ts';
import { parseArguments, parseType, pointee, type TypeRef, typeOf } from './types.ts';

/** Expressions in expressions, and declarations that they lead to. */
const DEEPEST = 24;

export type Bindings = ReadonlyMap<string, TypeRef>;

/** Names in a signature that stand for what the caller gives: `T`, `D`, `genfloat`. */
const isVariable = (name: string): boolean => /^gen\w+$|^[A-Z]\w*$/.test(name);

/** What the arguments make of the names of a signature; null where an argument is of another class of the library. */
const bound = (parameter: TypeRef, argument: TypeRef, into: Map<string, TypeRef>): boolean => {
  if (parameter.args.length === 0 && isVariable(parameter.name)) {
    const type =
      parameter.pointers > 0
        ? { ...argument, pointers: Math.max(0, argument.pointers - parameter.pointers) }
        : argument;
    if (!into.has(parameter.name)) into.set(parameter.name, type);
    return true;
  }
  const [of, given] = [classOfType(parameter), classOfType(argument)];
  // A deduction tag is no object.
  if ((parameter.name === TAG && given !== null) || (argument.name === TAG && of !== null)) return false;
  // A pointer, or a one-dimensional index, may be made of other things.
  if (of !== null && given !== null && of !== given) return false;
  if (of !== null && of === given)
    parameter.args.forEach((arg, i) => {
      const one = argument.args[i];
      if (one !== undefined) bound(arg, one, into);
    });
  return true;
};

/** What `sycl::read_only` and its like are. */
const TAG = 'access_tag';

const substitute = (type: TypeRef, bindings: Bindings): TypeRef => {
  const value = type.args.length === 0 ? bindings.get(type.name) : undefined;
  if (value !== undefined) return { ...value, pointers: value.pointers + type.pointers };
  // `T4` of `vload4`.
  const [, element = '', count = ''] = /^([A-Z])(\d+)$/.exec(type.name) ?? [];
  const of = bindings.get(element);
  if (of !== undefined) return apiVector(of, count);
  return { ...type, args: type.args.map((arg) => substitute(arg, bindings)) };
};

/** Where in the text the arguments of a call stand. */
interface Call {
  /** Tokens of each argument: from, to. */
  readonly arguments: readonly (readonly [number, number])[];
  readonly templates: readonly TypeRef[];
}

export class Inference {
  private depth = 0;

  constructor(private readonly code: KernelCode) {}

  /** Of the tokens `[from, to)`. Null where it is not known. */
  expression(from: number, to: number): TypeRef | null {
    if (this.depth >= DEEPEST || from >= to) return null;
    this.depth++;
    try {
      return this.operators(from, to);
    } finally {
      this.depth--;
    }
  }

  private operators(from: number, to: number): TypeRef | null {
    const { code } = this;
    const question = this.find('?', from, to);
    if (question >= 0) {
      const colon = this.find(':', question + 1, to);
      return this.expression(question + 1, colon < 0 ? to : colon);
    }
    let i = from;
    let stars = 0;
    while (['*', '&', '-', '+', '!', '~', '++', '--', 'co_await', 'new', 'return'].includes(code.textAt(i)) && i < to) {
      if (code.textAt(i) === '*') stars++;
      if (code.textAt(i) === '&') stars--;
      i++;
    }
    const first = this.postfix(i, to);
    const type = first.type === null ? null : this.pointed(first.type, stars);
    if (first.next >= to) return type;
    const operator = code.textAt(first.next);
    if (['<', '>', '<=', '>=', '==', '!=', '&&', '||'].includes(operator)) return typeOf('bool');
    // Of a number and a vector the vector is the type of both.
    if (type !== null && classOfType(type) !== null) return type;
    return this.expression(first.next + 1, to) ?? type;
  }

  private pointed(type: TypeRef, stars: number): TypeRef {
    let out = type;
    for (let n = stars; n > 0; n--) out = out.pointers > 0 ? pointee(out) : (this.element(out) ?? out);
    return stars < 0 ? { ...out, pointers: out.pointers - stars } : out;
  }

  private find(text: string, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      if (this.code.textAt(i) === text) return i;
      if ('([{'.includes(this.code.textAt(i)) && this.code.textAt(i) !== '') {
        const close = this.code.closing(i);
        if (close < 0) return -1;
        i = close;
      }
    }
    return -1;
  }

  private postfix(from: number, to: number): { readonly type: TypeRef | null; readonly next: number } {
    const { code } = this;
    let { type, next } = this.primary(from, to);
    while (next < to) {
      const text = code.textAt(next);
      if (text === '.' || text === '->') {
        let at = next + 1;
        if (code.textAt(at) === 'template') at++;
        if (!code.isName(at)) return { type: null, next: to };
        let end = at + 1;
        const list = code.textAt(end) === '<' ? parseArguments(code.tokens, end, to) : null;
        if (list !== null && code.textAt(list.next) === '(') end = list.next;
        const close = code.textAt(end) === '(' ? code.closing(end) : -1;
        const call = close < 0 ? null : { arguments: this.split(end, close), templates: list?.args ?? [] };
        const object = type !== null && text === '->' ? this.pointed(type, 1) : type;
        type = object === null ? null : this.member(object, code.textAt(at), call);
        next = close < 0 ? end : close + 1;
      } else if (text === '[') {
        const close = code.closing(next);
        if (close < 0) return { type: null, next: to };
        type = type === null ? null : this.element(type, next);
        next = close + 1;
      } else if (text === '++' || text === '--') next++;
      else if (text === '(') {
        const close = code.closing(next);
        if (close < 0) return { type: null, next: to };
        type = null;
        next = close + 1;
      } else break;
    }
    return { type, next };
  }

  /** Argument ranges between brackets. */
  split(open: number, close: number): readonly (readonly [number, number])[] {
    const out: [number, number][] = [];
    let begin = open + 1;
    for (let i = open + 1; i < close; i++) {
      const text = this.code.textAt(i);
      if (text === '(' || text === '[' || text === '{') {
        const end = this.code.closing(i);
        if (end < 0 || end > close) break;
        i = end;
      } else if (text === '<') {
        const list = parseArguments(this.code.tokens, i, close);
        // `a < b, c > d` are two arguments: only a template's brackets are passed over.
        if (
          list !== null &&
          ['(', '{', '::', ','].includes(this.code.textAt(list.next)) &&
          this.code.isName(i - 1) &&
          !this.isVariableName(i - 1)
        )
          i = list.next - 1;
      } else if (text === ',') {
        out.push([begin, i]);
        begin = i + 1;
      }
    }
    if (begin < close) out.push([begin, close]);
    return out;
  }
  private isVariableName(at: number): boolean {
    return declarationOf(this.code, this.code.textAt(at), at) !== null;
  }

  private primary(from: number, to: number): { readonly type: TypeRef | null; readonly next: number } {
    const { code } = this;
    const token = code.tokens[from];
    if (token === undefined || from >= to) return { type: null, next: to };
    const { text, kind } = token;
    if (kind === K.number) return { type: numberType(text), next: from + 1 };
    if (kind === K.string) return { type: { ...typeOf('char'), pointers: 1 }, next: from + 1 };
    if (text === '(') return this.parenthesized(from, to);
    if (text === '[') {
      // A lambda has no type that anybody names.
      const body = this.find('{', code.closing(from) + 1, to);
      return { type: null, next: body < 0 ? to : code.closing(body) + 1 || to };
    }
    if (text.endsWith('_cast') && code.textAt(from + 1) === '<') {
      const list = parseArguments(code.tokens, from + 1, to);
      const close = list === null ? -1 : code.closing(list.next);
      const [type] = list?.args ?? [];
      return { type: type ? resolveType(code, type) : null, next: close < 0 ? to : close + 1 };
    }
    // A member of the class around is found like a variable.
    if (text === 'this' && code.textAt(from + 1) === '->' && code.isName(from + 2))
      return { type: this.variable(code.textAt(from + 2), from + 2), next: from + 3 };
    if (text === 'true' || text === 'false') return { type: typeOf('bool'), next: from + 1 };
    return this.named(from, to);
  }

  /** `(float4)(a, b)`, `(x + y)`. */
  private parenthesized(open: number, to: number): { readonly type: TypeRef | null; readonly next: number } {
    const { code } = this;
    const close = code.closing(open);
    if (close < 0 || close >= to) return { type: null, next: to };
    const cast = parseType(code.tokens, open + 1, close);
    const behind = code.tokens[close + 1];
    const operand =
      close + 1 < to &&
      behind !== undefined &&
      (behind.kind === K.name ||
        behind.kind === K.number ||
        behind.text === '(' ||
        behind.text === '{' ||
        behind.text === '*' ||
        behind.text === '&');
    if (cast !== null && cast.next === close && operand) {
      const type = resolveType(code, cast.type);
      const isType = type.name !== cast.type.name || declarationOf(code, cast.type.name, open) === null;
      if (isType && (behind.text !== '*' || type.name !== cast.type.name)) {
        const end =
          behind.text === '(' || behind.text === '{' ? code.closing(close + 1) + 1 : this.postfix(close + 1, to).next;
        return { type, next: end > 0 ? end : to };
      }
    }
    return { type: this.expression(open + 1, close), next: close + 1 };
  }

  /** A variable, a call, or the making of an object. */
  private named(from: number, to: number): { readonly type: TypeRef | null; readonly next: number } {
    const { code } = this;
    const read = parseType(code.tokens, from, to);
    if (read === null) return { type: null, next: from + 1 };
    // Without the `*` and `&` behind it, which are operators here.
    let next = read.next;
    while (next > from + 1 && ['*', '&', '&&'].includes(code.textAt(next - 1))) next--;
    const type: TypeRef = { ...read.type, pointers: 0 };
    const opens = code.textAt(next);
    const close = opens === '(' || opens === '{' ? code.closing(next) : -1;
    if (close >= 0 && close < to) {
      const call: Call = { arguments: this.split(next, close), templates: type.args };
      return { type: this.made(type, call) ?? this.called(type, call, from), next: close + 1 };
    }
    if (type.args.length > 0) {
      // `a < b` of a variable: the name alone was meant.
      const variable = this.variable(code.textAt(from), from);
      if (variable !== null) return { type: variable, next: from + 1 };
      return { type: null, next };
    }
    return { type: this.variable(type.name, from), next };
  }

  /** `T(...)`. */
  private made(type: TypeRef, call: Call): TypeRef | null {
    const resolved = resolveType(this.code, type);
    const name = classOfType(resolved);
    if (name !== null) return this.deduced(resolved, call);
    return this.code.names.own.has(type.name) && membersOfOwn(this.code, type.name).length > 0 ? type : null;
  }

  /** A class whose template arguments are not written gets them from what it is made of. */
  private deduced(type: TypeRef, call: Call): TypeRef {
    const name = classOfType(type);
    const entry = name === null ? undefined : apiOf(this.code.language).classes.get(name);
    const [head] = entry?.signatures ?? [];
    const parameters = head === undefined ? [] : (parseSignature(head)?.templates ?? []);
    if (type.args.length > 0 || parameters.length === 0 || entry === undefined) return type;
    if (name === 'range' || name === 'id')
      return { ...type, args: [typeOf(String(Math.max(1, call.arguments.length)))] };
    if (name === 'vec' || name === 'marray') {
      const [first] = call.arguments;
      const element = first === undefined ? null : this.expression(...first);
      return element === null ? type : { ...type, args: [element, typeOf(String(call.arguments.length))] };
    }
    for (const signature of signaturesOf(entry).slice(1)) {
      const bindings = this.bind(signature, call);
      if (bindings !== null && bindings.size > 0)
        return { ...type, args: parameters.flatMap((p) => bindings.get(p.name) ?? []) };
    }
    return type;
  }

  private called(callee: TypeRef, call: Call, at: number): TypeRef | null {
    const { code } = this;
    const entry = entryOf(code, callee.name);
    if (entry !== null) return this.result(entry, call, new Map());
    const found = functionType(code, callee.name, at);
    return found === null ? null : resolveType(code, found);
  }

  /** What a call of an entry gives. */
  private result(entry: ApiEntry, call: Call, outer: Bindings): TypeRef | null {
    const fitting = signaturesOf(entry).filter(
      ({ parameters }) => parameters !== null && accepts(parameters, call.arguments.length),
    );
    for (const signature of [...fitting, ...signaturesOf(entry)]) {
      const bindings = this.bind(signature, call, outer);
      if (bindings !== null && signature.result !== null)
        return substitute(apiType(this.code.language, signature.result), bindings);
    }
    return null;
  }

  /** Null where an argument does not fit. */
  bind({ templates, parameters }: Signature, call: Call, outer: Bindings = new Map()): Bindings | null {
    const into = new Map(outer);
    templates.forEach(({ name }, i) => {
      const given = call.templates[i];
      if (given !== undefined) into.set(name, resolveType(this.code, given));
    });
    for (const [i, parameter] of (parameters ?? []).entries()) {
      const argument = call.arguments[i];
      if (argument === undefined || parameter.type === null || parameter.pack) break;
      const type = this.expression(...argument);
      if (type !== null && !bound(apiType(this.code.language, parameter.type), type, into)) return null;
    }
    return into;
  }

  private member(object: TypeRef, name: string, call: Call | null): TypeRef | null {
    const { code } = this;
    const of = classOfType(object);
    if (of === null) {
      const own = membersOfOwn(code, object.name).find((member) => code.textAt(member.at) === name);
      return own === undefined ? null : this.declared(own);
    }
    if (of === 'vec' && (code.language === 'opencl' || call !== null)) {
      const part = swizzled(object, name);
      if (part !== null) return part;
    }
    const entry = apiOf(code.language).members.get(of)?.get(name);
    if (entry === undefined || call === null) return null;
    return this.result(entry, call, this.bindingsOf(object));
  }

  /** The template arguments of an object by the names that its class gives them. */
  bindingsOf(object: TypeRef): Bindings {
    const [head] = apiOf(this.code.language).classes.get(classOfType(object) ?? '')?.signatures ?? [];
    const names = head === undefined ? [] : (parseSignature(head)?.templates ?? []);
    return new Map(
      names.flatMap(({ name }, i): [string, TypeRef][] => {
        const arg = object.args[i];
        return arg === undefined ? [] : [[name, arg]];
      }),
    );
  }

  /** What a subscript gives, or `*`. */
  private element(type: TypeRef, open = -1): TypeRef | null {
    if (type.pointers > 0) return pointee(type);
    const [first] = type.args;
    switch (classOfType(type)) {
      case 'accessor':
      case 'host_accessor':
      case 'local_accessor': {
        const rank = Number(type.args[1]?.name ?? '1');
        if (rank > 1 && open >= 0 && !this.isWholeIndex(open))
          return { ...type, args: [first ?? typeOf('auto'), typeOf(String(rank - 1)), ...type.args.slice(2)] };
        return first ?? null;
      }
      case 'multi_ptr':
      case 'vec':
      case 'marray':
        return first ?? null;
      case 'id':
      case 'range':
      case 'item':
      case 'group':
        return typeOf('size_t');
      case null:
        return /^std::(?:vector|array|span|unique_ptr|shared_ptr)$/.test(type.name) ? (first ?? null) : null;
      default:
        return null;
    }
  }

  /** Whether a subscript names all dimensions: an `id`, an item, a list. */
  private isWholeIndex(open: number): boolean {
    if (this.code.textAt(open + 1) === '{') return true;
    const type = this.expression(open + 1, this.code.closing(open));
    return type !== null && ['id', 'item', 'nd_item', 'range'].includes(classOfType(type) ?? '');
  }

  variable(name: string, at: number): TypeRef | null {
    const found = name.includes('::') ? null : declarationOf(this.code, name, at);
    if (found !== null) return this.declared(found);
    const entry = entryOf(this.code, name);
    return entry?.kind === 'constant' && entry.section === TAGS ? typeOf(TAG) : null;
  }

  /** The type of what is declared, where need be by its initialiser or by who calls the lambda. */
  declared({ at, type, initializer }: Declared): TypeRef | null {
    const { code } = this;
    if (type.name === 'auto') {
      const from = initializer < 0 ? -1 : initializer;
      if (from >= 0 && code.textAt(from) !== '=') {
        const close = code.closing(from);
        return close < 0 ? null : this.expression(from + 1, close);
      }
      if (code.textAt(at + 1) === ':') return this.elementOfRange(at + 2);
      return from < 0 ? this.ofLambda(at) : this.expression(from + 1, this.endOfInitializer(from + 1));
    }
    const resolved = resolveType(code, type);
    if (initializer >= 0 && code.textAt(initializer) !== '=') {
      const close = code.closing(initializer);
      return this.deduced(resolved, { arguments: close < 0 ? [] : this.split(initializer, close), templates: [] });
    }
    // An array decays; its elements are what a subscript gives.
    return code.textAt(at + 1) === '['
      ? { ...resolved, pointers: resolved.pointers + this.subscripts(at + 1) }
      : resolved;
  }

  /** `for (auto x : values)` */
  private elementOfRange(from: number): TypeRef | null {
    const type = this.expression(from, this.endOfInitializer(from));
    return type === null ? null : this.element(type);
  }

  private subscripts(from: number): number {
    let count = 0;
    for (let i = from; this.code.textAt(i) === '['; count++) {
      const close = this.code.closing(i);
      if (close < 0) return count + 1;
      i = close + 1;
    }
    return count;
  }

  private endOfInitializer(from: number): number {
    const { code } = this;
    for (let i = from; i < code.tokens.length; i++) {
      const text = code.textAt(i);
      if (text === ';' || text === ',' || text === ')' || text === '}' || text === '' || text === ':') return i;
      if (text === '(' || text === '[' || text === '{') {
        const close = code.closing(i);
        if (close < 0) return i;
        i = close;
      } else if (text === '<') {
        const list = parseArguments(code.tokens, i);
        if (list !== null && ['(', '{', '::'].includes(code.textAt(list.next))) i = list.next - 1;
      }
    }
    return code.tokens.length;
  }

  /** A parameter `auto x` of a lambda: what the call that the lambda is given to says. */
  private ofLambda(at: number): TypeRef | null {
    const { code } = this;
    const list = bracketsBefore(code, at)[0];
    if (list === undefined || list.open !== '(' || code.textAt(list.at - 1) !== ']') return null;
    const capture = code.opening(list.at - 1);
    const call = capture < 0 ? undefined : bracketsBefore(code, capture)[0];
    if (call === undefined || call.open !== '(' || call.callee < 0) return null;
    const index = list.starts.length - 1;
    return this.kernelParameter(code.textAt(call.callee), index, call.starts);
  }

  private kernelParameter(callee: string, index: number, starts: readonly number[]): TypeRef | null {
    const api = (name: string, ...args: readonly TypeRef[]): TypeRef => apiType('sycl', typeOf(name, ...args));
    if (callee === 'submit') return api('handler');
    if (callee === 'single_task') return api('kernel_handler');
    if (index > 0) return callee === 'parallel_for' ? api('reducer') : null;
    const [begin, second] = starts;
    const space = begin === undefined || second === undefined ? null : this.expression(begin, second - 1);
    const of = space === null ? null : classOfType(space);
    const rank = space?.args[0] ?? typeOf('1');
    if (callee === 'parallel_for')
      return of === 'nd_range' ? api('nd_item', rank) : api('item', of === null ? typeOf('1') : rank);
    if (callee === 'parallel_for_work_group') return api('group', rank);
    return callee === 'parallel_for_work_item' ? api('h_item', rank) : null;
  }
}

export const signaturesOf = ({ signatures }: ApiEntry): readonly Signature[] =>
  signatures.flatMap((text) => parseSignature(text) ?? []);

export const accepts = (
  parameters: readonly { readonly optional: boolean; readonly pack: boolean }[],
  count: number,
): boolean => {
  const required = parameters.filter(({ optional, pack }) => !optional && !pack).length;
  return count >= required && (count <= parameters.length || parameters.some(({ pack }) => pack));
};

const numberType = (text: string): TypeRef => {
  const isHex = /^0[xX]/.test(text);
  if (!isHex && /[.eE]/.test(text)) return typeOf(/[fF]$/.test(text) ? 'float' : 'double');
  return typeOf(/[uU]/.test(text) ? 'unsigned int' : 'int');
};

/** `v.xy` is a vector of two, `v.x` an element. */
const swizzled = (type: TypeRef, name: string): TypeRef | null => {
  const [element, count] = type.args;
  if (element === undefined || count === undefined) return null;
  const n = Number(count.name);
  const size = /^(?:lo|hi|odd|even)$/.test(name)
    ? Math.ceil((n === 3 ? 4 : n) / 2)
    : /^s[\da-f]+$/i.test(name)
      ? name.length - 1
      : /^(?:[xyzw]+|[rgba]+)$/.test(name)
        ? name.length
        : 0;
  return size === 0 || !(n > 0) ? null : size === 1 ? element : { ...type, args: [element, typeOf(String(size))] };
};

/** What a function of the file returns. */
const functionType = (code: KernelCode, name: string, at: number): TypeRef | null => {
  const found = declarationOf(code, name, at);
  return found !== null && code.textAt(found.at + 1) === '(' ? found.type : null;
};
