/** Messages of JSON-RPC as the protocol thread sees them: enough of their form to route and to refuse them. */

export type Id = number | string;

export type Incoming =
  | { readonly kind: 'request'; readonly id: Id; readonly method: string; readonly params: unknown }
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'response'; readonly id: Id; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'invalid'; readonly id: Id | null; readonly message: string };

/** Codes of JSON-RPC and of the protocol, section "Base Protocol". */
export const ERROR = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  notInitialized: -32002,
  cancelled: -32800,
  contentModified: -32801,
  requestFailed: -32803,
} as const;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (value: unknown): value is Id => typeof value === 'string' || typeof value === 'number';

/** Deeper than anything the protocol has, and far from what would end a thread that copies it. */
const DEEPEST = 200;

const isDeep = (value: unknown): boolean => {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
};

export const classify = (value: unknown): Incoming => {
  if (!isRecord(value)) return { kind: 'invalid', id: null, message: 'a message is an object' };
  const { id, method } = value;
  // Some clients send an empty list where there are none.
  const params = Array.isArray(value['params']) && value['params'].length === 0 ? undefined : value['params'];
  if (isDeep(value))
    return { kind: 'invalid', id: isId(id) ? id : null, message: `a message is nested at most ${DEEPEST} deep` };
  if (typeof method === 'string') {
    if (params !== undefined && params !== null && !isRecord(params))
      return { kind: 'invalid', id: isId(id) ? id : null, message: 'params are an object' };
    if (id === undefined) return { kind: 'notification', method, params };
    if (isId(id)) return { kind: 'request', id, method, params };
    return { kind: 'invalid', id: null, message: 'an id is a number or a text' };
  }
  if (isId(id) && ('result' in value || 'error' in value)) return { kind: 'response', id, value };
  return { kind: 'invalid', id: isId(id) ? id : null, message: 'neither a request nor a response' };
};

export const failure = (id: Id | null, code: number, message: string): object => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});
export const success = (id: Id, result: unknown): object => ({ jsonrpc: '2.0', id, result });
