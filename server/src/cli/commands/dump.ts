/** `athanor dump`: what a stage of the compiler makes of a file. */

import { sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { dumpAccesses } from '../../ide/dump-accesses.ts';
import type { Ports } from '../../ports/ports.ts';
import { oneOf, parseBinds } from '../check-options.ts';
import { dumpTree } from '../dump-tree.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { libraryView } from '../library-view.ts';
import { openTarget, unitsOf } from '../target.ts';

export const STAGES = ['tokens', 'tree', 'ir', 'accesses'] as const;

export const dump = async (
  text: string,
  flags: { readonly stage: string; readonly bind: readonly string[] },
  ports: Ports,
): Promise<ExitCode> => {
  const stage = oneOf('--stage', flags.stage, STAGES);
  const target = await openTarget(text, parseBinds(flags.bind), ports);
  const { input, parser, file } = target;
  const unread = input.problems.length > 0 ? EXIT.unreadable : EXIT.clean;
  if (stage === 'tokens' || stage === 'tree') {
    if (target.func !== null)
      throw new UsageError(`--stage ${stage} is of a whole file: leave out \`:${target.func}\``);
    const tree = parser.parse(input.text);
    await ports.terminal.out(dumpTree(tree, input.text, stage));
    tree.delete();
    return unread;
  }
  const view = sourceView(file, input.path, input.text, input.cells);
  const lookup = (id: FileId) => (id === file ? view : libraryView(id));
  const parts = unitsOf(target).map(({ func }) => (stage === 'ir' ? printFunc(func) : dumpAccesses(func, lookup)));
  await ports.terminal.out(parts.map((part) => (part.endsWith('\n') ? part : `${part}\n`)).join('\n'));
  return unread;
};
