/** Server CPUs as devices. The limits are those of Intel's OpenCL CPU runtime, which also runs SYCL on other makes. */

import { absent, B, features, from, GBps, GFlops, KiB, level, MHz, MiB, peak } from '../cite.ts';
import type { Device, Limits, Source } from '../device.ts';

const RUNTIME: Source = {
  title: 'Intel CPU Runtime for OpenCL Applications, device report of clinfo',
  where: 'https://github.com/CNugteren/CLTune/issues/57',
  date: '18.1.0.0920',
};
const RUNTIME_GUIDE: Source = {
  title: 'Intel CPU Runtime for OpenCL Applications Guide',
  where:
    'https://www.intel.com/content/www/us/en/developer/articles/technical/intel-cpu-runtime-for-opencl-applications-guide.html',
  date: 'July 2025',
  compared: false,
};
const SUB_GROUPS: Source = {
  title: 'intel/llvm-test-suite, supported sub-group sizes of the CPU device',
  where: 'https://github.com/intel/llvm-test-suite/pull/328',
  date: '2021',
  compared: false,
};
const EPYC: Source = {
  title: 'AMD EPYC 7763, product specifications',
  where: 'https://www.amd.com/en/products/processors/server/epyc/7003-series/amd-epyc-7763.html',
  date: 'March 2021',
  compared: false,
};
const ZEN3: Source = {
  title: 'Software Optimization Guide for AMD EPYC 7003 Processors',
  where: 'publication 56665',
  date: 'revision 3.00, November 2020',
  compared: false,
};
const XEON: Source = {
  title: 'Intel Xeon Platinum 8380, product specifications',
  where:
    'https://ark.intel.com/content/www/us/en/ark/products/212287/intel-xeon-platinum-8380-processor-60m-cache-2-30-ghz.html',
  date: 'April 2021',
  compared: false,
};
const OPTIMIZATION: Source = {
  title: 'Intel 64 and IA-32 Architectures Optimization Reference Manual',
  where: 'document 248966',
  date: '046, January 2023',
  compared: false,
};

const runtime = from(RUNTIME);
const runtimeGuide = from(RUNTIME_GUIDE);
const epyc = from(EPYC);
const zen3 = from(ZEN3);
const xeon = from(XEON);
const manual = from(OPTIMIZATION);

const limits = (registers: Limits['registers']): Limits => ({
  workGroup: runtime(8192, 'max work group size'),
  workItems: runtime([8192, 8192, 8192], 'max work item sizes'),
  groups: absent('bounded by size_t alone'),
  subGroups: from(SUB_GROUPS)([4, 8, 16, 32, 64], 'sizes of the CPU device'),
  localMemory: absent('differs by release, and the user sets it (CL_CONFIG_CPU_FORCE_LOCAL_MEM_SIZE)'),
  localMemoryAsked: absent('differs by release, and the user sets it (CL_CONFIG_CPU_FORCE_LOCAL_MEM_SIZE)'),
  registers,
  constantMemory: absent('constant memory is global memory'),
});
/** @param fp16 whether the instruction set computes in half precision */
const cpuFeatures = (fp16: Device['features']['fp16']) =>
  features(
    [
      [['fp16'], fp16],
      [['fp64'], runtime(true, 'device extensions: cl_khr_fp64')],
      [['atomic64'], runtimeGuide(true, '64-bit atomics of OpenCL 3.0')],
      [
        ['floatAtomics', 'doubleAtomics'],
        absent('the instruction set has no such instruction; what the runtime does is not said'),
      ],
      [['images'], runtime(true, 'image support')],
      [['usmDevice', 'usmHost', 'usmShared'], runtimeGuide(true, 'unified shared memory')],
    ],
    absent('not said in the sources read'),
  );
const LINE = manual(B(64), 'caches: lines of 64 B');
const NO_BANKS = absent('local memory is cached memory of the host');

