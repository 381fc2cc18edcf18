/** NVIDIA's data-centre GPUs. Limits are those of the compute capability, rates those of the SXM modules. */

import type { Bytes } from '../../units/quantities.ts';
import { absent, B, features, from, GBps, GiB, KiB, level, MHz, MiB, peak, TFlops } from '../cite.ts';
import type { Device, Fact, Limits, MemoryLevel, Source } from '../device.ts';

const GUIDE: Source = {
  title: 'CUDA C++ Programming Guide',
  where: 'https://docs.nvidia.com/cuda/cuda-c-programming-guide/',
  date: 'release 12.6',
  compared: false,
};
const PROFILING: Source = {
  title: 'Nsight Compute, Kernel Profiling Guide',
  where: 'https://docs.nvidia.com/nsight-compute/ProfilingGuide/',
  date: '2024.3',
  compared: false,
};
const VOLTA: Source = {
  title: 'NVIDIA Tesla V100 GPU Architecture, white paper',
  where: 'WP-08608-001_v1.1',
  date: 'August 2017',
  compared: false,
};
const AMPERE: Source = {
  title: 'NVIDIA A100 Tensor Core GPU Architecture, white paper',
  where: 'https://images.nvidia.com/aem-dam/en-zz/Solutions/data-center/nvidia-ampere-architecture-whitepaper.pdf',
  date: 'V1.0, 2020',
  compared: false,
};
const A100_SHEET: Source = {
  title: 'NVIDIA A100 Tensor Core GPU, data sheet',
  where:
    'https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf',
  date: 'June 2021',
  compared: false,
};
const HOPPER: Source = {
  title: 'NVIDIA H100 Tensor Core GPU Architecture, white paper',
  where: 'https://resources.nvidia.com/en-us-tensor-core/gtc22-whitepaper-hopper',
  date: 'V1.04, 2023',
  compared: false,
};

const guide = from(GUIDE);
const volta = from(VOLTA);
const ampere = from(AMPERE);
const hopper = from(HOPPER);
const SPEC = 'technical specifications per compute capability';

/** @param asked shared memory of a block after the host raised its limit */
const limits = (asked: Bytes, capability: string): Limits => ({
  workGroup: guide(1024, `${SPEC}: threads per block`),
  workItems: guide([1024, 1024, 64], `${SPEC}: dimensions of a block`),
  groups: guide([2 ** 31 - 1, 65535, 65535], `${SPEC}: dimensions of a grid`),
  subGroups: guide([32], `${SPEC}: warp size`),
  localMemory: guide(KiB(48), `${SPEC}: static shared memory, what a launch gets without cudaFuncSetAttribute`),
  localMemoryAsked: guide(asked, `${SPEC}: shared memory per thread block, ${capability}`),
  registers: guide(B(255 * 4), `${SPEC}: 255 registers of 32 bits per thread`),
  constantMemory: guide(KiB(64), `${SPEC}: constant memory`),
});

const FEATURES = features(
  [
    [['fp16', 'fp64'], guide(true, 'arithmetic instructions, table of throughput')],
    [['atomic64', 'floatAtomics'], guide(true, 'feature support per compute capability')],
    [['doubleAtomics'], guide(true, 'feature support: atomicAdd of 64-bit floats, 6.0 and higher')],
    [['subGroupProgress'], guide(true, 'independent thread scheduling, 7.0 and higher')],
    [['usmDevice', 'usmHost', 'usmShared'], guide(true, 'unified memory; page-locked host memory')],
    [['images'], absent('textures are there; whether SYCL images are depends on the implementation')],
  ],
  absent('depends on the operating system and driver (pageableMemoryAccess)'),
);

const BANKS = guide({ count: 32, width: B(4) }, 'shared memory: 32 banks of 32 bits');
const LINE = from(PROFILING)(B(128), 'metrics decoder: a cache line is four sectors');
const SECTOR = from(PROFILING)(B(32), 'metrics decoder: sector');
const registers = (source: typeof volta): MemoryLevel =>
  level('registers', 'compute unit', { size: source(KiB(256), 'comparison table: register file per SM') });
/** Shared memory gives 32 banks of 4 bytes a cycle in each SM. */
const local = (size: Fact<Bytes>, sms: number, mhz: number): MemoryLevel =>
  level('shared memory and L1', 'compute unit', {
    size,
    line: LINE,
    sector: SECTOR,
    bandwidth: guide(
      GBps((128 * sms * mhz) / 1e3),
      `shared memory: 32 bits per bank and cycle; 128 B x ${sms} SMs x ${mhz} MHz`,
    ),
  });

