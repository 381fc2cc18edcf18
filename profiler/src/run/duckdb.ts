/** The package of DuckDB, loaded when it is first needed: it is native and takes a tenth of a second. */

import { createRequire } from 'node:module';

type DuckDb = typeof import('@duckdb/node-api');

/** By `require`, because `import` would first search the package, which is CommonJS, for its exports: half of the time. */
export const loadDuckDb = (): DuckDb => createRequire(import.meta.url)('@duckdb/node-api');
