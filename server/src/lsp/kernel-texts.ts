/** Kernels of the open files, read once for each text. */

import { LoweredParts } from '@athanor/compiler-core/frontends/kernel/lower/by-parts.ts';
import type { LimitsMemo } from '@athanor/compiler-core/session/kernel-limits.ts';
import { KernelVerdicts, TYPING } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { KernelCode } from '../ide/kernels/code.ts';
import { KernelView } from '../ide/kernels/view.ts';
import type { Project } from '../ports/editor.ts';
import type { Source } from './sources.ts';

interface Known {
  readonly of: string;
  readonly kernels: KernelView | null;
  /** What the next version need not lower again. */
  readonly parts: LoweredParts;
}

export class KernelTexts {
  private readonly known = new Map<FileId, Known>();

  private readonly codes = new Map<FileId, KernelCode>();
  /** Of all files: a kernel that no text has any more is forgotten by itself. */
  private readonly verdicts = new KernelVerdicts(TYPING);
  readonly limits: LimitsMemo = new WeakMap();

  constructor(private readonly project: Project) {}

  /** Null for a file of another language, or one that has nothing to do with devices. */
  of({ file, lines }: Source): KernelView | null {
    const before = this.known.get(file);
    if (before?.of === lines.text) return before.kernels;
    const source = this.project.kernelSource(file, lines.text);
    const parts = before?.parts ?? new LoweredParts();
    const kernels =
      source && new KernelView(source, lines, { parts, settings: source.launches, verdicts: this.verdicts });
    this.known.set(file, { of: lines.text, kernels, parts });
    return kernels;
  }

  /** Its tokens, for what is asked while it is typed: then it is not read. Null for a file of another language. */
  code({ file, lines }: Source): KernelCode | null {
    const before = this.codes.get(file);
    if (before?.text === lines.text) return before;
    const isKernel =
      before !== undefined || this.known.get(file)?.kernels || this.project.kernelSource(file, lines.text);
    if (!isKernel) return null;
    const code = new KernelCode(file, lines.text);
    this.codes.set(file, code);
    return code;
  }

  forget(file: FileId): void {
    this.known.delete(file);
    this.codes.delete(file);
  }

  /** Something changed on disk: an include may be another. */
  forgetAll(): void {
    this.known.clear();
  }
}
