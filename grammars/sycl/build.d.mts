/** Generates the parser and compiles it to `output`. */
export function build(output: string): void;
