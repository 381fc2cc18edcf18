/** AMD's Instinct GPUs. The limits are those of HIP on ROCm. */

import type { Bytes } from '../../units/quantities.ts';
import { absent, B, features, from, GBps, GiB, KiB, level, MHz, MiB, peak, TFlops } from '../cite.ts';
import type { Device, Fact, Limits, Source } from '../device.ts';

const ROCM: Source = {
  title: 'ROCm documentation, AMD GPU specifications',
  where: 'https://rocm.docs.amd.com/en/latest/reference/gpu-arch-specs.html',
  date: 'ROCm 6.2, 2024',
  compared: false,
};
const HIP: Source = {
  title: 'HIP documentation, hardware implementation and device properties',
  where: 'https://rocm.docs.amd.com/projects/HIP/en/latest/understand/hardware_implementation.html',
  date: 'HIP 6.2, 2024',
  compared: false,
};
const PROFILER: Source = {
  title: 'ROCm Compute Profiler, performance model',
  where: 'https://rocm.docs.amd.com/projects/rocprofiler-compute/en/latest/conceptual/performance-model.html',
  date: 'ROCm 6.3, 2024',
  compared: false,
};
const MI250_SHEET: Source = {
  title: 'AMD Instinct MI250 Accelerator, data sheet',
  where: 'https://www.amd.com/en/products/accelerators/instinct/mi200/mi250.html',
  date: 'November 2021',
  compared: false,
};
const CDNA3: Source = {
  title: 'AMD CDNA 3 Architecture, white paper',
  where: 'https://www.amd.com/content/dam/amd/en/documents/instinct-tech-docs/white-papers/amd-cdna-3-white-paper.pdf',
  date: 'December 2023',
  compared: false,
};
const MI300X_SHEET: Source = {
  title: 'AMD Instinct MI300X Accelerator, data sheet',
  where:
    'https://www.amd.com/content/dam/amd/en/documents/instinct-tech-docs/data-sheets/amd-instinct-mi300x-data-sheet.pdf',
  date: 'December 2023',
  compared: false,
};

const rocm = from(ROCM);
const hip = from(HIP);
const profiler = from(PROFILER);
const mi250 = from(MI250_SHEET);
const cdna3 = from(CDNA3);
const mi300x = from(MI300X_SHEET);

const LDS: Fact<Bytes> = rocm(KiB(64), 'Instinct GPUs: LDS');
const limits: Limits = {
  workGroup: hip(1024, 'maxThreadsPerBlock'),
  workItems: hip([1024, 1024, 1024], 'maxThreadsDim'),
  groups: absent('differs by release of HIP; items along a dimension are fewer than 2^32'),
  subGroups: rocm([64], 'Instinct GPUs: wavefront size'),
  localMemory: LDS,
  localMemoryAsked: LDS,
  registers: rocm(B(512 * 4), '512 KiB of vector registers per CU: at least 512 of 32 bits for each of 64 x 4 lanes'),
  constantMemory: absent('constant memory is global memory; HIP reports no bound of its own'),
};
const FEATURES = features(
  [
    [['fp16', 'fp64'], profiler(true, 'data type support: FP16 and FP64 in vector units')],
    [['atomic64', 'floatAtomics', 'doubleAtomics'], rocm(true, 'GPU atomics operation: 64-bit and floating-point add')],
    [['usmDevice', 'usmHost', 'usmShared'], hip(true, 'memory management: device, host and managed memory')],
  ],
  absent('not said in the sources read'),
);
const BANKS = profiler({ count: 32, width: B(4) }, 'local data share: 32 banks of 4 B');
/** 32 banks of 4 bytes a cycle in each compute unit. */
const lds = (units: number, mhz: number) =>
  level('LDS', 'compute unit', {
    size: LDS,
    bandwidth: profiler(
      GBps((128 * units * mhz) / 1e3),
      `local data share: 128 B per cycle x ${units} CUs x ${mhz} MHz`,
    ),
  });
const registers = level('vector registers', 'compute unit', { size: rocm(KiB(512), 'Instinct GPUs: VGPR file') });

