/** Where the tools are looked for. */
export function environment(): Record<string, string | undefined>;
/** The tools that this machine lacks, in words; empty when a build can run. */
export function missingTools(): string[];
