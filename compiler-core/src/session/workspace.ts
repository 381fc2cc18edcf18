/**
 * The public face of the library: changes go in, immutable snapshots come out. Everything a snapshot says is derived
 * on demand; results that are whole are cached by content and shared between snapshots.
 */

import type { DiagnosticCode } from '../diag/codes.ts';
import type { SeveritySetting } from '../diag/severity.ts';
import type { SyntaxParser, TextChange } from '../syntax/cst.ts';
import type { FileId } from '../text/span.ts';
import { Caches } from './caches.ts';
import { type LogPort, silentLog } from './limits.ts';
import type { Bindings, Pipeline } from './pipeline.ts';
import { type FileState, Snapshot } from './snapshot.ts';

/** What `athanor.toml` and the command line say about one file. */
export interface FileSettings {
  /** Of `--bind` and `athanor.toml`, precedence already applied. Comments in the file come last. */
  readonly bindings: Bindings;
  readonly severity: ReadonlyMap<DiagnosticCode, SeveritySetting>;
}
export const defaultSettings: FileSettings = { bindings: new Map(), severity: new Map() };

export type Change =
  | { readonly kind: 'set'; readonly file: FileId; readonly text: string; readonly settings?: FileSettings }
  /** Edits apply one after the other, each to the text the one before left. */
  | { readonly kind: 'edit'; readonly file: FileId; readonly edits: readonly TextChange[] }
  | { readonly kind: 'remove'; readonly file: FileId };

/** Finds what `import module` means in a file; null where it is not a file of the user's. */
export type ModuleLoader = (from: FileId, module: string) => { readonly file: FileId; readonly text: string } | null;

export interface WorkspaceOptions {
  readonly parser: SyntaxParser;
  readonly pipeline: Pipeline;
  readonly loadModule?: ModuleLoader;
  readonly log?: LogPort;
  /** Texts will be edited: keep syntax trees and results by content. Off for one-shot checks, where both only cost. */
  readonly incremental?: boolean;
  /** Record facts about names while staging, for an editor. */
  readonly facts?: boolean;
}

export class Workspace {
  private current: Snapshot;
  private readonly caches: Caches;

  constructor(options: WorkspaceOptions) {
    this.caches = new Caches(options.pipeline, options.parser, options.incremental ?? false);
    const world = {
      caches: this.caches,
      pipeline: options.pipeline,
      loadModule: options.loadModule ?? (() => null),
      log: options.log ?? silentLog,
      facts: options.facts ?? false,
    };
    this.current = new Snapshot(0, new Map(), world);
  }

  get snapshot(): Snapshot {
    return this.current;
  }

  /**
   * Applies changes at once and gives the snapshot after them; older snapshots stay valid.
   * An edit of an unknown file, or outside its text, is clamped to what is there. O(files + texts edited).
   */
  apply(...changes: readonly Change[]): Snapshot {
    const files = new Map(this.current.files);
    for (const change of changes) {
      const before = files.get(change.file);
      switch (change.kind) {
        case 'set': {
          const settings = change.settings ?? before?.settings ?? defaultSettings;
          files.set(change.file, { text: change.text, settings });
          break;
        }
        case 'edit':
          files.set(change.file, edited(before ?? { text: '', settings: defaultSettings }, change.edits));
          break;
        case 'remove':
          files.delete(change.file);
          this.caches.forget(change.file);
          break;
      }
    }
    this.current = this.current.next(files);
    return this.current;
  }
}

const edited = (state: FileState, edits: readonly TextChange[]): FileState => {
  let { text } = state;
  for (const { start, oldEnd, newText } of edits) {
    const from = Math.max(0, Math.min(start, text.length));
    text = text.slice(0, from) + newText + text.slice(Math.max(from, oldEnd));
  }
  return { ...state, text };
};
