/** Arrays in files: NumPy's `.npy` and JSON. */

import type { TensorInput, TensorValue } from '@athanor/compiler-core/exec/values.ts';
import type { DType } from '@athanor/compiler-core/ir/types.ts';

export type ReadArray =
  | { readonly kind: 'array'; readonly value: TensorInput }
  | { readonly kind: 'error'; readonly message: string };

export interface Arrays {
  readNpy(bytes: Uint8Array): ReadArray;
  /** Null: NumPy has no such element type. */
  writeNpy(tensor: TensorValue): Uint8Array | null;
  /** `declared` is the element type the program declares; it counts where the JSON says none. */
  fromJson(json: unknown, declared: DType | null): ReadArray;
}
