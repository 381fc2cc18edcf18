/**
 * Which folder may import which: the order of ARCHITECTURE.md as a table. What is not listed is refused, packages too.
 * Type-only imports count. To allow a new edge, add it here with its reason in the commit; the order itself does not bend.
 */

export interface Layer {
  /** A folder (or one file) of the repository. A longer path wins over a shorter one. */
  readonly from: string;
  /** Folders it may import, itself always among them; a folder includes those below it that have no entry of their own. */
  readonly may: readonly string[];
  /** Packages and `node:` modules it may import; `node:*` means every Node module. */
  readonly packages: readonly string[];
  /** True while the folder has no file yet. */
  readonly planned?: true;
}

/** An edge that breaks the table for now: who removes it, and by which issue. The list may only shrink. */
export interface Debt {
  readonly from: string;
  readonly to: string;
  readonly owner: string;
  readonly issue: number;
}

const core = (name: string): string => `compiler-core/src/${name}`;

const profiler = (name: string): string => `profiler/src/${name}`;

/** What reads and writes runs. */
const RUNS = ['model', 'parquet', 'run'].map(profiler);
const PROFILER = [...RUNS, ...['import', 'export', 'align', 'analyses', 'report'].map(profiler)];

const GROUND = ['text', 'units'].map(core);
const VALUES = [...GROUND, ...['diag', 'presburger', 'syntax'].map(core)];
const PROGRAM = [...VALUES, ...['ir', 'machine'].map(core)];
const FACTS = [...PROGRAM, ...['frontends', 'analysis'].map(core)];
const WORK = [...FACTS, ...['transforms', 'cost', 'codegen', 'exec'].map(core)];
const REASON = [...WORK, core('plan')];
const CORE = [...REASON, core('session')];
const PORTS = [...CORE, 'server/src/ports'];
const FEATURES = [...PORTS, 'server/src/ide'];
const EDGES = ['server/src/lsp', 'server/src/dap', 'server/src/native', 'server/src/cli'];

