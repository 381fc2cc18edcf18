/** `athanor lsp --stdio`: the language server. Exit code 0 after `shutdown` and `exit`, 1 where the client vanished. */

import { runFront } from '../../lsp/front.ts';
import type { Ports } from '../../ports/ports.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';

export const lsp = async ({ loadEditor }: Ports): Promise<ExitCode> => {
  if (loadEditor === undefined) throw new UsageError('this host has no streams to serve an editor on');
  return (await runFront(await loadEditor())) === 0 ? EXIT.clean : EXIT.findings;
};
