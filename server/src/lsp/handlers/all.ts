/** Every method that is served. */

import type { Registry } from '../guard.ts';
import { registerActions } from './actions.ts';
import { registerCommands } from './commands.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerDocuments } from './documents.ts';
import { registerHierarchy } from './hierarchy.ts';
import { registerHints } from './hints.ts';
import { registerLenses } from './lenses.ts';
import { registerLifecycle } from './lifecycle.ts';
import { registerReading } from './reading.ts';
import { registerRenaming } from './renaming.ts';
import { registerSymbols } from './symbols.ts';
import { registerTokens } from './tokens.ts';
import { registerWriting } from './writing.ts';

export const registerAll = (registry: Registry): void => {
  registerLifecycle(registry);
  registerDocuments(registry);
  registerDiagnostics(registry);
  registerReading(registry);
  registerTokens(registry);
  registerHints(registry);
  registerSymbols(registry);
  registerRenaming(registry);
  registerWriting(registry);
  registerHierarchy(registry);
  registerActions(registry);
  registerLenses(registry);
  registerCommands(registry);
};
