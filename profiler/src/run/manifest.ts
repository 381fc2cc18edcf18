/** `run.json` and `part.json`: what a run and a part say about themselves. */

import { readFileSync } from 'node:fs';
import type { TableName } from '../model/tables.ts';
import { manifestFile, RUN_VERSION } from './layout.ts';

export interface Diag {
  readonly rank: number | null;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly count: number;
  readonly offset: number | null;
  readonly text: string;
}

export interface RankInfo {
  readonly rank: number;
  readonly rankFrom: 'content' | 'name' | 'event' | 'none';
  readonly worldSize: number | null;
  readonly backend: string | null;
  /** Decimal text: it does not fit a double. */
  readonly baseNs: string;
  readonly firstNs: number | null;
  readonly lastNs: number | null;
  readonly slices: number;
  readonly device: string | null;
  readonly host: string | null;
  readonly resolution: 'ns' | 'us' | null;
  readonly meta: string | null;
}

export interface GroupInfo {
  readonly rank: number;
  readonly pg: string;
  readonly pgDesc: string | null;
  readonly backend: string | null;
  readonly size: number | null;
  readonly ranks: string | null;
}

export interface PartInfo {
  readonly part: string;
  readonly path: string;
  readonly format: string;
  readonly bytes: number;
  readonly jsonBytes: number;
  readonly sha256: string;
  readonly events: number;
  /** Events by phase, where the format has phases. */
  readonly phases: Readonly<Record<string, number>>;
  readonly truncated: boolean;
  /** Rows of each table that the part has. */
  readonly tables: Readonly<Partial<Record<TableName, number>>>;
  readonly ranks: readonly RankInfo[];
  readonly groups: readonly GroupInfo[];
  readonly diags: readonly Diag[];
}

export interface Manifest {
  readonly format: 'athanor-run';
  readonly version: number;
  readonly tool: string;
  readonly units: { readonly time: 'ns'; readonly size: 'bytes' };
  readonly parts: readonly Omit<PartInfo, 'groups' | 'diags'>[];
}

/** @throws Error with a sentence for people when `dir` is no run, or one of another version. */
export const readManifest = (dir: string): Manifest => {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(manifestFile(dir), 'utf8'));
  } catch {
    throw new Error(`${dir} is not a finished run: it has no readable run.json; athanor profile ingest makes one`);
  }
  if (manifest?.format !== 'athanor-run') throw new Error(`${manifestFile(dir)} is not the manifest of a run`);
  if (manifest.version !== RUN_VERSION)
    throw new Error(`${dir} has version ${manifest.version}; this program reads version ${RUN_VERSION}: ingest again`);
  return manifest;
};
