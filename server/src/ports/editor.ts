/** What the language server needs of its host: byte streams, a second thread, timers, a parent to watch. */

import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import type { Cell } from '@athanor/compiler-core/diag/source-view.ts';
import type { KernelSource } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { DeviceChoice } from '@athanor/compiler-core/session/kernel-limits.ts';
import type { LogPort } from '@athanor/compiler-core/session/limits.ts';
import type { FileSettings, ModuleLoader } from '@athanor/compiler-core/session/workspace.ts';
import type { SyntaxParser } from '@athanor/compiler-core/syntax/cst.ts';
import type { LaunchSetting } from './check-file.ts';

export interface ByteStreams {
  /** Begins reading; `ended` is called once, also when the stream breaks. */
  read(data: (chunk: Uint8Array) => void, ended: () => void): void;
  /** What cannot be written any more is dropped: its reader has gone. */
  write(bytes: Uint8Array): void;
  /** Stops reading; resolves when all that was written is handed on, or cannot be. */
  close(): Promise<void>;
}

export interface EngineEvents {
  message(value: unknown): void;
  /** The thread ended without being asked to. */
  died(reason: string): void;
}
export interface EngineHandle {
  /** A message as plain data; arrives in order. */
  post(value: unknown): void;
  end(): void;
}
/** Starts the thread that analyses. `flags` is memory that both threads see. */
export type StartEngine = (flags: Int32Array, events: EngineEvents) => EngineHandle;

export interface EditorHost {
  readonly streams: ByteStreams;
  readonly startEngine: StartEngine;
  /** Whether a process is there. */
  alive(process: number): boolean;
  /** Calls once after some milliseconds; the result cancels it. A waiting call does not keep the process alive. */
  delay(milliseconds: number, work: () => void): () => void;
  /** Milliseconds, never going back. */
  clock(): number;
  /** For what no client will read any more. Never throws. */
  log(line: string): void;
}

export interface ProjectSetting {
  readonly shape: { readonly kind: 'patterns' | 'severities' | 'integers' | 'devices' | 'launches' };
  readonly description: string;
  readonly example: string;
}

/** The user's files as the editor's session sees them. Paths are absolute, with forward slashes; so are file names in sessions. */
export interface Project {
  /** Settings of the `athanor.toml` that governs a file. */
  settings(path: string): FileSettings;
  /** Something changed on disk: what was read before is read again when asked for. */
  refresh(): Promise<void>;
  readonly loadModule: ModuleLoader;
  /** The Python of a file or notebook on disk; null where there is none. */
  read(path: string): { readonly text: string; readonly cells: readonly Cell[] } | null;
  /** Every file below the folders that the command line would look at, sorted. */
  candidates(folders: readonly string[]): readonly string[];
  /** Whether a text has anything to do with FreeTensor. */
  relevant(text: string): boolean;
  /** How a file with kernels is read: flags of its project, its includes; null where it is none. */
  kernelSource(path: string, text: string): (KernelSource & { readonly launches: readonly LaunchSetting[] }) | null;
  /** The device that a file is checked for: `wanted` by the editor, else that of `athanor.toml`; a sentence where it is none. */
  device(path: string, wanted: string | null): { readonly choice: DeviceChoice; readonly problem: string | null };
  /** A notebook's cell as Python of the same lines and columns: magics become comments. */
  pythonOfCell(source: string): string;
  /** The settings of `athanor.toml`, as its completion and hover say them. */
  readonly settingsTable: Readonly<Record<string, ProjectSetting>>;
  /** Mistakes in the text of an `athanor.toml`. */
  configProblems(path: string, text: string): readonly Diagnostic[];
}

/** What the analysing thread is given. */
export interface EngineHost {
  readonly version: string;
  readonly parser: SyntaxParser;
  readonly project: Project;
  readonly clock: () => number;
  readonly log: LogPort;
  /** Runs work after what is waiting now. */
  readonly soon: (work: () => void) => void;
  /** Runs work after so many milliseconds; the process may end before. */
  readonly later: (milliseconds: number, work: () => void) => void;
  /** Writes a file for a report of a crash and says where; null when that fails. */
  readonly keep: (name: string, text: string) => string | null;
  /** The help page of a code on the web. */
  readonly helpUrl: (code: string) => string;
}
