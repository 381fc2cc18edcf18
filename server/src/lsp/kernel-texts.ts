/** Kernels of the open files, read once for each text. */

import { type KernelText, readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { type KernelSite, kernelSites } from '../ide/kernels/sites.ts';
import type { LaunchSetting } from '../ports/check-file.ts';
import type { Project } from '../ports/editor.ts';
import type { Source } from './sources.ts';

export interface Kernels {
  readonly text: KernelText;
  readonly sites: readonly KernelSite[];
  /** Launches of the file that `athanor.toml` configures. */
  readonly launches: readonly LaunchSetting[];
}

export class KernelTexts {
  private readonly known = new Map<FileId, { readonly of: string; readonly kernels: Kernels | null }>();

  constructor(private readonly project: Project) {}

  /** Null for a file of another language, or one that has nothing to do with devices. */
  of({ file, lines }: Source): Kernels | null {
    const before = this.known.get(file);
    if (before?.of === lines.text) return before.kernels;
    const source = this.project.kernelSource(file, lines.text);
    const text = source && readKernels(source);
    const kernels = text && { text, sites: kernelSites(text), launches: source?.launches ?? [] };
    this.known.set(file, { of: lines.text, kernels });
    return kernels;
  }

  forget(file: FileId): void {
    this.known.delete(file);
  }

  /** Something changed on disk: an include may be another. */
  forgetAll(): void {
    this.known.clear();
  }
}
