/** The exit codes of every command. `docs/exit-codes.md` is the same table for people; a test compares them. */

export const EXIT = {
  clean: 0,
  findings: 1,
  usage: 2,
  internal: 3,
  unreadable: 4,
  inconclusive: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  clean: 'no finding at or above `--fail-on`',
  findings: 'at least one finding at or above `--fail-on`',
  usage: 'a wrong option or argument, or a mistake in `athanor.toml`',
  internal: 'a fault of the tool itself',
  unreadable: 'an input could not be read, or only in part',
  inconclusive: 'the question could not be decided',
};

// What makes the other answers doubtful comes first.
const ORDER: readonly (keyof typeof EXIT)[] = ['internal', 'usage', 'unreadable', 'findings', 'inconclusive', 'clean'];

/** One code for several outcomes. */
export const gravest = (codes: readonly ExitCode[]): ExitCode =>
  EXIT[ORDER.find((name) => codes.includes(EXIT[name])) ?? 'clean'];

/** A wrong option, argument or file name: said on standard error, ends with `usage` unless it says otherwise. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly exit: ExitCode = EXIT.usage,
  ) {
    super(message);
  }
}
