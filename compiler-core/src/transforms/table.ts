/** Every schedule call that is a rewrite, by its Python name. */

import { PRIMITIVES, type Primitive } from './primitives.ts';
import { TENSOR_PRIMITIVES } from './tensor-primitives.ts';

export const ALL_PRIMITIVES: Readonly<Record<string, Primitive>> = { ...PRIMITIVES, ...TENSOR_PRIMITIVES };
