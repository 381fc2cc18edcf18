/** Every method that is served. */

import type { Registry } from '../guard.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerDocuments } from './documents.ts';
import { registerLifecycle } from './lifecycle.ts';

export const registerAll = (registry: Registry): void => {
  registerLifecycle(registry);
  registerDocuments(registry);
  registerDiagnostics(registry);
};
