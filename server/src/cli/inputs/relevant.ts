/** Which files a walk picks up: Python that imports freetensor, C++ that mentions SYCL, OpenCL C. */

import { isOpenClFile } from '@athanor/compiler-core/frontends/kernel/dialect/opencl/read.ts';
import { isKernelFile } from '../kernel-file.ts';

const IMPORT = /^[ \t]*(?:from[ \t]+freetensor\b|import[ \t][^\n#]*\bfreetensor\b)/m;

/** Text in a string counts too: a file too many costs time, a file too few hides faults. */
export const importsFreeTensor = (text: string): boolean => text.includes('freetensor') && IMPORT.test(text);

export const isKernelSource = (path: string): boolean => isKernelFile(path) || isOpenClFile(path);

export const isRelevant = (path: string, text: string): boolean => {
  if (isOpenClFile(path)) return true;
  return isKernelFile(path) ? /\bsycl\b/.test(text) : importsFreeTensor(text);
};
