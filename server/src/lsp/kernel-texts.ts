/** Kernels of the open files, read once for each text. */

import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { KernelView } from '../ide/kernels/view.ts';
import type { Project } from '../ports/editor.ts';
import type { Source } from './sources.ts';

export class KernelTexts {
  private readonly known = new Map<FileId, { readonly of: string; readonly kernels: KernelView | null }>();

  constructor(private readonly project: Project) {}

  /** Null for a file of another language, or one that has nothing to do with devices. */
  of({ file, lines }: Source): KernelView | null {
    const before = this.known.get(file);
    if (before?.of === lines.text) return before.kernels;
    const source = this.project.kernelSource(file, lines.text);
    const kernels = source && new KernelView(source, lines);
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