export const AVX2: Device = {
  id: 'x86-avx2',
  aliases: ['avx2', 'epyc-7763', 'milan', 'cpu'],
  name: 'x86 with AVX2: AMD EPYC 7763',
  about: 'One socket of an AMD EPYC 7763 (64 cores), under Intel’s OpenCL CPU runtime',
  kind: 'cpu',
  numbers: 'exact',
  limits: limits(zen3(B(16 * 32), '16 architectural registers of 256 bits')),
  features: cpuFeatures(
    absent('AVX2 converts half precision but does not compute in it; the runtime differs by release'),
  ),
  memory: [
    level('L1', 'compute unit', {
      size: zen3(KiB(32), 'L1 data cache'),
      line: zen3(B(64), 'L1 data cache: lines of 64 B'),
      bandwidth: zen3(GBps(64 * 64 * 2.45), 'two loads of 256 bits per cycle x 64 cores x 2.45 GHz'),
    }),
    level('L2', 'compute unit', {
      size: zen3(KiB(512), 'L2 cache'),
      line: zen3(B(64), 'L2 cache: lines of 64 B'),
      bandwidth: zen3(GBps(32 * 64 * 2.45), 'L2 to L1: 32 B per cycle x 64 cores x 2.45 GHz'),
    }),
    level('L3', 'device', { size: epyc(MiB(256), 'L3 cache'), line: zen3(B(64), 'L3 cache: lines of 64 B') }),
    level('DDR4', 'device', {
      size: absent('as much as the machine has'),
      line: zen3(B(64), 'lines of 64 B'),
      bandwidth: epyc(GBps(204.8), 'per socket memory bandwidth, 8 channels of DDR4-3200'),
    }),
  ],
  localBanks: NO_BANKS,
  computeUnits: epyc(64, 'CPU cores'),
  clock: epyc(MHz(2450), 'base clock'),
  peaks: [
    peak('float64', 'vector', zen3(GFlops(16 * 64 * 2.45), 'two FMA of 4 doubles per cycle x 64 cores x 2.45 GHz')),
    peak('float32', 'vector', zen3(GFlops(32 * 64 * 2.45), 'two FMA of 8 floats per cycle x 64 cores x 2.45 GHz')),
  ],
};

export const AVX512: Device = {
  id: 'x86-avx512',
  aliases: ['avx512', 'avx-512', 'xeon-8380', 'ice-lake', 'icx'],
  name: 'x86 with AVX-512: Intel Xeon Platinum 8380',
  about: 'One socket of an Intel Xeon Platinum 8380 (40 cores), under Intel’s OpenCL CPU runtime',
  kind: 'cpu',
  numbers: 'exact',
  limits: limits(manual(B(32 * 64), '32 architectural registers of 512 bits')),
  features: cpuFeatures(absent('AVX512-FP16 came with a later processor; the runtime differs by release')),
  memory: [
    level('L1', 'compute unit', {
      size: manual(KiB(48), 'Ice Lake: first-level data cache'),
      line: LINE,
      bandwidth: manual(GBps(128 * 40 * 2.3), 'two loads of 512 bits per cycle x 40 cores x 2.3 GHz'),
    }),
    level('L2', 'compute unit', {
      size: manual(KiB(1280), 'Ice Lake server: second-level cache'),
      line: LINE,
      bandwidth: manual(GBps(64 * 40 * 2.3), 'L2 to L1: 64 B per cycle x 40 cores x 2.3 GHz'),
    }),
    level('L3', 'device', { size: xeon(MiB(60), 'cache'), line: LINE }),
    level('DDR4', 'device', {
      size: absent('as much as the machine has'),
      line: LINE,
      bandwidth: xeon(GBps(204.8), '8 channels of DDR4-3200: 8 x 25.6 GB/s'),
    }),
  ],
  localBanks: NO_BANKS,
  computeUnits: xeon(40, 'cores'),
  clock: xeon(MHz(2300), 'base frequency; lower where all cores run AVX-512'),
  peaks: [
    peak('float64', 'vector', xeon(GFlops(32 * 40 * 2.3), 'two AVX-512 FMA units: 32 per cycle x 40 cores x 2.3 GHz')),
    peak('float32', 'vector', xeon(GFlops(64 * 40 * 2.3), 'two AVX-512 FMA units: 64 per cycle x 40 cores x 2.3 GHz')),
  ],
};
