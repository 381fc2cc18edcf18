/** Intel's discrete GPUs. The limits are those of the Level Zero and OpenCL driver. */

import { absent, B, features, from, GBps, GiB, KiB, level, MHz, MiB, peak, TFlops } from '../cite.ts';
import type { Device, Source } from '../device.ts';

const CALCULATOR: Source = {
  title: 'Intel GPU Occupancy Calculator, table of devices',
  where: 'https://github.com/oneapi-src/oneAPI-samples/blob/master/Tools/GPU-Occupancy-Calculator/index.html',
  date: 'March 2023',
};
const DRIVER: Source = {
  title: 'Intel compute-runtime, Level Zero device properties',
  where: 'https://github.com/intel/compute-runtime/blob/master/level_zero/core/source/device/device_imp.cpp',
  date: '24.39',
};
const GUIDE: Source = {
  title: 'oneAPI GPU Optimization Guide, Intel Xe GPU Architecture',
  where: 'https://www.intel.com/content/www/us/en/docs/oneapi/optimization-guide-gpu/2024-1/xe-arch.html',
  date: '2024.1',
  compared: false,
};
const MAX: Source = {
  title: 'Intel Data Center GPU Max Series Technical Overview',
  where:
    'https://www.intel.com/content/www/us/en/developer/articles/technical/intel-data-center-gpu-max-series-overview.html',
  date: 'April 2024',
  compared: false,
};
const MAX_ARK: Source = {
  title: 'Intel Data Center GPU Max 1550, product specifications',
  where: 'https://ark.intel.com/content/www/us/en/ark/products/232873/intel-data-center-gpu-max-1550.html',
  date: '2023',
  compared: false,
};
const ARC_ARK: Source = {
  title: 'Intel Arc A770 Graphics 16 GB, product specifications',
  where: 'https://ark.intel.com/content/www/us/en/ark/products/229151/intel-arc-a770-graphics-16gb.html',
  date: '2022',
  compared: false,
};
const HPG: Source = {
  title: 'Introduction to the Xe-HPG Architecture, white paper',
  where: 'https://cdrdv2-public.intel.com/758302/introduction-to-the-xe-hpg-architecture-white-paper.pdf',
  date: '2022',
  compared: false,
};

const calculator = from(CALCULATOR);
const driver = from(DRIVER);
const guide = from(GUIDE);
const max = from(MAX);
const maxArk = from(MAX_ARK);
const arcArk = from(ARC_ARK);
const hpg = from(HPG);

const GROUPS = driver(
  [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1] as const,
  'getComputeProperties: maxGroupCountX, Y, Z are those of 32 bits',
);
const ITEMS = driver([1024, 1024, 1024] as const, 'getComputeProperties: each dimension as the whole group');
const WORK_GROUP = 'Max_Work_Group_Size';
const SLM = 'SLM_Size_Per_Work_Group';
const BANKS = absent('local memory has banks; their number and width are not in the sources read');
const LINE = guide(B(64), 'caches: lines of 64 B');
const CONSTANTS = absent('not in the sources read');
const USM = ['usmDevice', 'usmHost', 'usmShared'] as const;
const UNSAID = absent('not said in the sources read');

