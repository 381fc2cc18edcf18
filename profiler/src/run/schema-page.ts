/** `docs/profiler-schema.md`, out of the tables that the code uses. */

import { TABLE_NAMES, tableOf } from '../model/tables.ts';
import { DIAG_CODES } from './diags.ts';
import { MACROS, VIEWS } from './views.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const tableSection = (name: (typeof TABLE_NAMES)[number]): string => {
  const { doc, scope, columns } = tableOf(name);
  const rows = Object.entries(columns).map(
    ([column, { type, optional, unit, doc: meaning }]) =>
      `| \`${column}\` | ${type}${optional ? ', may be null' : ''} | ${unit} | ${cell(meaning)} |`,
  );
  const where = scope === 'run' ? `\`${name}.parquet\`` : `\`parts/PART/${name}.parquet\``;
  return `### ${name}\n\n${doc} In ${where}.\n\n| column | type | unit | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
};

const list = (entries: readonly { readonly name: string; readonly doc: string }[]): string =>
  entries.map(({ name, doc }) => `| \`${name}\` | ${cell(doc)} |`).join('\n');

/** The whole page. */
export const schemaPage = (): string => `# Tables of a run

Generated from the code: \`ATHANOR_UPDATE=1 npx vitest run profiler/src/run/schema-page.test.ts\` writes it.

A run is a directory that \`athanor profile ingest PATH... --out RUN\` makes:

| file | holds |
|---|---|
| \`run.json\` | the manifest: version, units, inputs with hashes, their parts, ranks and tables |
| \`source.parquet\`, \`rank.parquet\`, \`process_group.parquet\`, \`diag.parquet\` | tables of the whole run |
| \`parts/PART/part.json\` | what one input held |
| \`parts/PART/TABLE.parquet\` | its tables, each only where it has rows |
| \`partials/\` | intermediate results of reports; may be deleted |

Any Parquet tool reads the tables; \`parts/*/slice.parquet\` is all slices. The same inputs give the same bytes. A part appears when it is
whole, the manifest last; an ingest that was interrupted is continued by the same command. One writer at a time: \`.lock\` names it.

Types: \`i32\`, \`i64\` are integers (\`i64\` of at most 2^53 in size), \`big\` any 64-bit integer, \`f64\` a double, \`str\` UTF-8, \`bool\` a truth value.
Times are integer nanoseconds. \`ts\` counts from \`base_ns\` of its rank: \`rank.base_ns + slice.ts\` is nanoseconds since the epoch where the trace
says so. Ids are local to a rank.

## Tables

${TABLE_NAMES.map(tableSection).join('\n')}
## Views and macros of \`athanor profile query\`

All tables are there under their names, and:

| view | is |
|---|---|
${list(VIEWS)}

| macro | is |
|---|---|
${list(MACROS)}

\`\`\`sh
athanor profile query run 'SELECT rank, ms(sum(dur)) AS ms FROM kernel GROUP BY rank ORDER BY rank'
athanor profile query run 'FROM top_kernels(10)' --format csv
\`\`\`

## Diagnostics

Reading never fails over what an input holds: it says so here and in \`diag\`, and goes on.

| code | severity | meaning |
|---|---|---|
${Object.entries(DIAG_CODES)
  .map(([code, [severity, meaning]]) => `| \`${code}\` | ${severity} | ${cell(meaning)} |`)
  .join('\n')}
`;
