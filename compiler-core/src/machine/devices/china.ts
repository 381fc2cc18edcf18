/**
 * Accelerators of Chinese makers. None has a published OpenCL or SYCL device report, so limits that only a driver sets
 * are absent; what stands here is hardware.
 */

import { absent, B, features, from, GBps, GiB, KiB, level, MHz, peak, TFlops } from '../cite.ts';
import type { Device, Limits, Source } from '../device.ts';

const CANN: Source = {
  title: 'CANN runtime, platform_config/Ascend910B2C.ini',
  where: 'https://gitcode.com/cann/runtime/blob/master/src/platform/platform_config/Ascend910B2C.ini',
  date: 'read 2026',
};
const ASCEND_CLOUD: Source = {
  title: 'Gitee AI documentation, Ascend 910B',
  where: 'https://ai.gitee.com/docs/compute/clusters_gpu/ascend_gpu',
  date: 'read 2026',
};
const SUNWAY: Source = {
  title: 'China’s New(ish) SW26010-Pro Supercomputer at SC23, after Rongfen Lin et al.',
  where: 'https://chipsandcheese.com/2023/11/20/chinas-newish-sw26010-pro-supercomputer-at-sc23/',
  date: 'November 2023',
  compared: false,
};
const BAGUALU: Source = {
  title: 'BaGuaLu: targeting brain scale pretrained models with over 37 million cores',
  where: 'PPoPP 2022, doi:10.1145/3503221.3508417',
  date: 'April 2022',
  compared: false,
};
const MLU: Source = {
  title: 'Cambricon MLU370-X8 announced: figures of the maker in the press',
  where: 'http://guangxilong.com/c/032129635H022.html',
  date: 'March 2022',
};
const MLU_OPS: Source = {
  title: 'InfiniTensor operators, common_bang.h',
  where: 'https://github.com/YdrMaster/operators/blob/master/src/devices/bang/common_bang.h',
  date: '2024',
};
const BIREN: Source = {
  title: 'Hot Chips 34: Biren’s BR100',
  where: 'https://chipsandcheese.com/2022/10/04/hot-chips-34-birens-br100-a-machine-learning-gpu-from-china/',
  date: 'October 2022',
};
const BIREN_SLIDES: Source = {
  title: 'BIREN BR100 detailed, after the slides of Hot Chips 34',
  where:
    'https://www.techpowerup.com/298098/biren-br100-detailed-chinas-ai-hpc-processor-storms-into-the-hpc-gpu-big-leagues',
  date: 'August 2022',
};
const BIREN_LAUNCH: Source = {
  title: 'Chinese Biren’s New GPUs Have 77 Billion Transistors, table of products',
  where: 'https://www.tomshardware.com/news/chinese-biren-rolls-out-new-gpus',
  date: 'August 2022',
};

const cann = from(CANN);
const cloud = from(ASCEND_CLOUD);
const sunway = from(SUNWAY);
const bagualu = from(BAGUALU);
const mlu = from(MLU);
const biren = from(BIREN);
const slides = from(BIREN_SLIDES);
const launch = from(BIREN_LAUNCH);

const NO_REPORT = absent('no OpenCL or SYCL device report is published');
const NOT_PUBLISHED = absent('not published in the sources read');
const NO_LIMITS: Limits = {
  workGroup: NO_REPORT,
  workItems: NO_REPORT,
  groups: NO_REPORT,
  subGroups: NO_REPORT,
  localMemory: NO_REPORT,
  localMemoryAsked: NO_REPORT,
  registers: NOT_PUBLISHED,
  constantMemory: NO_REPORT,
};

export const ASCEND_910B: Device = {
  id: 'ascend-910b',
  aliases: ['910b', 'ascend910b', '910b2c', 'ascend'],
  name: 'Huawei Ascend 910B',
  about: 'Ascend 910B, variant 910B2C: 24 cube cores and 48 vector cores; Ascend C, no OpenCL',
  kind: 'npu',
  numbers: 'exact',
  limits: NO_LIMITS,
  features: features([[['fp16'], cloud(true, 'supported precisions: FP16, BF16')]], NO_REPORT),
  memory: [
    level('unified buffer', 'compute unit', {
      size: cann(B(196_608), 'AICoreSpec: ub_size'),
      line: cann(B(32), 'AICoreSpec: ubblock_size'),
    }),
    level('L0A, L0B', 'compute unit', { size: cann(KiB(64), 'AICoreSpec: l0_a_size, l0_b_size, each') }),
    level('L0C', 'compute unit', { size: cann(KiB(128), 'AICoreSpec: l0_c_size') }),
    level('L1', 'compute unit', { size: cann(KiB(512), 'AICoreSpec: l1_size') }),
    level('L2', 'device', { size: cann(B(201_326_592), 'SoCInfo: l2_size') }),
    level('HBM2e', 'device', { size: cloud(GiB(64), '1.2: memory') }),
  ],
  localBanks: absent('the unified buffer has banks; their number in the sources does not fit its size'),
  computeUnits: cann(48, 'SoCInfo: vector_core_cnt; 24 cube cores beside them'),
  clock: cann(MHz(1800), 'AICoreSpec: cube_freq'),
  peaks: [
    peak(
      'float16',
      'matrix',
      cann(TFlops(353.8944), '16 x 16 x 16 multiply-adds per cycle x 24 cube cores x 1800 MHz'),
    ),
    peak('int8', 'matrix', cann(TFlops(707.7888), '16 x 32 x 16 multiply-adds per cycle x 24 cube cores x 1800 MHz')),
  ],
};

