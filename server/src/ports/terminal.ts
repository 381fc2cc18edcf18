/** Standard streams and environment of the process. */

export interface Terminal {
  /** Resolves when the text is handed on. A closed pipe ends the process quietly, as `head` expects. */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  readInput(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Null where standard output is no terminal. */
  readonly columns: number | null;
  /** Calls back on the first interrupt (Ctrl-C) instead of ending the process. */
  onInterrupt(handler: () => void): void;
}
