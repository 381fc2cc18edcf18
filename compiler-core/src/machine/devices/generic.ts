/** What a standard guarantees of every device: the least that portable code may rely on. */

import { absent, features, from, KiB, level } from '../cite.ts';
import type { Device, Source } from '../device.ts';

const SYCL: Source = {
  title: 'SYCL 2020 Specification',
  where: 'https://registry.khronos.org/SYCL/specs/sycl-2020/html/sycl-2020.html',
  date: 'revision 9',
  compared: false,
};
const OPENCL: Source = {
  title: 'The OpenCL Specification, version 3.0',
  where: 'https://registry.khronos.org/OpenCL/specs/3.0-unified/html/OpenCL_API.html',
  date: '3.0.14',
  compared: false,
};

const UNSAID = absent('the standard guarantees nothing about it');
const sycl = from(SYCL);
const opencl = from(OPENCL);
const DESCRIPTORS = '4.6.4.2, device information descriptors';
const ASPECTS = '4.6.4.5, device aspects: optional';
const QUERIES = 'table of device queries, full profile';

const base = {
  kind: 'any',
  numbers: 'least',
  memory: [level('global memory', 'device', { size: UNSAID, line: UNSAID, bandwidth: UNSAID })],
  localBanks: UNSAID,
  computeUnits: UNSAID,
  clock: UNSAID,
  peaks: [],
} as const;

export const GENERIC_SYCL: Device = {
  ...base,
  id: 'generic-sycl',
  aliases: ['sycl', 'generic', 'any'],
  name: 'any SYCL 2020 device',
  about: 'What SYCL 2020 guarantees of every device that is not a custom device',
  limits: {
    workGroup: sycl(1, `${DESCRIPTORS}: max_work_group_size`),
    workItems: sycl([1, 1, 1], `${DESCRIPTORS}: max_work_item_sizes`),
    groups: UNSAID,
    subGroups: UNSAID,
    localMemory: sycl(KiB(32), `${DESCRIPTORS}: local_mem_size`),
    localMemoryAsked: sycl(KiB(32), `${DESCRIPTORS}: local_mem_size`),
    registers: UNSAID,
    constantMemory: sycl(KiB(64), `${DESCRIPTORS}: max_constant_buffer_size`),
  },
  features: features(
    [
      [['floatAtomics', 'doubleAtomics'], absent('fetch_add of floats is there, how it is done is not said')],
      [['subGroupProgress'], sycl(false, '4.6.4.2: sub_group_independent_forward_progress may be false')],
    ],
    sycl(false, ASPECTS),
  ),
};

export const GENERIC_OPENCL: Device = {
  ...base,
  id: 'generic-opencl',
  aliases: ['opencl'],
  name: 'any OpenCL 3.0 device',
  about: 'What OpenCL 3.0 guarantees of every device of the full profile that is not a custom device',
  limits: {
    workGroup: opencl(1, `${QUERIES}: CL_DEVICE_MAX_WORK_GROUP_SIZE`),
    workItems: opencl([1, 1, 1], `${QUERIES}: CL_DEVICE_MAX_WORK_ITEM_SIZES`),
    groups: UNSAID,
    subGroups: UNSAID,
    localMemory: opencl(KiB(32), `${QUERIES}: CL_DEVICE_LOCAL_MEM_SIZE`),
    localMemoryAsked: opencl(KiB(32), `${QUERIES}: CL_DEVICE_LOCAL_MEM_SIZE`),
    registers: UNSAID,
    constantMemory: opencl(KiB(64), `${QUERIES}: CL_DEVICE_MAX_CONSTANT_BUFFER_SIZE`),
  },
  features: features(
    [
      [['fp64'], opencl(false, `${QUERIES}: CL_DEVICE_DOUBLE_FP_CONFIG may be 0`)],
      [['images'], opencl(false, `${QUERIES}: CL_DEVICE_IMAGE_SUPPORT is optional`)],
      [
        ['subGroupProgress'],
        opencl(false, `${QUERIES}: CL_DEVICE_SUB_GROUP_INDEPENDENT_FORWARD_PROGRESS may be false`),
      ],
      [['usmDevice', 'usmHost', 'usmShared', 'usmSystem'], absent('unified shared memory is an extension of vendors')],
    ],
    opencl(false, 'an extension, which a device may lack'),
  ),
};
