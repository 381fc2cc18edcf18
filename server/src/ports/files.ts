/** The file system as the tool sees it: absolute paths with forward slashes, faults as values. */

export interface FileFault {
  readonly kind: 'missing' | 'denied' | 'directory' | 'exists' | 'loop' | 'too-large' | 'other';
  /** For people, without the path. */
  readonly message: string;
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: FileFault };

export type EntryKind = 'file' | 'directory' | 'link' | 'other';
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}
export interface Status {
  /** Links are followed. */
  readonly kind: Exclude<EntryKind, 'link'>;
  /** Equal for two paths of one file or directory. */
  readonly identity: string;
  readonly size: number;
}

export interface Files {
  /** The working directory, absolute. */
  readonly cwd: string;
  /** An absolute path with forward slashes and without `.` and `..`. */
  absolute(path: string): string;
  read(path: string): Outcome<Uint8Array>;
  list(path: string): Outcome<readonly Entry[]>;
  status(path: string): Outcome<Status>;
  /** `exclusive`: fails with `exists` rather than overwrite. Directories above are made. */
  write(path: string, data: string | Uint8Array, options: { readonly exclusive: boolean }): Outcome<void>;
  /**
   * Calls back with the path of anything that changes below the paths, a file that is replaced or comes to be
   * included; the result ends it. Null: none of them can be watched.
   */
  watch(paths: readonly string[], changed: (path: string) => void): (() => void) | null;
}

/** What matches a list of patterns in `.gitignore` form. */
export interface PatternSet {
  /** `path` is relative to where the patterns stand; a directory ends with a slash. */
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}
export type CompilePatterns = (patterns: string) => PatternSet;
