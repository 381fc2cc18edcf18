/** What the features of a kernel file look at: its text as read, and the names in it. */

import type { LoweredParts } from '@athanor/compiler-core/frontends/kernel/lower/by-parts.ts';
import { type KernelSource, type KernelText, readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { SymbolPlaces } from '@athanor/compiler-core/frontends/kernel/symbols/places.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';
import { KernelCode } from './code.ts';
import { type KernelSite, kernelSites } from './sites.ts';

export class KernelView {
  readonly text: KernelText;
  readonly sites: readonly KernelSite[];
  private names: SymbolPlaces | null = null;
  private tokens: KernelCode | null = null;

  constructor(
    readonly source: KernelSource,
    readonly lines: LineIndex,
    parts?: LoweredParts,
    /** Launches of the file that `athanor.toml` configures. */
    readonly settings: readonly LaunchSetting[] = [],
  ) {
    this.text = readKernels(source, parts);
    this.sites = kernelSites(this.text);
  }

  /** Made when it is first asked for: an edit alone needs none. */
  get places(): SymbolPlaces {
    this.names ??= new SymbolPlaces(this.text.unit, this.text.syntax);
    return this.names;
  }

  /** Likewise. */
  get code(): KernelCode {
    this.tokens ??= new KernelCode(this.text.unit.file, this.lines.text);
    return this.tokens;
  }
}
