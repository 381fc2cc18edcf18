/**
 * `athanor.toml`: `tomlCompletion(text, offset, settings)` and `tomlHover(text, offset, settings)`. The table of settings is handed
 * in (`CONFIG_TABLE` of the command line), so that reader, schema, page and editor have one source.
 */

import { CODES, type DiagnosticCode, isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import { SEVERITY_SETTINGS } from '@athanor/compiler-core/diag/severity.ts';
import { DEVICES } from '@athanor/compiler-core/machine/catalogue.ts';
import { OWN_FIELDS } from '@athanor/compiler-core/machine/own-device.ts';

export interface TomlSetting {
  readonly shape: { readonly kind: 'patterns' | 'severities' | 'integers' | 'devices' | 'launches' };
  readonly description: string;
  readonly example: string;
}
export type TomlSettings = Readonly<Record<string, TomlSetting>>;

export interface TomlItem {
  readonly label: string;
  readonly detail: string;
  readonly documentation: string;
  readonly insertText: string;
  readonly start: number;
  readonly end: number;
}
export interface TomlHover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly before: string;
  readonly whole: string;
  readonly start: number;
  /** The table that the line stands in; empty at the top. */
  readonly table: string;
}

const lineAt = (text: string, offset: number): Line => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const whole = text.slice(start, next < 0 ? text.length : next);
  const heads = [...text.slice(0, start).matchAll(/^[ \t]*\[\[?([\w.-]+?)(?:\."[^"\n]*")?\]\]?[ \t]*(?:#.*)?\r?$/gm)];
  return { before: text.slice(start, offset), whole, start, table: heads.at(-1)?.[1] ?? '' };
};

const isTable = (s: TomlSetting): boolean => s.shape.kind !== 'patterns';

/** Its tables have names of the user's: `[launch."src/a.cpp:Scale"]`. */
const isNamed = (s: TomlSetting): boolean => s.shape.kind === 'launches';

export const tomlCompletion = (text: string, offset: number, settings: TomlSettings): readonly TomlItem[] => {
  const { before, table, start } = lineAt(text, offset);
  if (before.includes('#')) return [];
  const item = (label: string, detail: string, documentation: string, from: number, insertText = label): TomlItem => ({
    label,
    detail,
    documentation,
    insertText,
    start: from,
    end: offset,
  });
  const head = /^\s*\[([\w-]*)$/.exec(before);
  if (head) {
    const from = offset - (head[1] ?? '').length;
    return Object.entries(settings).flatMap(([name, s]) =>
      isTable(s) ? [item(name, 'table', s.description, from, isNamed(s) ? `${name}."` : `${name}]`)] : [],
    );
  }
  const kind = settings[table]?.shape.kind;
  const value = /=\s*"?([\w-]*)$/.exec(before);
  const isOwnDevice = /^device\.[\w-]+$/.test(table);
  if (value) {
    const from = offset - (value[1] ?? '').length;
    const quoted = before[before.length - (value[1] ?? '').length - 1] === '"';
    if (kind === 'devices' || (isOwnDevice && /^\s*base\b/.test(before)))
      return DEVICES.map(({ id, name, about }) => item(id, name, about, from, quoted ? id : `"${id}"`));
    if (kind !== 'severities') return [];
    return SEVERITY_SETTINGS.map((s) => item(s, 'severity', '', from, quoted ? s : `"${s}"`));
  }
  const key = /^(\s*)([\w-]*)$/.exec(before);
  if (!key) return [];
  const from = start + (key[1] ?? '').length;
  if (kind === 'severities')
    return (Object.keys(CODES) as DiagnosticCode[]).map((code) =>
      item(code, CODES[code].severity, CODES[code].title, from, `${code} = `),
    );
  if (kind === 'launches')
    return ['global', 'local'].map((name) =>
      item(name, 'sizes', settings[table]?.description ?? '', from, `${name} = `),
    );
  if (isOwnDevice)
    return [
      item('base', '"nvidia-a100"', 'the device that it extends', from, 'base = '),
      ...Object.entries(OWN_FIELDS).map(([name, { form, meaning }]) => item(name, form, meaning, from, `${name} = `)),
    ];
  if (table !== '') return [];
  return Object.entries(settings).map(([name, s]) =>
    isTable(s)
      ? item(name, 'table', s.description, from, isNamed(s) ? `[${name}."` : `[${name}]`)
      : item(name, 'list', s.description, from, `${name} = [`),
  );
};

export const tomlHover = (text: string, offset: number, settings: TomlSettings): TomlHover | null => {
  const { whole, start, table } = lineAt(text, offset);
  for (const match of whole.replace(/#.*$/, '').matchAll(/[\w-]+/g)) {
    const from = start + match.index;
    const end = from + match[0].length;
    if (offset < from || offset > end) continue;
    const word = match[0];
    const known = Object.hasOwn(settings, word) ? settings[word] : undefined;
    const isKey = table === '' || /^\s*\[/.test(whole);
    if (known && isKey)
      return {
        markdown: `**${word}**\n\n${known.description}\n\n\`\`\`toml\n${known.example}\n\`\`\``,
        start: from,
        end,
      };
    if (settings[table]?.shape.kind === 'severities' && isDiagnosticCode(word))
      return { markdown: `**${word}** (${CODES[word].severity})\n\n${CODES[word].title}`, start: from, end };
  }
  return null;
};