export const V100: Device = {
  id: 'nvidia-v100',
  aliases: ['v100', 'sm_70', 'volta'],
  name: 'NVIDIA Tesla V100 SXM2',
  about: 'Tesla V100 SXM2 16 GB, compute capability 7.0',
  kind: 'gpu',
  numbers: 'exact',
  limits: limits(KiB(96), '7.0'),
  features: FEATURES,
  memory: [
    registers(volta),
    local(volta(KiB(128), 'combined L1 data cache and shared memory, per SM'), 80, 1530),
    level('L2', 'device', {
      size: volta(KiB(6144), 'table 1: L2 cache size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: ampere(GBps((2048 * 1530) / 1e3), 'L2 cache: V100 reads 2048 B/cycle; x 1530 MHz'),
    }),
    level('HBM2', 'device', {
      size: volta(GiB(16), 'table 1: memory size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: volta(GBps(900), 'HBM2 memory: 900 GB/s peak'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: volta(80, 'table 1: SMs'),
  clock: volta(MHz(1530), 'table 1: GPU boost clock'),
  peaks: [
    peak('float64', 'vector', volta(TFlops(7.8), 'table 1: peak FP64')),
    peak('float32', 'vector', volta(TFlops(15.7), 'table 1: peak FP32')),
    peak('float16', 'vector', ampere(TFlops(31.4), 'comparison table: peak FP16, non-tensor, V100')),
    peak('float16', 'matrix', volta(TFlops(125), 'table 1: peak tensor')),
  ],
};

export const A100: Device = {
  id: 'nvidia-a100',
  aliases: ['a100', 'a100-40gb', 'sm_80', 'ampere'],
  name: 'NVIDIA A100 SXM4 40 GB',
  about: 'A100 SXM4 40 GB, compute capability 8.0',
  kind: 'gpu',
  numbers: 'exact',
  limits: limits(KiB(163), '8.0'),
  features: FEATURES,
  memory: [
    registers(ampere),
    local(ampere(KiB(192), 'combined L1 data cache and shared memory, per SM'), 108, 1410),
    level('L2', 'device', {
      size: ampere(KiB(40960), 'comparison table: L2 cache size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: ampere(GBps((5120 * 1410) / 1e3), 'L2 cache: reads 5120 B/cycle; x 1410 MHz'),
    }),
    level('HBM2', 'device', {
      size: ampere(GiB(40), 'comparison table: memory size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: ampere(GBps(1555), 'comparison table: memory bandwidth'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: ampere(108, 'comparison table: SMs'),
  clock: ampere(MHz(1410), 'comparison table: GPU boost clock'),
  peaks: [
    peak('float64', 'vector', ampere(TFlops(9.7), 'comparison table: peak FP64')),
    peak('float64', 'matrix', ampere(TFlops(19.5), 'comparison table: peak FP64 tensor')),
    peak('float32', 'vector', ampere(TFlops(19.5), 'comparison table: peak FP32')),
    peak('tfloat32', 'matrix', ampere(TFlops(156), 'comparison table: peak TF32 tensor')),
    peak('float16', 'vector', ampere(TFlops(78), 'comparison table: peak FP16, non-tensor')),
    peak('float16', 'matrix', ampere(TFlops(312), 'comparison table: peak FP16 tensor')),
    peak('bfloat16', 'vector', ampere(TFlops(39), 'comparison table: peak BF16, non-tensor')),
    peak('bfloat16', 'matrix', ampere(TFlops(312), 'comparison table: peak BF16 tensor')),
    peak('int8', 'matrix', ampere(TFlops(624), 'comparison table: peak INT8 tensor')),
  ],
};

const sheet = from(A100_SHEET);
export const A100_80GB: Device = {
  ...A100,
  id: 'nvidia-a100-80gb',
  aliases: ['a100-80gb'],
  name: 'NVIDIA A100 SXM4 80 GB',
  about: 'A100 SXM4 80 GB, compute capability 8.0',
  memory: [
    A100.memory[0],
    ...A100.memory.slice(1, -1),
    level('HBM2e', 'device', {
      size: sheet(GiB(80), 'specifications: GPU memory'),
      line: LINE,
      sector: SECTOR,
      bandwidth: sheet(GBps(2039), 'specifications: GPU memory bandwidth'),
    }),
  ],
};

export const H100: Device = {
  id: 'nvidia-h100',
  aliases: ['h100', 'sm_90', 'hopper'],
  name: 'NVIDIA H100 SXM5 80 GB',
  about: 'H100 SXM5 80 GB, compute capability 9.0',
  kind: 'gpu',
  numbers: 'exact',
  limits: limits(KiB(227), '9.0'),
  features: FEATURES,
  memory: [
    registers(hopper),
    local(hopper(KiB(256), 'combined L1 data cache and shared memory, per SM'), 132, 1980),
    level('L2', 'device', {
      size: hopper(MiB(50), 'comparison table: L2 cache size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: absent('the white paper gives none'),
    }),
    level('HBM3', 'device', {
      size: hopper(GiB(80), 'comparison table: memory size'),
      line: LINE,
      sector: SECTOR,
      bandwidth: hopper(GBps(3352), 'comparison table: memory bandwidth'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: hopper(132, 'comparison table: SMs'),
  clock: hopper(MHz(1980), 'comparison table: boost clock of FP64 and FP32; 1830 MHz of tensor operations'),
  peaks: [
    peak('float64', 'vector', hopper(TFlops(33.5), 'comparison table: peak FP64')),
    peak('float64', 'matrix', hopper(TFlops(66.9), 'comparison table: peak FP64 tensor')),
    peak('float32', 'vector', hopper(TFlops(66.9), 'comparison table: peak FP32')),
    peak('tfloat32', 'matrix', hopper(TFlops(494.7), 'comparison table: peak TF32 tensor, dense')),
    peak('float16', 'vector', hopper(TFlops(133.8), 'comparison table: peak FP16, non-tensor')),
    peak('float16', 'matrix', hopper(TFlops(989.4), 'comparison table: peak FP16 tensor, dense')),
    peak('bfloat16', 'vector', hopper(TFlops(133.8), 'comparison table: peak BF16, non-tensor')),
    peak('bfloat16', 'matrix', hopper(TFlops(989.4), 'comparison table: peak BF16 tensor, dense')),
    peak('int8', 'matrix', hopper(TFlops(1978.9), 'comparison table: peak INT8 tensor, dense')),
  ],
};
