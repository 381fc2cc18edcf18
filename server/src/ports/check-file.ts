/** One file to check and what came out, as plain data that crosses threads. */

import type { DiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { DeviceRow } from '@athanor/compiler-core/diag/device-table.ts';
import type { Finding } from '@athanor/compiler-core/diag/finding.ts';
import type { KernelReport } from '@athanor/compiler-core/diag/report.ts';
import type { SeveritySetting } from '@athanor/compiler-core/diag/severity.ts';
import type { Cell } from '@athanor/compiler-core/diag/source-view.ts';
import type { LaunchSizes } from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { CompileOptions } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import type { DeviceChoice } from '@athanor/compiler-core/session/kernel-limits.ts';

/** A launch that `athanor.toml` configures. */
export interface LaunchSetting {
  /** Relative to the directory of the `athanor.toml`. */
  readonly file: string;
  /** The kernel's name, or the line of its launch. */
  readonly kernel: string;
  readonly global: readonly number[];
  readonly local: readonly number[] | null;
  /** Offsets of the key, for what is found wrong later. */
  readonly start: number;
  readonly end: number;
}
export interface FileLaunches {
  readonly launches: readonly LaunchSetting[];
  /** Null: there is no `athanor.toml`. */
  readonly root: string | null;
}

/** A part of the file that could not be read as text; offsets into `text`. */
export interface ReadingProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface FileInput {
  /** As it is shown: relative to the working directory. */
  readonly path: string;
  readonly absolute: string;
  readonly text: string;
  readonly cells: readonly Cell[];
  readonly problems: readonly ReadingProblem[];
  readonly bindings: readonly { readonly name: string; readonly value: bigint; readonly source: string }[];
  readonly severity: readonly (readonly [DiagnosticCode, SeveritySetting])[];
  /** Where imports of the file's own project are looked for, after the file's directory. */
  readonly importRoots: readonly string[];
  /** Kernels: flags of the command line, behind those of the project. */
  readonly compile?: CompileOptions;
  /** Kernels: sizes of `athanor.toml`, and the directory it stands in. */
  readonly launches?: FileLaunches;
  /** Kernels: sizes of the command line, which win. */
  readonly sizes?: LaunchSizes;
  /** Kernels: the devices that the user chose; absent: what portable code may rely on. */
  readonly devices?: readonly DeviceChoice[];
}

export interface FileResult {
  readonly findings: readonly Finding[];
  readonly functions: number;
  readonly complete: number;
  readonly asked: number;
  readonly decided: number;
  readonly bound: readonly string[];
  readonly kernels?: readonly KernelReport[];
  /** Kernels by the devices of the command line; empty where it names none. */
  readonly devices: readonly DeviceRow[];
  readonly milliseconds: number;
}
