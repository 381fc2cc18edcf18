/** tree-sitter-python's scanner with our changes. */
export function scannerSource(original: string): string;
/** Generates the parser and compiles it to `output`. */
export function build(output: string): void;
