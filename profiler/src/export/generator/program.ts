/** What one rank does in one training step, as a list: load, forward and backward of all micro-batches, gradients, optimiser. */

import { coordinatesOf, type Group, type Groups, rankOf } from './groups.ts';
import type { Spec } from './spec.ts';

export type CollectiveOp = 'allreduce' | 'reduce_scatter' | '_allgather_base' | 'all_to_allv' | 'send' | 'recv';

export type Op =
  | { readonly kind: 'load' }
  | { readonly kind: 'copy'; readonly bytes: number }
  | {
      readonly kind: 'compute';
      readonly name: number;
      readonly ns: number;
      /** Set where the time is in proportion to the tokens routed to this rank's experts in that layer. */
      readonly expertLayer?: number;
      /** First of this many kernels that one graph launch starts; -1 for those that follow it. */
      readonly graph?: number;
    }
  | {
      readonly kind: 'collective';
      readonly op: CollectiveOp;
      readonly group: Group;
      /** Elements of two bytes that this rank puts in. */
      readonly elements: number;
      /** The compute stream goes on at once; a later `wait` joins. */
      readonly overlapped: boolean;
      readonly expertLayer?: number;
    }
  | { readonly kind: 'wait' }
  | { readonly kind: 'sync' };

/** Names of computation kernels, picked in turn. */
export const KERNELS = [
  'ampere_bf16_s16816gemm_bf16_128x128_ldg8_f2f_stages_64x4_tn',
  'void at::native::vectorized_elementwise_kernel<4, at::native::CUDAFunctor_add<c10::BFloat16>, at::detail::Array<char*, 3> >(int, at::native::CUDAFunctor_add<c10::BFloat16>, at::detail::Array<char*, 3>)',
  'void pytorch_flash::flash_fwd_kernel<pytorch_flash::Flash_fwd_kernel_traits<128, 128, 64, 4> >(pytorch_flash::Flash_fwd_params)',
  'triton_poi_fused_gelu_native_layer_norm_4',
  'void cutlass::Kernel2<cutlass_80_tensorop_bf16_s16816gemm_relu_bf16_256x128_32x3_nn_align8>(cutlass_80_tensorop_bf16_s16816gemm_relu_bf16_256x128_32x3_nn_align8::Params)',
  'void at::native::(anonymous namespace)::multi_tensor_apply_kernel<at::native::(anonymous namespace)::TensorListMetadata<4>, at::native::FusedAdamMathFunctor<float, 4> >(at::native::(anonymous namespace)::TensorListMetadata<4>)',
] as const;
const OPTIMISER = KERNELS.length - 1;

/** @returns The operations in order; the same for all ranks of one stage but for their groups. */
export function programOf(rank: number, spec: Spec, groups: Groups): readonly Op[] {
  const { model, layout } = spec;
  const at = coordinatesOf(rank, layout);
  const tp = groups.of('tp', rank);
  const dp = groups.of('dp', rank);
  const ep = model.experts > 0 ? groups.of('ep', rank) : undefined;
  const first = Math.floor((at.pp * model.layers) / layout.pp);
  const end = Math.floor(((at.pp + 1) * model.layers) / layout.pp);
  const activations = model.tokens * model.hidden;
  const parameters = Math.round((12 * model.hidden * model.hidden * (end - first)) / layout.tp);
  const ops: Op[] = [{ kind: 'load' }, { kind: 'copy', bytes: model.tokens * 8 * model.microBatches }];

  const collective = (
    op: CollectiveOp,
    group: Group | undefined,
    elements: number,
    rest: Partial<Extract<Op, { kind: 'collective' }>> = {},
  ): void => {
    if (group !== undefined) ops.push({ kind: 'collective', op, group, elements, overlapped: false, ...rest });
  };
  const layer = (index: number, backward: boolean): void => {
    const ns = backward ? 2 * model.kernelNs : model.kernelNs;
    const attention = model.kernelsPerLayer >> 1;
    const kernels = (from: number, to: number, expert: boolean): void => {
      for (let k = from; k < to; k += 1) {
        ops.push({
          kind: 'compute',
          name: k % OPTIMISER,
          ns,
          ...(expert ? { expertLayer: index } : {}),
          ...(model.graphs && !backward ? { graph: k === from ? to - from : -1 } : {}),
        });
      }
    };
    kernels(0, attention, false);
    collective('allreduce', tp, activations);
    const experts = model.experts > 0 ? { expertLayer: index } : {};
    collective('all_to_allv', ep, activations, experts);
    kernels(attention, model.kernelsPerLayer, model.experts > 0);
    collective('all_to_allv', ep, activations, experts);
    collective('allreduce', tp, activations);
  };
  const stage = (pp: number): number => rankOf({ ...at, pp }, layout);
  for (let batch = 0; batch < model.microBatches; batch += 1) {
    if (at.pp > 0) collective('recv', groups.pair(rank, stage(at.pp - 1)), activations);
    for (let index = first; index < end; index += 1) layer(index, false);
    if (at.pp + 1 < layout.pp) collective('send', groups.pair(rank, stage(at.pp + 1)), activations);
  }
  for (let batch = model.microBatches - 1; batch >= 0; batch -= 1) {
    if (at.pp + 1 < layout.pp) collective('recv', groups.pair(rank, stage(at.pp + 1)), activations);
    for (let index = end - 1; index >= first; index -= 1) {
      layer(index, true);
      // Gradients of a layer leave while the next one is computed.
      if (batch === 0) {
        collective('reduce_scatter', dp, Math.round(parameters / (end - first)), { overlapped: true });
      }
    }
    if (at.pp > 0) collective('send', groups.pair(rank, stage(at.pp - 1)), activations);
  }
  ops.push({ kind: 'wait' });
  collective('allreduce', groups.of('world', rank), 1);
  for (let k = 0; k < end - first; k += 1) ops.push({ kind: 'compute', name: OPTIMISER, ns: model.kernelNs });
  collective('_allgather_base', dp, Math.round(parameters / layout.dp));
  ops.push({ kind: 'sync' });
  return ops;
}