export const LAYERS: readonly Layer[] = [
  { from: core('text'), may: [], packages: [] },
  { from: core('units'), may: [], packages: [] },
  { from: core('diag'), may: GROUND, packages: [] },
  // For `Answer` only: the sets themselves have never heard of diagnostics.
  { from: core('presburger'), may: [...GROUND, core('diag')], packages: [] },
  { from: core('syntax'), may: GROUND, packages: [] },
  { from: core('ir'), may: VALUES, packages: [] },
  { from: core('machine'), may: VALUES, packages: [] },
  { from: core('frontends/tensor'), may: PROGRAM, packages: [] },
  { from: core('frontends/kernel'), may: PROGRAM, packages: [] },
  { from: core('analysis'), may: PROGRAM, packages: [] },
  { from: core('transforms'), may: FACTS, packages: [] },
  { from: core('cost'), may: FACTS, packages: [], planned: true },
  { from: core('codegen'), may: FACTS, packages: [], planned: true },
  // The interpreter judges the front ends and the analyses, so it knows neither.
  { from: core('exec'), may: PROGRAM, packages: [] },
  { from: core('plan'), may: WORK, packages: [] },
  { from: core('session'), may: REASON, packages: [] },
  { from: profiler('model'), may: [], packages: [] },
  { from: profiler('parquet'), may: [profiler('model')], packages: ['node:*'] },
  { from: profiler('run'), may: ['model', 'parquet'].map(profiler), packages: ['node:*', '@duckdb/node-api'] },
  { from: profiler('import'), may: RUNS, packages: ['node:*', 'fzstd'] },
  { from: profiler('export'), may: [profiler('model')], packages: [] },
  { from: profiler('align'), may: [...RUNS, profiler('analyses')], packages: [] },
  { from: profiler('analyses'), may: [...RUNS, profiler('align')], packages: ['node:*', '@duckdb/node-api'] },
  { from: profiler('report'), may: [...RUNS, ...['align', 'analyses'].map(profiler)], packages: ['node:*'] },
  { from: profiler('cli'), may: PROFILER, packages: ['node:*', 'commander'] },
  // AssemblyScript: another language, compiled into modules of `parquet` and `import`.
  { from: 'profiler/wasm', may: [], packages: [] },
  // What the acceptance table shares with the tests.
  { from: profiler('test'), may: PROFILER, packages: ['node:*'] },
  // Entry point of the profiler alone.
  { from: profiler('main.ts'), may: [...PROFILER, profiler('cli')], packages: ['node:*'] },
  { from: 'server/src/ports', may: CORE, packages: [] },
  { from: 'server/src/ide', may: PORTS, packages: [] },
  { from: 'server/src/lsp', may: FEATURES, packages: ['vscode-languageserver'] },
  { from: 'server/src/dap', may: FEATURES, packages: [], planned: true },
  { from: 'server/src/native', may: FEATURES, packages: [], planned: true },
  {
    from: 'server/src/cli',
    may: [...FEATURES, 'server/src/cli/commands/lsp.ts'],
    packages: ['commander', 'picocolors'],
  },
  // The command that serves an editor: the protocol thread is its whole work.
  {
    from: 'server/src/cli/commands/lsp.ts',
    may: [...FEATURES, 'server/src/cli', 'server/src/lsp'],
    packages: [],
  },
  {
    from: 'server/src/host',
    // Its command line is a command of ours.
    may: [...PORTS, profiler('cli')],
    packages: ['node:*', 'ignore', 'toml-eslint-parser', 'web-tree-sitter'],
  },
  // Entry points alone put hosts into ports.
  {
    from: 'server/src/main.ts',
    may: [...FEATURES, ...EDGES, 'server/src/host', profiler('import'), profiler('report')],
    packages: ['node:*'],
  },
  { from: 'extension', may: [], packages: ['node:*', 'vscode', 'vscode-languageclient'] },
  // Drives a real editor; the suite itself runs inside it.
  {
    from: 'extension/e2e',
    may: ['tools'],
    packages: ['node:*', 'playwright-core', 'vscode', 'vscode-languageclient', '(computed)'],
  },
  {
    from: 'compiler-core/testkit',
    may: [...CORE, 'server/src/host', 'server/src/ports'],
    packages: ['node:*', 'vitest'],
  },
  // AssemblyScript compiles `profiler/wasm`.
  { from: 'tools', may: [], packages: ['node:*', 'assemblyscript', 'esbuild', 'vite', 'vitest'] },
  {
    from: 'bench',
    may: [...CORE, ...PROFILER, profiler('test'), 'compiler-core/testkit', 'server/src', 'server/test', 'tools'],
    packages: ['node:*', 'vite', 'web-tree-sitter', '(computed)'],
  },
  // A client of the server, for transcripts; the protocol's own list of methods is what they are held against.
  {
    from: 'server/test',
    may: [...CORE, 'compiler-core/testkit', 'server/src', 'tools'],
    packages: ['node:*', 'vitest', 'vscode-languageserver'],
  },
  // Settings are those that the extension sends, and the folder is that of its tests.
  { from: 'bench/editors', may: ['bench', 'extension', 'tools'], packages: ['node:*', 'esbuild'] },
  {
    from: 'grammars',
    may: ['server/src/host'],
    packages: ['node:*', 'tree-sitter-cpp', 'tree-sitter-python', 'vitest', 'web-tree-sitter'],
  },
  { from: 'vitest.config.ts', may: [], packages: ['vitest'] },
];

/**
 * What a test file (`*.test.ts`, and what stands in a folder `test`) may import beyond what its folder may:
 * a test puts a whole session round one feature, so any code below the edges is open to it.
 */
export const TESTS: Omit<Layer, 'from'> = {
  may: [
    ...CORE,
    ...PROFILER,
    profiler('cli'),
    profiler('test'),
    'compiler-core/testkit',
    'server/src',
    'tools',
    'bench',
    'grammars',
  ],
  packages: ['node:*', 'vitest', 'ajv', 'ajv-formats', 'xmllint-wasm', '@duckdb/node-api', 'fzstd'],
};

export const DEBT: readonly Debt[] = [];