export const GPU_MAX: Device = {
  id: 'intel-gpu-max',
  aliases: ['pvc', 'ponte-vecchio', 'max-1550', 'gpu-max', 'intel-max'],
  name: 'Intel Data Center GPU Max 1550',
  about: 'Data Center GPU Max 1550, both stacks as one device (COMPOSITE hierarchy)',
  kind: 'gpu',
  numbers: 'exact',
  limits: {
    workGroup: calculator(1024, `xe_hpc_pvc: ${WORK_GROUP}`),
    workItems: ITEMS,
    groups: GROUPS,
    subGroups: calculator([16, 32], 'xe_hpc_pvc: Subgroup_Sizes'),
    localMemory: calculator(KiB(128), `xe_hpc_pvc: ${SLM}`),
    localMemoryAsked: calculator(KiB(128), `xe_hpc_pvc: ${SLM}`),
    registers: guide(B((256 * 64) / 16), 'large register mode: 256 registers of 64 B for 16 items'),
    constantMemory: CONSTANTS,
  },
  features: features(
    [
      [['fp16', 'fp64'], max(true, 'vector engine: FP64, FP32, FP16')],
      [
        ['atomic64', 'floatAtomics', 'doubleAtomics'],
        guide(true, 'atomics: 64-bit and floating-point add in hardware'),
      ],
      [USM, guide(true, 'unified shared memory: device, host, shared')],
    ],
    UNSAID,
  ),
  memory: [
    level('registers', 'compute unit', {
      size: guide(KiB(512), '8 vector engines x 8 threads x 128 registers of 64 B'),
    }),
    level('SLM and L1', 'compute unit', {
      size: max(KiB(512), 'Xe-core: L1 cache and shared local memory'),
      line: LINE,
      bandwidth: max(GBps((512 * 128 * 1600) / 1e3), 'load and store: 512 B per cycle x 128 Xe-cores x 1600 MHz'),
    }),
    level('L2', 'device', { size: max(MiB(408), 'L2 cache: 204 MB of each of two stacks'), line: LINE }),
    level('HBM2e', 'device', {
      size: maxArk(GiB(128), 'memory size'),
      line: LINE,
      bandwidth: maxArk(GBps(3276.8), 'memory bandwidth'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: maxArk(128, 'Xe-cores'),
  clock: maxArk(MHz(1600), 'maximum dynamic clock'),
  peaks: [
    peak('float64', 'vector', guide(TFlops(52.4288), '256 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('float32', 'vector', guide(TFlops(52.4288), '256 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('float16', 'vector', guide(TFlops(104.8576), '512 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('tfloat32', 'matrix', guide(TFlops(419.4304), '2048 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('float16', 'matrix', guide(TFlops(838.8608), '4096 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('bfloat16', 'matrix', guide(TFlops(838.8608), '4096 per cycle and Xe-core x 128 x 1600 MHz')),
    peak('int8', 'matrix', guide(TFlops(1677.7216), '8192 per cycle and Xe-core x 128 x 1600 MHz')),
  ],
};

export const ARC_A770: Device = {
  id: 'intel-arc-a770',
  aliases: ['a770', 'arc', 'arc-a770', 'dg2', 'acm-g10'],
  name: 'Intel Arc A770 16 GB',
  about: 'Arc A770 Graphics 16 GB, without the emulation of doubles in software',
  kind: 'gpu',
  numbers: 'exact',
  limits: {
    workGroup: calculator(1024, `xe_hpg_dg2_arc: ${WORK_GROUP}`),
    workItems: ITEMS,
    groups: GROUPS,
    subGroups: calculator([8, 16, 32], 'xe_hpg_dg2_arc: Subgroup_Sizes'),
    localMemory: calculator(KiB(64), `xe_hpg_dg2_arc: ${SLM}`),
    localMemoryAsked: calculator(KiB(64), `xe_hpg_dg2_arc: ${SLM}`),
    registers: guide(B((256 * 32) / 8), 'large register mode: 256 registers of 32 B for 8 items'),
    constantMemory: CONSTANTS,
  },
  features: features(
    [
      [['fp16'], hpg(true, 'vector engine: FP32 and FP16')],
      [['fp64'], hpg(false, 'vector engine: no FP64 unit')],
      [['atomic64', 'floatAtomics'], guide(true, 'atomics: 64-bit integers and addition of floats')],
      [['doubleAtomics'], hpg(false, 'vector engine: no FP64 unit')],
      [USM, guide(true, 'unified shared memory: device, host, shared')],
    ],
    UNSAID,
  ),
  memory: [
    level('registers', 'compute unit', {
      size: guide(KiB(512), '16 vector engines x 8 threads x 128 registers of 32 B'),
    }),
    level('SLM and L1', 'compute unit', {
      size: hpg(KiB(192), 'Xe-core: L1 cache and shared local memory'),
      line: LINE,
    }),
    level('L2', 'device', { size: hpg(MiB(16), 'L2 cache of the largest configuration'), line: LINE }),
    level('GDDR6', 'device', {
      size: arcArk(GiB(16), 'dedicated memory'),
      line: LINE,
      bandwidth: arcArk(GBps(560), 'memory bandwidth'),
    }),
  ],
  localBanks: BANKS,
  computeUnits: arcArk(32, 'Xe-cores'),
  clock: arcArk(MHz(2100), 'graphics clock'),
  peaks: [
    peak(
      'float32',
      'vector',
      hpg(TFlops(17.2032), '16 per cycle of each of 16 vector engines x 32 Xe-cores x 2100 MHz'),
    ),
    peak(
      'float16',
      'vector',
      hpg(TFlops(34.4064), '32 per cycle of each of 16 vector engines x 32 Xe-cores x 2100 MHz'),
    ),
    peak('float16', 'matrix', hpg(TFlops(137.6256), '128 per cycle of each of 16 matrix engines x 32 x 2100 MHz')),
    peak('bfloat16', 'matrix', hpg(TFlops(137.6256), '128 per cycle of each of 16 matrix engines x 32 x 2100 MHz')),
    peak('int8', 'matrix', hpg(TFlops(275.2512), '256 per cycle of each of 16 matrix engines x 32 x 2100 MHz')),
  ],
};
