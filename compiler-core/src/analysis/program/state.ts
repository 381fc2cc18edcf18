/** What is known at one place of a program: which commands run, which memory is freed, written, under a buffer. */

import type { Origin } from '../../ir/nodes.ts';
import { type Issued, joinTri, type Tri } from './happens-before.ts';

/** Something that happened to memory, and where. */
export interface Mark {
  readonly is: 'maybe' | 'yes';
  readonly at: Origin;
  readonly path: readonly number[];
}

/** Commands that are kept; of more that run at once the oldest are forgotten. */
const MAX_PENDING = 48;

export class State {
  /** By event. Commands that have ended are not among them. */
  issued = new Map<string, Issued>();
  /** Barriers of queues: what follows on their queue comes behind them. */
  barriers = new Set<string>();
  freed = new Map<string, Mark>();
  /** Buffers that commands wrote and the host did not ask for since. */
  dirty = new Map<string, Mark>();
  /** Memory that is made here. */
  written = new Map<string, Tri>();
  /** Branches in which it is made. */
  made = new Map<string, readonly number[]>();

  copy(): State {
    const out = new State();
    out.issued = new Map(this.issued);
    out.barriers = new Set(this.barriers);
    out.freed = new Map(this.freed);
    out.dirty = new Map(this.dirty);
    out.written = new Map(this.written);
    out.made = new Map(this.made);
    return out;
  }

  issue(command: Issued): void {
    this.issued.delete(command.step.event);
    this.issued.set(command.step.event, command);
    this.trim();
  }

  trim(): void {
    for (const event of this.issued.keys()) {
      if (this.issued.size <= MAX_PENDING) return;
      this.issued.delete(event);
    }
  }

  /** Commands end, surely or perhaps. */
  end(event: string, surely: boolean): void {
    const known = this.issued.get(event);
    if (known === undefined) return;
    if (surely) this.issued.delete(event);
    else if (!known.isBlurred) this.issued.set(event, { ...known, pending: 'maybe', isBlurred: true });
  }

  /** A command has ended, and what came before it. */
  ended(event: string): void {
    const known = this.issued.get(event);
    if (known === undefined) return;
    this.issued.delete(event);
    for (const before of known.must) this.ended(before);
    for (const other of known.may ?? this.issued.keys()) this.end(other, false);
  }

  /** Anything may have been waited for. */
  blur(): void {
    for (const event of this.issued.keys()) this.end(event, false);
  }
}

const joinMarks = (a: ReadonlyMap<string, Mark>, b: ReadonlyMap<string, Mark>): Map<string, Mark> => {
  const out = new Map<string, Mark>();
  for (const [name, mark] of [...a, ...b]) {
    const other = (a.get(name) === mark ? b : a).get(name);
    out.set(
      name,
      other === undefined ? { ...mark, is: 'maybe' } : { ...mark, is: joinTri(mark.is, other.is) as Mark['is'] },
    );
  }
  return out;
};

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> =>
  a === b ? new Set(a) : new Set([...a].filter((e) => b.has(e)));

/** What holds where either holds. */
export const joinStates = (a: State | null, b: State | null): State | null => {
  if (a === null || b === null) return a ?? b;
  const out = new State();
  for (const [event, x] of a.issued) {
    const y = b.issued.get(event);
    if (y === undefined) out.issued.set(event, x.pending === 'maybe' ? x : { ...x, pending: 'maybe' });
    else if (x === y) out.issued.set(event, x);
    else
      out.issued.set(event, {
        ...x,
        pending: joinTri(x.pending, y.pending) as Issued['pending'],
        isBlurred: x.isBlurred || y.isBlurred,
        must: x.must === y.must ? x.must : both(x.must, y.must),
        may: x.may === null || y.may === null ? null : x.may === y.may ? x.may : new Set([...x.may, ...y.may]),
      });
  }
  for (const [event, y] of b.issued)
    if (!a.issued.has(event)) out.issued.set(event, y.pending === 'maybe' ? y : { ...y, pending: 'maybe' });
  out.trim();
  out.barriers = both(a.barriers, b.barriers);
  out.freed = joinMarks(a.freed, b.freed);
  out.dirty = joinMarks(a.dirty, b.dirty);
  out.made = new Map([...a.made, ...b.made]);
  for (const [name, is] of [...a.written, ...b.written])
    out.written.set(name, joinTri(a.written.get(name) ?? is, b.written.get(name) ?? is));
  return out;
};
