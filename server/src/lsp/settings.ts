/** The client's section `athanor`: read defensively, since people write it by hand. */

import { type DiagnosticCode, isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import { SEVERITY_SETTINGS, type SeveritySetting } from '@athanor/compiler-core/diag/severity.ts';
import type { Binding } from '@athanor/compiler-core/session/pipeline.ts';
import type { FileSettings } from '@athanor/compiler-core/session/workspace.ts';
import { isRecord } from './json-rpc.ts';

export interface EditorSettings {
  readonly bind: ReadonlyMap<string, bigint>;
  readonly severity: ReadonlyMap<DiagnosticCode, SeveritySetting>;
  /** False: no diagnostics, everything else goes on. */
  readonly diagnostics: boolean;
  /** Switches of inlay hints, lenses and completion, by name. */
  readonly shown: ReadonlyMap<string, boolean>;
  /** The device that kernels are checked for; null: that of `athanor.toml`, or none. */
  readonly device: string | null;
}
export const NO_SETTINGS: EditorSettings = {
  bind: new Map(),
  severity: new Map(),
  diagnostics: true,
  shown: new Map(),
  device: null,
};

/** What of a section cannot be used is left out, with a sentence about it. */
export const readSettings = (
  section: unknown,
): { readonly settings: EditorSettings; readonly problems: readonly string[] } => {
  if (section === null || section === undefined) return { settings: NO_SETTINGS, problems: [] };
  if (!isRecord(section)) return { settings: NO_SETTINGS, problems: ['the section `athanor` is an object'] };
  const problems: string[] = [];
  const bind = new Map<string, bigint>();
  for (const [name, value] of entries(section, 'bind')) {
    if (typeof value === 'number' && Number.isSafeInteger(value)) bind.set(name, BigInt(value));
    else if (typeof value === 'string' && /^-?\d{1,40}$/.test(value)) bind.set(name, BigInt(value));
    else problems.push(`athanor.bind.${name} is an integer`);
  }
  const severity = new Map<DiagnosticCode, SeveritySetting>();
  for (const [code, value] of entries(section, 'severity')) {
    const setting = SEVERITY_SETTINGS.find((each) => each === value);
    if (!isDiagnosticCode(code)) problems.push(`athanor.severity: \`${code}\` is no diagnostic code`);
    else if (setting === undefined) problems.push(`athanor.severity.${code} is one of ${SEVERITY_SETTINGS.join(', ')}`);
    else severity.set(code, setting);
  }
  const shown = new Map<string, boolean>();
  for (const group of ['inlayHints', 'codeLens', 'completion', 'kernels'])
    for (const [name, value] of entries(section, group))
      if (typeof value === 'boolean') shown.set(`${group}.${name}`, value);
  const kernels = section['kernels'];
  const named = isRecord(kernels) ? kernels['device'] : undefined;
  const device = typeof named === 'string' && named.trim() !== '' ? named.trim() : null;
  if (named !== undefined && named !== null && typeof named !== 'string')
    problems.push('athanor.kernels.device is the name of a device');
  const enabled = isRecord(section['diagnostics']) ? section['diagnostics']['enable'] : undefined;
  return { settings: { bind, severity, diagnostics: enabled !== false, shown, device }, problems };
};

const entries = (section: Readonly<Record<string, unknown>>, key: string): readonly (readonly [string, unknown])[] => {
  const value = section[key];
  return isRecord(value) ? Object.entries(value) : [];
};

/** What the editor says wins over `athanor.toml`, as the command line does. */
export const merged = (file: FileSettings, editor: EditorSettings): FileSettings => {
  const bindings = new Map<string, Binding>(file.bindings);
  for (const [name, value] of editor.bind) bindings.set(name, { value, source: 'editor settings' });
  return { bindings, severity: new Map([...file.severity, ...editor.severity]) };
};