export const MI250: Device = {
  id: 'amd-mi250',
  aliases: ['mi250', 'mi250-gcd', 'gfx90a', 'cdna2'],
  name: 'AMD Instinct MI250 (one die)',
  about: 'One graphics compute die of the MI250: programs see two such devices on a card',
  kind: 'gpu',
  numbers: 'exact',
  limits,
  features: FEATURES,
  memory: [
    registers,
    lds(104, 1700),
    level('L1', 'compute unit', {
      size: rocm(KiB(16), 'Instinct GPUs: L1 vector cache'),
      line: profiler(B(64), 'vector L1 cache: 64 B lines on MI200'),
      bandwidth: profiler(GBps((64 * 104 * 1700) / 1e3), 'vector L1 cache: 64 B per cycle x 104 CUs x 1700 MHz'),
    }),
    level('L2', 'device', {
      size: rocm(MiB(8), 'Instinct GPUs: L2 cache, 16 MiB of two dies'),
      line: profiler(B(128), 'L2 cache: 128 B lines'),
      sector: profiler(B(64), 'L2 cache: requests of 64 or 128 B'),
    }),
    level('HBM2e', 'device', {
      size: mi250(GiB(64), '128 GB of two dies'),
      line: profiler(B(128), 'L2 cache: 128 B lines'),
      sector: profiler(B(64), 'L2-Fabric reads: 64 B, or 32 B'),
      bandwidth: mi250(GBps(1638.4), 'peak memory bandwidth, 3276.8 GB/s of two dies'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: mi250(104, '208 compute units of two dies'),
  clock: mi250(MHz(1700), 'peak engine clock'),
  peaks: [
    peak('float64', 'vector', mi250(TFlops(22.65), 'peak FP64 vector, 45.3 of two dies')),
    peak('float64', 'matrix', mi250(TFlops(45.25), 'peak FP64 matrix, 90.5 of two dies')),
    peak('float32', 'vector', mi250(TFlops(22.65), 'peak FP32 vector, 45.3 of two dies')),
    peak('float32', 'matrix', mi250(TFlops(45.25), 'peak FP32 matrix, 90.5 of two dies')),
    peak('float16', 'matrix', mi250(TFlops(181.05), 'peak FP16, 362.1 of two dies')),
    peak('bfloat16', 'matrix', mi250(TFlops(181.05), 'peak BF16, 362.1 of two dies')),
    peak('int8', 'matrix', mi250(TFlops(181.05), 'peak INT8, 362.1 of two dies')),
  ],
};

export const MI300X: Device = {
  id: 'amd-mi300x',
  aliases: ['mi300x', 'mi300', 'gfx942', 'cdna3'],
  name: 'AMD Instinct MI300X',
  about: 'MI300X OAM 192 GB, as one device (SPX mode)',
  kind: 'gpu',
  numbers: 'exact',
  limits,
  features: FEATURES,
  memory: [
    registers,
    lds(304, 2100),
    level('L1', 'compute unit', {
      size: rocm(KiB(32), 'Instinct GPUs: L1 vector cache'),
      line: cdna3(B(128), 'L1 vector data cache: line of 128 B'),
      bandwidth: cdna3(GBps((128 * 304 * 2100) / 1e3), 'L1: 128 B per cycle x 304 CUs x 2100 MHz'),
    }),
    level('L2', 'device', {
      size: rocm(MiB(32), 'Instinct GPUs: L2 cache, 4 MiB of each XCD'),
      line: cdna3(B(128), 'L2: line of 128 B'),
      bandwidth: cdna3(GBps((2048 * 8 * 2100) / 1e3), 'L2: 2 KiB per cycle of each of 8 XCDs x 2100 MHz'),
    }),
    level('Infinity Cache', 'device', {
      size: rocm(MiB(256), 'Instinct GPUs: L3 cache'),
      line: cdna3(B(64), 'Infinity Cache: 64 B per slice and cycle'),
      bandwidth: cdna3(GBps(17_200), 'Infinity Cache: peak bandwidth 17.2 TB/s'),
    }),
    level('HBM3', 'device', {
      size: mi300x(GiB(192), 'memory size'),
      line: cdna3(B(128), 'L2: line of 128 B'),
      bandwidth: mi300x(GBps(5300), 'peak memory bandwidth 5.3 TB/s'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: mi300x(304, 'GPU compute units'),
  clock: mi300x(MHz(2100), 'peak engine clock'),
  peaks: [
    peak('float64', 'vector', mi300x(TFlops(81.7), 'peak FP64 vector')),
    peak('float64', 'matrix', mi300x(TFlops(163.4), 'peak FP64 matrix')),
    peak('float32', 'vector', mi300x(TFlops(163.4), 'peak FP32 vector')),
    peak('float32', 'matrix', mi300x(TFlops(163.4), 'peak FP32 matrix')),
    peak('tfloat32', 'matrix', mi300x(TFlops(653.7), 'peak TF32 matrix, dense')),
    peak('float16', 'matrix', mi300x(TFlops(1307.4), 'peak FP16, dense')),
    peak('bfloat16', 'matrix', mi300x(TFlops(1307.4), 'peak BF16, dense')),
    peak('int8', 'matrix', mi300x(TFlops(2614.9), 'peak INT8, dense')),
  ],
};
