/** `[launch."file:kernel"]` of `athanor.toml`: sizes to launch a kernel with, one table or several. */

import type { LaunchSetting } from '../../ports/check-file.ts';
import type { TomlNode, TomlTable } from '../../ports/toml.ts';

type Report = (at: { readonly start: number; readonly end: number }, message: string) => void;

export const LAUNCH_KEYS = ['global', 'local'] as const;
const FORM = 'sizes are written 1024, [1024, 16] or "1024,16": one to three positive integers, as the source has them';
const MOST = 999_999_999;

/** Null where it is none; that is reported. */
const sizes = (node: TomlNode, report: Report): readonly number[] | null => {
  const numbers =
    node.kind === 'integer'
      ? [Number(node.value)]
      : node.kind === 'array'
        ? node.items.map((item) => (item.kind === 'integer' ? Number(item.value) : Number.NaN))
        : node.kind === 'string'
          ? node.value.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN))
          : [];
  if (numbers.length >= 1 && numbers.length <= 3 && numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= MOST))
    return numbers;
  report(node, FORM);
  return null;
};

/** @param unknown reports an unknown word, with the nearest that is known */
export const readLaunches = (
  table: TomlTable,
  report: Report,
  unknown: (at: { readonly start: number; readonly end: number }, word: string) => void,
): readonly LaunchSetting[] =>
  table.entries.flatMap(({ key, value, start, end }): readonly LaunchSetting[] => {
    const at = { start, end };
    const [, file, kernel] = /^(.+\.\w+):([^:].*)$/.exec(key) ?? [];
    if (file === undefined || kernel === undefined) {
      report(
        at,
        `\`${key}\` names no kernel: write [launch."src/file.cpp:Kernel"], or the line of its launch after the colon`,
      );
      return [];
    }
    const tables = value.kind === 'array' ? value.items : [value];
    return tables.flatMap((one): readonly LaunchSetting[] => {
      if (one.kind !== 'table') {
        report(one, 'a launch is a table: global = 1024, local = 128');
        return [];
      }
      let global: readonly number[] | null = null;
      let local: readonly number[] | null = null;
      let isSound = true;
      for (const entry of one.entries) {
        if (entry.key !== 'global' && entry.key !== 'local') {
          unknown(entry, entry.key);
          continue;
        }
        const found = sizes(entry.value, report);
        isSound &&= found !== null;
        if (entry.key === 'global') global = found;
        else local = found;
      }
      if (!isSound) return [];
      if (global === null) {
        report(at, `\`${key}\` has no \`global\`: how many work-items there are, as in global = 1024`);
        return [];
      }
      if (local !== null && local.length !== global.length) {
        report(at, `\`global\` has ${global.length} dimensions and \`local\` ${local.length}: give as many`);
        return [];
      }
      return [{ file, kernel, global, local, ...at }];
    });
  });
