/** `athanor.toml` to settings; every mistake becomes a `config-error` at its place, and the rest still counts. */

import { about } from '@athanor/compiler-core/diag/about.ts';
import { CODES, type DiagnosticCode, isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { Diagnostic, Fix } from '@athanor/compiler-core/diag/diagnostic.ts';
import { SEVERITY_SETTINGS, type SeveritySetting } from '@athanor/compiler-core/diag/severity.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { type FileId, span } from '@athanor/compiler-core/text/span.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';
import type { ParseToml, TomlEntry, TomlNode } from '../../ports/toml.ts';
import { type DeviceSettings, readDevices } from './devices.ts';
import { LAUNCH_KEYS, readLaunches } from './launches.ts';
import { CONFIG_KEYS, CONFIG_TABLE, type ConfigKey } from './table.ts';

export interface Config {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly severity: ReadonlyMap<DiagnosticCode, SeveritySetting>;
  readonly bind: ReadonlyMap<string, bigint>;
  readonly device: DeviceSettings['patterns'];
  /** Devices that the file describes. */
  readonly ownDevices: readonly Device[];
  readonly launches: readonly LaunchSetting[];
}

export const defaultConfig: Config = {
  include: CONFIG_TABLE.include.shape.standard,
  exclude: [],
  severity: new Map(),
  bind: new Map(),
  device: [],
  ownDevices: [],
  launches: [],
};

export interface ReadConfig {
  readonly config: Config;
  readonly problems: readonly Diagnostic[];
}

/** Never fails: what cannot be used is left at its default. */
export const readConfig = (file: FileId, text: string, parse: ParseToml): ReadConfig => {
  const problems: Diagnostic[] = [];
  const report = (at: { start: number; end: number }, message: string, fixes: readonly Fix[] = []): void => {
    problems.push({ ...about('config-error', span(file, at.start, at.end), message), fixes });
  };
  /** An unknown word, with the nearest known one as a fix. */
  const unknownWord = (
    at: { start: number; end: number },
    word: string,
    what: string,
    names: readonly string[],
  ): void => {
    const hint = nearest(word, names);
    if (hint === null) {
      report(at, `\`${word}\` is no ${what}`);
      return;
    }
    const quoted = text.slice(at.start, at.end).startsWith('"') ? JSON.stringify(hint) : hint;
    const edits = [{ span: span(file, at.start, at.end), newText: quoted }];
    report(at, `\`${word}\` is no ${what}; did you mean \`${hint}\`?`, [{ title: `write \`${hint}\``, edits }]);
  };

  const parsed = parse(text);
  if (!parsed.ok) {
    // A value that is missing is noticed at the next line; what is wrong stands before.
    const before = text.slice(0, parsed.at);
    const at = /\n$|^$/.test(before) || parsed.at >= text.length ? Math.max(0, before.trimEnd().length - 1) : parsed.at;
    report({ start: at, end: Math.min(at + 1, text.length) }, `this is not TOML: ${parsed.message}`);
    return { config: defaultConfig, problems };
  }
  const found = new Map<ConfigKey, TomlNode>();
  for (const entry of parsed.table.entries) {
    const key = CONFIG_KEYS.find((name) => name === entry.key);
    if (key === undefined) unknownWord(entry, entry.key, 'setting', CONFIG_KEYS);
    else found.set(key, entry.value);
  }

  const patterns = (key: 'include' | 'exclude'): readonly string[] => {
    const node = found.get(key);
    if (node === undefined) return CONFIG_TABLE[key].shape.standard;
    if (node.kind !== 'array') {
      report(node, `\`${key}\` is a list of patterns: ${CONFIG_TABLE[key].example}`);
      return CONFIG_TABLE[key].shape.standard;
    }
    return node.items.flatMap((item) => {
      if (item.kind === 'string' && item.value !== '') return [item.value];
      report(item, 'a pattern is a text that is not empty');
      return [];
    });
  };
  const entries = (key: ConfigKey): readonly TomlEntry[] => {
    const node = found.get(key);
    if (node === undefined) return [];
    if (node.kind === 'table') return node.entries;
    report(node, `\`${key}\` is a table: ${CONFIG_TABLE[key].example.replace('\n', ' ')}`);
    return [];
  };

  const severity = new Map<DiagnosticCode, SeveritySetting>();
  for (const entry of entries('severity')) {
    const { value } = entry;
    if (!isDiagnosticCode(entry.key)) unknownWord(entry, entry.key, 'diagnostic code', Object.keys(CODES));
    else if (value.kind !== 'string') report(value, `a severity is one of ${SEVERITY_SETTINGS.join(', ')}, in quotes`);
    else {
      const setting = SEVERITY_SETTINGS.find((name) => name === value.value);
      if (setting === undefined)
        unknownWord(value, value.value, `severity (${SEVERITY_SETTINGS.join(', ')})`, SEVERITY_SETTINGS);
      else severity.set(entry.key, setting);
    }
  }
  const bind = new Map<string, bigint>();
  for (const { key, value, ...at } of entries('bind')) {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(key)) report(at, `\`${key}\` is no Python name`);
    else if (value.kind !== 'integer') report(value, `\`${key}\` is bound to an integer, as in ${key} = 1024`);
    else bind.set(key, value.value);
  }
  const devices = readDevices(entries('device'), { report, unknown: unknownWord });
  const table = found.get('launch');
  const launches = readLaunches(
    { kind: 'table', start: table?.start ?? 0, end: table?.end ?? 0, entries: entries('launch') },
    report,
    (at, word) => unknownWord(at, word, 'size of a launch', LAUNCH_KEYS),
  );
  const config = {
    include: patterns('include'),
    exclude: patterns('exclude'),
    severity,
    bind,
    device: devices.patterns,
    ownDevices: devices.own,
    launches,
  };
  return { config, problems };
};
