/** Adds parts to a run, each whole or not at all, and writes what the run says about itself. */

import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { TABLE_NAMES, type TableName } from '../model/tables.ts';
import { type Cell, ParquetFile } from '../parquet/file.ts';
import { DIAG_CODES } from './diags.ts';
import {
  manifestFile,
  partDir,
  partFile,
  partialsDir,
  partialsRoot,
  partsDir,
  RUN_VERSION,
  runFile,
  TEMPORARY,
} from './layout.ts';
import { type Diag, type Manifest, type PartInfo, readManifest } from './manifest.ts';

/** Name of the directory of a part: readable, and different for different bytes or names. */
export const partName = (label: string, sha256: string): string => {
  const words = basename(label.replaceAll('!', '-'))
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 48);
  const key = createHash('sha256').update(`${sha256}\0${label}`).digest('hex').slice(0, 12);
  return `${words === '' ? 'input' : words}-${key}`;
};

/** Adds parts; many may do so at once, each to parts of its own. */
export class PartStore {
  constructor(readonly dir: string) {}

  /** An empty directory for tables in the making. */
  temporary(name: string): string {
    const path = join(partsDir(this.dir), `${TEMPORARY}${name}`);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    return path;
  }

  /**
   * The part as it was finished before; null where there is none, or where a table of it has no end:
   * nothing is forced to the disk while it is written, so a machine that lost its power can leave that.
   */
  part(name: string): PartInfo | null {
    try {
      const part: PartInfo = JSON.parse(readFileSync(join(partDir(this.dir, name), 'part.json'), 'utf8'));
      const whole = TABLE_NAMES.every(
        (table) => part.tables[table] === undefined || endsProperly(partFile(this.dir, name, table)),
      );
      return whole ? part : null;
    } catch {
      return null;
    }
  }

  /** Makes the directory `temporary` the part `info.part`. */
  commit(temporary: string, info: PartInfo): void {
    writeFileSync(join(temporary, 'part.json'), json(info));
    const to = partDir(this.dir, info.part);
    rmSync(to, { recursive: true, force: true });
    renameSync(temporary, to);
  }
}

/** Of a directory that may be missing. */
const namesIn = (dir: string): readonly string[] => (existsSync(dir) ? readdirSync(dir) : []);

/** The one writer of a run. */
export class RunStore extends PartStore {
  /** @throws Error for people when the directory holds a run of another version. */
  constructor(dir: string) {
    super(dir);
    mkdirSync(partsDir(dir), { recursive: true });
    if (existsSync(manifestFile(dir))) readManifest(dir);
    // What a killed writer left.
    const below = [dir, partsDir(dir), ...namesIn(partialsRoot(dir)).map((name) => partialsDir(dir, name))];
    for (const folder of below)
      for (const name of namesIn(folder))
        if (name.startsWith(TEMPORARY)) rmSync(join(folder, name), { recursive: true, force: true });
  }

  get parts(): readonly PartInfo[] {
    return readdirSync(partsDir(this.dir))
      .sort()
      .map((name) => this.part(name))
      .filter((part) => part !== null);
  }

  /** Writes the tables of the whole run and, last, the manifest. @returns Diagnostics of the run. */
  finish(tool: string): readonly (Diag & { readonly part: string | null })[] {
    const { kept, diags } = chooseParts(this.parts);
    const found = [...kept.flatMap((part) => part.diags.map((diag) => ({ ...diag, part: part.part }))), ...diags];
    const withTables = kept.filter((part) => part.ranks.length > 0);
    this.writeTable(
      'source',
      kept.map(({ part, path, format, bytes, jsonBytes, sha256, events, truncated }) => ({
        part,
        path,
        format,
        bytes,
        json_bytes: jsonBytes,
        sha256,
        events,
        truncated,
      })),
    );
    this.writeTable(
      'rank',
      withTables
        .flatMap((part) => part.ranks.map((rank) => ({ part: part.part, ...rank })))
        .sort((a, b) => a.rank - b.rank)
        .map((rank) => ({
          ...rank,
          rank_from: rank.rankFrom,
          world_size: rank.worldSize,
          base_ns: rank.baseNs,
          first_ns: rank.firstNs,
          last_ns: rank.lastNs,
        })),
    );
    this.writeTable(
      'process_group',
      withTables.flatMap((part) => part.groups).map((group) => ({ ...group, pg_desc: group.pgDesc })),
    );
    this.writeTable(
      'diag',
      found.map((diag) => ({ ...diag })),
    );
    const manifest: Manifest = {
      format: 'athanor-run',
      version: RUN_VERSION,
      tool,
      units: { time: 'ns', size: 'bytes' },
      parts: kept.map(({ groups: _groups, diags: _diags, ...part }) => part),
    };
    const temporary = join(this.dir, `${TEMPORARY}run.json`);
    writeFileSync(temporary, json(manifest));
    renameSync(temporary, manifestFile(this.dir));
    return found;
  }

