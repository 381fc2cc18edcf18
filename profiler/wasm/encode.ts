/**
 * Encodings of Parquet, in AssemblyScript: compiled to WebAssembly by `npm run generate`. How they are used, and why bit widths
 * are whole bytes, is told in `src/parquet/encode.ts`. Addresses are handed in; each returns the position behind what it wrote.
 */

export { delta, least, most } from './delta';
export { hybrid, presence } from './hybrid';
