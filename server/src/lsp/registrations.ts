/** What the client was asked to watch and to tell: a new analysing thread asks anew, so that of the old one is taken back. */

import { isRecord } from './json-rpc.ts';

export class Registrations {
  /** Methods by id. */
  private readonly held = new Map<string, string>();

  /** Sees the requests that go to the client. */
  follow({ method, params }: Readonly<Record<string, unknown>>): void {
    if (!isRecord(params)) return;
    if (method === 'client/registerCapability')
      for (const [id, what] of entries(params['registrations'])) this.held.set(id, what);
    // The protocol's own spelling.
    if (method === 'client/unregisterCapability')
      for (const [id] of entries(params['unregisterations'])) this.held.delete(id);
  }

  /** Parameters that take back everything; null where there is nothing. */
  takeBack(): object | null {
    const unregisterations = [...this.held].map(([id, method]) => ({ id, method }));
    this.held.clear();
    return unregisterations.length === 0 ? null : { unregisterations };
  }
}

const entries = (list: unknown): readonly (readonly [string, string])[] =>
  Array.isArray(list)
    ? list.flatMap((each: unknown) =>
        isRecord(each) && typeof each['id'] === 'string' && typeof each['method'] === 'string'
          ? [[each['id'], each['method']] as const]
          : [],
      )
    : [];