  private writeTable(name: TableName, rows: readonly Readonly<Record<string, Cell>>[]): void {
    const temporary = join(this.dir, `${TEMPORARY}${name}.parquet`);
    const file = new ParquetFile(temporary, name);
    for (const row of rows) file.add(row);
    file.close();
    renameSync(temporary, runFile(this.dir, name));
  }
}

/** Which parts make the run: of two that hold one rank, the first by name; and what is missing. */
const chooseParts = (
  parts: readonly PartInfo[],
): { readonly kept: readonly PartInfo[]; readonly diags: readonly (Diag & { readonly part: string | null })[] } => {
  const ordered = [...parts].sort(
    (a, b) => (a.ranks[0]?.rank ?? 1e9) - (b.ranks[0]?.rank ?? 1e9) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
  const taken = new Map<string, string>();
  const kept: PartInfo[] = [];
  const diags: (Diag & { readonly part: string | null })[] = [];
  const say = (
    code: keyof typeof DIAG_CODES,
    rank: number | null,
    part: string | null,
    detail: string,
    count = 1,
  ): void => {
    const [severity, meaning] = DIAG_CODES[code];
    diags.push({ rank, part, code, severity, count, offset: null, text: `${meaning}: ${detail}` });
  };
  for (const part of ordered) {
    // Different kinds of traces of one rank belong together; two of one kind do not.
    const keys = part.ranks.map(({ rank }) => `${kindOf(part.format)} ${rank}`);
    const clash = keys.find((key) => taken.has(key));
    if (clash !== undefined) {
      say('duplicate-rank', Number(clash.split(' ')[1]), part.part, `${part.path}; ${taken.get(clash)} is read`);
      continue;
    }
    for (const key of keys) taken.set(key, part.path);
    kept.push(part);
  }
  const ranks = new Set(kept.flatMap((part) => part.ranks.map(({ rank }) => rank)));
  const world = Math.max(0, ...kept.flatMap((part) => part.ranks.map(({ worldSize }) => worldSize ?? 0)));
  const missing = Array.from({ length: Math.min(world, 1 << 20) }, (_, rank) => rank).filter(
    (rank) => !ranks.has(rank),
  );
  if (missing.length > 0) say('missing-rank', null, null, `${spans(missing)} of ${world}`, missing.length);
  return { kept, diags };
};

const kindOf = (format: string): string => (format.startsWith('chrome') ? 'kineto' : format);

/** `0-3, 7`, shortened. */
export const spans = (numbers: readonly number[]): string => {
  const out: string[] = [];
  let start = 0;
  for (let at = 1; at <= numbers.length; at++) {
    if (at < numbers.length && numbers[at] === (numbers[at - 1] ?? 0) + 1) continue;
    const [from, to] = [numbers[start], numbers[at - 1]];
    out.push(from === to ? `${from}` : `${from}-${to}`);
    start = at;
  }
  return out.length > 12 ? `${out.slice(0, 12).join(', ')}, ...` : out.join(', ');
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const endsProperly = (path: string): boolean => {
  const fd = openSync(path, 'r');
  try {
    const tail = Buffer.alloc(4);
    readSync(fd, tail, 0, 4, Math.max(0, fstatSync(fd).size - 4));
    return tail.toString('latin1') === 'PAR1';
  } finally {
    closeSync(fd);
  }
};
