/** Every method that is served. */

import type { Registry } from '../guard.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerDocuments } from './documents.ts';
import { registerHints } from './hints.ts';
import { registerLifecycle } from './lifecycle.ts';
import { registerReading } from './reading.ts';
import { registerRenaming } from './renaming.ts';
import { registerSymbols } from './symbols.ts';
import { registerTokens } from './tokens.ts';

export const registerAll = (registry: Registry): void => {
  registerLifecycle(registry);
  registerDocuments(registry);
  registerDiagnostics(registry);
  registerReading(registry);
  registerTokens(registry);
  registerHints(registry);
  registerSymbols(registry);
  registerRenaming(registry);
};
