'''Softmax and logsumexp: the maximum is subtracted first, so that no `exp` overflows.'''

import freetensor as ft

from freetensor.libop.arithmetic import add, add_, sub, truediv, truediv_
from freetensor.libop.loops import map_one
from freetensor.libop.reduction import reduce_max, reduce_sum
from freetensor.libop.unary import exp


@ft.inline
def softmax_(x, y, axis=-1):
    '''Softmax of `x` along `axis`, written to `y`. See `softmax`.'''
    #! nid: max
    greatest = reduce_max(x, axes=[axis], keepdims=True)
    #! nid: sub
    shifted = sub(x, greatest)
    #! nid: exp
    weights = exp(shifted)
    #! nid: sum
    total = reduce_sum(weights, axes=[axis], keepdims=True)
    #! nid: div
    truediv_(weights, total, y)


@ft.inline
def softmax(x, axis=-1):
    '''Softmax along `axis`: `exp(x[i] - m) / sum over j of exp(x[j] - m)`, `m` the maximum of `x`.

    Parameters
    ----------
    x : tensor of a float type
    axis : axis along which the results sum to 1; a negative one counts from the back

    Returns a new tensor shaped as `x`.
    '''
    #! nid: max
    greatest = reduce_max(x, axes=[axis], keepdims=True)
    #! nid: sub
    shifted = sub(x, greatest)
    #! nid: exp
    weights = exp(shifted)
    #! nid: sum
    total = reduce_sum(weights, axes=[axis], keepdims=True)
    #! nid: div
    out = truediv(weights, total)
    return out


def natural_log(x):
    '''The natural logarithm of an element, by the target's `log`.'''
    return ft.intrinsic("log(%)", x, ret_type=ft.dtype(x))


@ft.inline
def logsumexp_(x, y, axis=-1):
    '''Logarithm of the sum of exponentials of `x` along `axis`, written to `y`. See `logsumexp`.'''
    #! nid: max
    greatest = reduce_max(x, axes=[axis], keepdims=True)
    #! nid: sub
    shifted = sub(x, greatest)
    #! nid: exp
    weights = exp(shifted)
    #! nid: sum
    total = reduce_sum(weights, axes=[axis], keepdims=True)
    #! nid: log
    logs = map_one(natural_log, total)
    #! nid: add
    add_(logs, greatest, y)


@ft.inline
def logsumexp(x, axis=-1):
    '''Logarithm of the sum of exponentials along `axis`: `log(sum over j of exp(x[j] - m)) + m`.

    Parameters
    ----------
    x : tensor of a float type
    axis : axis that is summed, kept with size 1; a negative one counts from the back

    Returns a new tensor shaped as `x`, with size 1 along `axis`.
    '''
    #! nid: max
    greatest = reduce_max(x, axes=[axis], keepdims=True)
    #! nid: sub
    shifted = sub(x, greatest)
    #! nid: exp
    weights = exp(shifted)
    #! nid: sum
    total = reduce_sum(weights, axes=[axis], keepdims=True)
    #! nid: log
    logs = map_one(natural_log, total)
    #! nid: add
    out = add(logs, greatest)
    return out
