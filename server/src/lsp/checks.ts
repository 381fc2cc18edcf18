/**
 * Which files are to be checked, and what the last check of each said. A check makes way for an edit at once, and for
 * a request a few times; the parts that were whole are in the session's caches, so the next try begins further on.
 */

import type { FileCheck } from '@athanor/compiler-core/session/snapshot.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import type { Diagnostic } from 'vscode-languageserver';
import type { Waiting } from './flags.ts';
import type { Source } from './sources.ts';
import { resultIdOf } from './to-diagnostics.ts';

export interface Told {
  readonly diagnostics: readonly Diagnostic[];
  readonly resultId: string;
}

export interface Checked {
  readonly source: Source;
  /** Null where the file has nothing to do with FreeTensor. */
  readonly check: FileCheck | null;
  /** By document. */
  readonly told: ReadonlyMap<string, Told>;
}

export interface CheckWork {
  source(file: FileId): Source | null;
  /** Null: stopped, to be asked again. `deep`: with the patience of somebody who does not type. */
  run(source: Source, stop: { readonly cancelled: boolean }, deep: boolean): Outcome | null;
  done(checked: Checked, before: Checked | undefined): void;
}
export interface Outcome {
  readonly check: FileCheck | null;
  readonly told: ReadonlyMap<string, readonly Diagnostic[]>;
  /** There is more to find out, when nothing else is to be done. */
  readonly more: boolean;
}

/** How often requests may interrupt the check of one text: after that it runs to its end, or typing readers would starve it. */
const MOST_YIELDS = 3;

export class Checks {
  private readonly dirty = new Set<FileId>();
  /** Files whose last check ran out of time, to be looked at again when there is nothing else to do. */
  private readonly deep = new Set<FileId>();
  private readonly last = new Map<FileId, Checked>();
  private readonly waiters = new Map<FileId, ((checked: Checked | null) => void)[]>();
  private readonly yields = new Map<FileId, number>();
  private scheduled = false;

  constructor(
    private readonly work: CheckWork,
    private readonly waiting: Waiting,
    private readonly soon: (work: () => void) => void,
    /** After a pause in which somebody may have typed on. */
    private readonly later: (work: () => void) => void = soon,
  ) {}

  /** The text of a file, or what it depends on, is another. */
  changed(file: FileId): void {
    // The file that was edited last is looked at first.
    this.dirty.delete(file);
    this.dirty.add(file);
    this.deep.delete(file);
    this.yields.delete(file);
    this.schedule();
  }

  /** Files whose last check read another file. */
  dependents(file: FileId): readonly FileId[] {
    return [...this.last].flatMap(([other, { check }]) =>
      other !== file && check?.imported.some((read) => read.file === file) === true ? [other] : [],
    );
  }

  /** What ran out of time is given more of it: until the next edit, and never before anything else. */
  deepen(file: FileId): void {
    const last = this.last.get(file)?.check;
    if (last?.judged.some(({ diagnostic }) => diagnostic.code === 'budget-exceeded') !== true) return;
    this.deep.add(file);
    this.schedule();
  }

  /** Every file that is open, as it was checked last. */
  get all(): readonly Checked[] {
    return [...this.last.values()];
  }

  forget(file: FileId): void {
    this.dirty.delete(file);
    this.deep.delete(file);
    this.last.delete(file);
    this.answer(file, null);
  }

  /** The last whole check, of the text as it was then. */
  lastOf(file: FileId): Checked | undefined {
    return this.last.get(file);
  }

  /** The check of the text as it is; null when the file is closed before. */
  current(file: FileId): Promise<Checked | null> {
    const last = this.last.get(file);
    if (!this.dirty.has(file)) return Promise.resolve(last ?? null);
    return new Promise((answer) => {
      this.waiters.set(file, [...(this.waiters.get(file) ?? []), answer]);
    });
  }

  /** Runs the check of a file now, to its end, unless it was run. */
  now(file: FileId): Checked | null {
    if (this.dirty.has(file)) this.check(file, { cancelled: false });
    return this.last.get(file) ?? null;
  }

  private schedule(): void {
    if (this.scheduled || this.dirty.size + this.deep.size === 0) return;
    this.scheduled = true;
    this.soon(() => {
      this.scheduled = false;
      this.next();
      this.schedule();
    });
  }

  private next(): void {
    const { waiting } = this;
    const file = [...this.dirty].at(-1);
    if (waiting.edit) return;
    if (file === undefined) {
      this.nextDeep();
      return;
    }
    const yields = this.yields.get(file) ?? 0;
    const stop = {
      get cancelled(): boolean {
        return waiting.edit || (yields < MOST_YIELDS && waiting.request);
      },
    };
    const done = !stop.cancelled && this.check(file, stop);
    if (!done && !waiting.edit) this.yields.set(file, yields + 1);
  }

  private nextDeep(): void {
    const { waiting } = this;
    const stop = {
      get cancelled(): boolean {
        return waiting.edit || waiting.request;
      },
    };
    for (const file of this.deep) {
      if (stop.cancelled) return;
      if (this.check(file, stop, true)) this.deep.delete(file);
    }
  }

  private check(file: FileId, stop: { readonly cancelled: boolean }, deep = false): boolean {
    const source = this.work.source(file);
    if (source === null) {
      this.forget(file);
      return true;
    }
    const outcome = this.work.run(source, stop, deep);
    if (outcome === null) return false;
    const told = new Map(
      [...outcome.told].map(([uri, diagnostics]) => [uri, { diagnostics, resultId: resultIdOf(diagnostics) }] as const),
    );
    const before = this.last.get(file);
    const checked = { source, check: outcome.check, told };
    this.dirty.delete(file);
    this.last.set(file, checked);
    if (outcome.more && !deep) {
      this.later(() => {
        if (this.last.get(file) !== checked || this.dirty.has(file)) return;
        this.deep.add(file);
        this.schedule();
      });
    }
    this.work.done(checked, before);
    this.answer(file, checked);
    return true;
  }

  private answer(file: FileId, checked: Checked | null): void {
    const waiters = this.waiters.get(file) ?? [];
    this.waiters.delete(file);
    for (const answer of waiters) answer(checked);
  }
}
