/** What the features of a kernel file look at: its text as read, and the names in it. */

import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import type { LoweredParts } from '@athanor/compiler-core/frontends/kernel/lower/by-parts.ts';
import {
  type KernelSource,
  type KernelText,
  type ReadKernel,
  readKernels,
} from '@athanor/compiler-core/frontends/kernel/read.ts';
import { SymbolPlaces } from '@athanor/compiler-core/frontends/kernel/symbols/places.ts';
import { portable } from '@athanor/compiler-core/machine/catalogue.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import type { KernelVerdict } from '@athanor/compiler-core/plan/kernels/judge.ts';
import { hostFindings } from '@athanor/compiler-core/session/host-findings.ts';
import type { KernelDiagnostic } from '@athanor/compiler-core/session/kernel-check.ts';
import type { Configured } from '@athanor/compiler-core/session/kernel-limits.ts';
import { type Asked, KernelVerdicts, TYPING } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';
import { KernelCode } from './code.ts';
import { configuredLaunches } from './launch-sizes.ts';
import { type KernelSite, kernelSites } from './sites.ts';

export interface ViewOptions {
  /** What of the version before need not be lowered again. */
  readonly parts?: LoweredParts;
  /** Launches of the file that `athanor.toml` configures. */
  readonly settings?: readonly LaunchSetting[];
  readonly verdicts?: KernelVerdicts;
}

export class KernelView {
  readonly text: KernelText;
  /** Launches of the file that `athanor.toml` configures. */
  readonly settings: readonly LaunchSetting[];
  readonly configured: Configured;
  private readonly verdicts: KernelVerdicts;
  /** Null where it was not asked for yet. */
  host: readonly KernelDiagnostic[] | null = null;
  /** What hints are for; the last that was asked for. */
  device: Device;
  readonly sites: readonly KernelSite[];
  private names: SymbolPlaces | null = null;
  private tokens: KernelCode | null = null;

  constructor(
    readonly source: KernelSource,
    readonly lines: LineIndex,
    { parts, settings = [], verdicts = new KernelVerdicts(TYPING) }: ViewOptions = {},
  ) {
    this.text = readKernels(source, parts);
    this.sites = kernelSites(this.text);
    this.settings = settings;
    this.configured = configuredLaunches(this.text, settings);
    this.verdicts = verdicts;
    this.device = portable(source.path);
  }

  /** Of the host's code and by the language's rules; null where `shouldStop` ended it. */
  hostFindings(shouldStop: () => boolean): readonly KernelDiagnostic[] | null {
    this.host ??= hostFindings(this.text, shouldStop);
    return this.host;
  }

  /** What is said of the kernels and the host, as far as it is known. */
  get findings(): readonly Diagnostic[] {
    const judged = this.text.kernels.flatMap((kernel) => this.verdictOf(kernel)?.diagnostics ?? []);
    return [...judged, ...(this.host ?? []).map(({ diagnostic }) => diagnostic)];
  }

  /** Null where it was not judged yet. */
  verdictOf(kernel: ReadKernel): KernelVerdict | null {
    return this.verdicts.of(kernel, this.asked(kernel));
  }

  /** Null where `shouldStop` ended it. */
  judge(kernel: ReadKernel, shouldStop: () => boolean): KernelVerdict | null {
    return this.verdicts.judge(kernel, this.asked(kernel), shouldStop);
  }

  private asked(kernel: ReadKernel): Asked {
    const { texts } = this.text.unit;
    return {
      launches: this.configured(kernel),
      assumptions: this.text.assumptions(kernel),
      device: this.device,
      textAt: ({ file, start, end }) => texts.get(file)?.slice(start, end) ?? null,
    };
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
