/**
 * A run is a directory:
 *
 *     RUN/run.json                       manifest: version, inputs with hashes, parts, units
 *     RUN/parts/PART/part.json           what one input held: ranks, counts, diagnostics
 *     RUN/parts/PART/TABLE.parquet       its tables (scope `part` of the model)
 *     RUN/TABLE.parquet                  tables of the whole run (scope `run`)
 *     RUN/partials/NAME/PART.*           results of analyses for each part; made by them, may be deleted
 *
 * A part appears by the rename of a finished directory, `run.json` by the rename of a finished file: what is there is whole.
 */

import { join } from 'node:path';
import type { TableName } from '../model/tables.ts';

/** How what is in the making begins its name; a killed writer leaves it, the next one removes it. */
export const TEMPORARY = '.tmp-';

/** Changes when a reader of an older run would misunderstand it. */
export const RUN_VERSION = 1;

export const manifestFile = (run: string): string => join(run, 'run.json');
export const partsDir = (run: string): string => join(run, 'parts');
export const partDir = (run: string, part: string): string => join(run, 'parts', part);
export const partFile = (run: string, part: string, table: TableName): string =>
  join(run, 'parts', part, `${table}.parquet`);
export const runFile = (run: string, table: TableName): string => join(run, `${table}.parquet`);
export const partialsRoot = (run: string): string => join(run, 'partials');
export const partialsDir = (run: string, analysis: string): string => join(run, 'partials', analysis);
