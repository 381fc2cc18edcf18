/** What the public programs compute, written down a second time in double precision, from the mathematics alone. */

import type { TensorInput } from '../../compiler-core/src/exec/values.ts';

export interface Expected {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  /** Most rounding steps on the way to one element, for the tolerance. */
  readonly roundings: number;
}

/** A tensor's elements as its type stores them. */
export const stored = (t: TensorInput): ArrayLike<number> =>
  Array.from(t.data, (x) => (t.dtype === 'float32' ? Math.fround(Number(x)) : Number(x)));

const extent = (t: TensorInput, d: number): number => t.shape[d] ?? 1;

/** `c[i, j] = sum over k of a[i, k] * b[k, j]`. */
export const matmul = (a: TensorInput, b: TensorInput): Expected => {
  const [n, k, m] = [extent(a, 0), extent(a, 1), extent(b, 1)];
  const [x, y] = [stored(a), stored(b)];
  const data = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) {
      for (let j = 0; j < m; j++) data[i * m + j] = (data[i * m + j] ?? 0) + (x[i * k + p] ?? 0) * (y[p * m + j] ?? 0);
    }
  }
  return { shape: [n, m], data, roundings: k + 1 };
};

/** `y[i] = sum over j of a[i, j] * x[j]`. */
export const matrixVector = (a: TensorInput, x: TensorInput): Expected => {
  const product = matmul(a, { ...x, shape: [extent(x, 0), 1] });
  return { ...product, shape: [extent(a, 0)] };
};

/** The sum of all elements, in one element. */
export const sum = (x: TensorInput): Expected => {
  const values = stored(x);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return { shape: [1], data: [total], roundings: values.length };
};

/**
 * Convolution with zero padding, the batch innermost:
 * `b[y, x, f, n] = sum over ky, kx, c of a[y * stride + ky - pad, x * stride + kx - pad, c, n] * w[ky, kx, c, f]`.
 */
export const conv2d = (a: TensorInput, w: TensorInput, stride: number, pad: number): Expected => {
  const [height, width, channels, batch] = [extent(a, 0), extent(a, 1), extent(a, 2), extent(a, 3)];
  const [kh, kw, filters] = [extent(w, 0), extent(w, 1), extent(w, 3)];
  const outHeight = Math.floor((height - kh + 2 * pad) / stride) + 1;
  const outWidth = Math.floor((width - kw + 2 * pad) / stride) + 1;
  const image = stored(a);
  const weights = stored(w);
  const at = (y: number, x: number, c: number, n: number): number =>
    y < 0 || y >= height || x < 0 || x >= width ? 0 : (image[((y * width + x) * channels + c) * batch + n] ?? 0);
  const data: number[] = [];
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let f = 0; f < filters; f++) {
        for (let n = 0; n < batch; n++) {
          let total = 0;
          for (let ky = 0; ky < kh; ky++) {
            for (let kx = 0; kx < kw; kx++) {
              for (let c = 0; c < channels; c++) {
                const weight = weights[((ky * kw + kx) * channels + c) * filters + f] ?? 0;
                total += at(y * stride + ky - pad, x * stride + kx - pad, c, n) * weight;
              }
            }
          }
          data.push(total);
        }
      }
    }
  }
  return { shape: [outHeight, outWidth, filters, batch], data, roundings: kh * kw * channels + 1 };
};

/** Softmax along the last dimension: `exp(x - max) / sum of exp(x - max)`. */
export const softmax = (x: TensorInput): Expected => {
  const row = x.shape.at(-1) ?? 1;
  const values = stored(x);
  const data = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += row) {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let j = start; j < start + row; j++) greatest = Math.max(greatest, values[j] ?? 0);
    let total = 0;
    for (let j = start; j < start + row; j++) total += Math.exp((values[j] ?? 0) - greatest);
    for (let j = start; j < start + row; j++) data[j] = Math.exp((values[j] ?? 0) - greatest) / total;
  }
  // Difference, exponential, quotient: one rounding each above and one below the sum, and the sum's own.
  return { shape: x.shape, data, roundings: row + 6 };
};
