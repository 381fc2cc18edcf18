'''Matrix products.'''

import freetensor as ft

from freetensor.libop.arithmetic import mul
from freetensor.libop.assigning import add_to, mul_to
from freetensor.libop.einsum import einsum, einsum_


def matmul_format(a_rank, b_rank):
    '''The summation of a product: letters `m`, `k`, `n` for the matrices, `a`, `b`, ... for batch axes.'''
    a_format = 'k'
    b_format = 'k'
    result = ''
    if a_rank > 1:
        a_format = 'm' + a_format
        result = 'm'
    if b_rank > 1:
        b_format = b_format + 'n'
        result = result + 'n'
    for axis in range(2, max(a_rank, b_rank)):
        letter = 'abcdefghij'[axis - 2]
        if axis < a_rank:
            a_format = letter + a_format
        if axis < b_rank:
            b_format = letter + b_format
        result = letter + result
    return f'{a_format},{b_format}->{result}'


@ft.inline
def matmul_(A, B, Y):
    '''Matrix product of `A` and `B`, written to `Y`. See `matmul`.'''
    #! nid: einsum
    einsum_(matmul_format(A.ndim, B.ndim), A, B, Y)


@ft.inline
def matmul(A, B):
    '''Matrix product: `Y[..., i, j] = sum over k of A[..., i, k] * B[..., k, j]`. Same as `A @ B`.

    Parameters
    ----------
    A, B : tensors of rank 1 or more; of rank 1, a vector, which has no axis `i` or `j`. Further axes in front
        are batches, aligned at the last one. One of size 1 is repeated, but not in the first operand

    Returns a new tensor with the element type of `A`.

    Errors: inner or batch sizes that do not fit fail the run's assertion.
    '''
    #! nid: einsum
    Y = einsum(matmul_format(A.ndim, B.ndim), A, B)
    return Y


def gemm_format(trans_A, trans_B):
    a_format = 'ki' if trans_A else 'ik'
    b_format = 'jk' if trans_B else 'kj'
    return f'{a_format},{b_format}->ij'


@ft.inline
def gemm_(A, B, C, Y, trans_A=False, trans_B=False, alpha=1.0, beta=1.0):
    '''General matrix product, written to `Y`; `C` may be `None`. See `gemm`.'''
    #! nid: einsum
    einsum_(gemm_format(trans_A, trans_B), A, B, Y)
    #! nid: mul_to
    mul_to(Y, alpha)
    if C is not None:
        #! nid: add_to
        add_to(Y, mul(beta, C))


def gemm_sizes(A, B, trans_A, trans_B):
    rows = A.shape(1) if trans_A else A.shape(0)
    columns = B.shape(0) if trans_B else B.shape(1)
    return [rows, columns]


def gemm_type(A, B, C):
    dtype = ft.up_cast(A.dtype, B.dtype)
    return dtype if C is None else ft.up_cast(dtype, C.dtype)


def gemm_memory(A, B, C):
    mtype = ft.same_mtype(A.mtype, B.mtype)
    return mtype if C is None else ft.same_mtype(mtype, C.mtype)


@ft.inline
def gemm(A, B, C=None, has_bias=False, trans_A=False, trans_B=False, alpha=1.0, beta=1.0):
    '''General matrix product as in BLAS: `Y = alpha * op(A) @ op(B) + beta * C`.

    Parameters
    ----------
    A, B : matrices; `op` transposes where `trans_A`, `trans_B` say so
    C : matrix, or whatever broadcasts to the result, or `None` (the default) for no such term
    has_bias : not used; whether there is a bias is told by `C`
    trans_A, trans_B : read `A`, `B` transposed
    alpha, beta : factors, 1 by default

    Returns a new matrix with the widest element type.
    '''
    Y = ft.empty(gemm_sizes(A, B, trans_A, trans_B), gemm_type(A, B, C), gemm_memory(A, B, C))
    #! nid: recur
    gemm_(A, B, C, Y, trans_A, trans_B, alpha, beta)
    return Y
