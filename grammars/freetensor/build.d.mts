/** Where the tools are looked for. */
export function environment(): Record<string, string | undefined>;
/** The tools that this machine lacks, in words; empty when a build can run. */
export function missingTools(): string[];
/** tree-sitter-python's scanner with our changes. */
export function scannerSource(original: string): string;
/** Generates the parser and compiles it to `output`. */
export function build(output: string): void;