export const SW26010_PRO: Device = {
  id: 'sw26010-pro',
  aliases: ['sw26010p', 'sunway', 'oceanlight'],
  name: 'Sunway SW26010-Pro',
  about: 'One SW26010-Pro: six core groups of 64 compute elements; athread, no OpenCL',
  kind: 'manycore',
  numbers: 'exact',
  limits: NO_LIMITS,
  features: features(
    [
      [['fp64'], sunway(true, 'compute processing element: 512-bit vectors of doubles')],
      [['fp16'], bagualu(true, 'the New Sunway system: half precision in vector units')],
    ],
    NO_REPORT,
  ),
  memory: [
    level('LDM', 'compute unit', { size: sunway(KiB(256), 'compute processing element: scratchpad') }),
    level('DDR4', 'device', {
      size: bagualu(GiB(96), 'the New Sunway system: 16 GB of each of six core groups'),
      bandwidth: bagualu(GBps(307.2), 'the New Sunway system: 51.2 GB/s of each of six core groups'),
    }),
  ],
  localBanks: NOT_PUBLISHED,
  computeUnits: sunway(384, 'six core groups of 64 compute processing elements'),
  clock: sunway(MHz(2250), 'compute processing elements'),
  peaks: [
    peak('float64', 'vector', bagualu(TFlops(14.03), 'the New Sunway system: peak of a processor in double precision')),
    peak('float32', 'vector', bagualu(TFlops(14.03), 'the New Sunway system: peak of a processor in single precision')),
    peak('float16', 'vector', bagualu(TFlops(55.3), 'the New Sunway system: peak of a processor in half precision')),
    peak('bfloat16', 'vector', bagualu(TFlops(55.3), 'the New Sunway system: peak of a processor in bfloat16')),
  ],
};

export const MLU370_X8: Device = {
  id: 'cambricon-mlu370-x8',
  aliases: ['mlu370', 'mlu370-x8', 'cambricon'],
  name: 'Cambricon MLU370-X8',
  about: 'MLU370-X8 card of two chips, figures of the whole card; BANG C, no OpenCL',
  kind: 'npu',
  numbers: 'exact',
  limits: NO_LIMITS,
  features: features([[['fp16'], mlu(true, 'formats: FP32, FP16, BF16, INT16, INT8, INT4')]], NO_REPORT),
  memory: [
    level('NRAM', 'compute unit', { size: from(MLU_OPS)(KiB(768), 'NRAM_MAX_SIZE: its comment on the most there is') }),
    level('LPDDR5', 'device', { size: mlu(GiB(48), 'memory'), bandwidth: mlu(GBps(614.4), 'memory bandwidth') }),
  ],
  localBanks: NOT_PUBLISHED,
  computeUnits: NOT_PUBLISHED,
  clock: NOT_PUBLISHED,
  peaks: [
    peak('float32', 'matrix', absent('sources differ between 24 and 32 TFLOPS, and do not say of which unit')),
    peak('float16', 'matrix', mlu(TFlops(96), 'peak FP16')),
    peak('bfloat16', 'matrix', mlu(TFlops(96), 'peak BF16')),
    peak('int8', 'matrix', mlu(TFlops(256), 'peak INT8')),
  ],
};

export const BR100: Device = {
  id: 'biren-br100',
  aliases: ['br100', 'biren'],
  name: 'Biren BR100',
  about: 'BR100 OAM module of two dies; BIRENSUPA, no OpenCL',
  kind: 'gpu',
  numbers: 'exact',
  limits: NO_LIMITS,
  features: features(
    [
      [['fp16'], slides(true, 'formats: FP32, TF32+, FP16, BF16, INT16, INT8')],
      [['fp64', 'doubleAtomics'], biren(false, 'no FP64 support')],
    ],
    NO_REPORT,
  ),
  memory: [
    level('HBM2E', 'device', {
      size: launch(GiB(64), 'table: memory'),
      bandwidth: launch(GBps(1640), 'table: 4096 bits, 1.64 TB/s'),
    }),
  ],
  localBanks: NOT_PUBLISHED,
  computeUnits: absent('sources give 16 clusters (SPC) of 16 units, and do not say whether of a die or of the module'),
  clock: biren(MHz(1000), 'runs at 1 GHz'),
  peaks: [
    peak('float32', 'vector', launch(TFlops(256), 'table: FP32')),
    peak('tfloat32', 'matrix', launch(TFlops(512), 'table: TF32+, a format of Biren’s own')),
    peak('bfloat16', 'matrix', launch(TFlops(1024), 'table: BF16')),
    peak('int8', 'matrix', launch(TFlops(2048), 'table: INT8')),
  ],
};
