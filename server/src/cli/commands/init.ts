/** `athanor init`: a commented athanor.toml, never over an existing one. */

import type { Ports } from '../../ports/ports.ts';
import { CONFIG_NAME } from '../config/discover.ts';
import { starterConfig } from '../config/table.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { join, relativeTo } from '../paths.ts';

export const init = async (directory: string, { files, terminal }: Ports): Promise<ExitCode> => {
  const path = join(files.absolute(directory), CONFIG_NAME);
  const shown = relativeTo(files.cwd, path);
  const written = files.write(path, starterConfig(), { exclusive: true });
  if (!written.ok) {
    const why =
      written.fault.kind === 'exists'
        ? 'is there already and was left as it is'
        : `cannot be written: ${written.fault.message}`;
    throw new UsageError(`${shown} ${why}`);
  }
  await terminal.out(`${shown} written: every setting is explained in it, none is active\n`);
  return EXIT.clean;
};
