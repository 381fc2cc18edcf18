/** The package of DuckDB, loaded when it is first needed: it is native and takes a twentieth of a second. */

type DuckDb = Pick<typeof import('@duckdb/node-api'), 'DuckDBInstance'>;

/**
 * The bundles hold its JavaScript as one file of its own; the native library comes from the package of the platform.
 * It is CommonJS, so what it exports is the default; its names alone are not there in a bundle.
 */
export const loadDuckDb = async (): Promise<DuckDb> => (await import('@duckdb/node-api')).default;
