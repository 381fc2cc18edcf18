'''Operators that update a tensor from another one, broadcasting it: `y = y op x`.'''

from freetensor.libop.loops import update


def assign(y, x):
    '''Copy `x` into `y`, broadcasting: `y[...] = x[...]`.

    Same as `y[:] = x`.

    Parameters
    ----------
    y : tensor to write
    x : tensor or number; its shape broadcasts to that of `y`

    Errors: a size of `x` that is neither 1 nor the size of `y` fails the run's assertion.
    '''
    return update(lambda y, x: x, y, x)


def add_to(y, x):
    '''Add `x` to `y`, broadcasting: `y[...] = y[...] + x[...]`.

    Same as `y[:] += x`. `y` must hold values already; `x` is a tensor or a number whose shape
    broadcasts to that of `y`.
    '''
    return update(lambda y, x: y + x, y, x)


def sub_to(y, x):
    '''Subtract `x` from `y`, broadcasting: `y[...] = y[...] - x[...]`.

    Same as `y[:] -= x`. `y` must hold values already; `x` is a tensor or a number whose shape
    broadcasts to that of `y`.
    '''
    return update(lambda y, x: y - x, y, x)


def mul_to(y, x):
    '''Multiply `y` by `x`, broadcasting: `y[...] = y[...] * x[...]`.

    Same as `y[:] *= x`. `y` must hold values already; `x` is a tensor or a number whose shape
    broadcasts to that of `y`.
    '''
    return update(lambda y, x: y * x, y, x)


def truediv_to(y, x):
    '''Divide `y` by `x`, broadcasting: `y[...] = y[...] / x[...]`, the real quotient.

    Same as `y[:] /= x`. `y` must hold values already and be of a float type to keep fractions.
    '''
    return update(lambda y, x: y / x, y, x)


def floordiv_to(y, x):
    '''Divide integers, rounding down: `y[...] = floor(y[...] / x[...])`, broadcasting `x`.

    Same as `y[:] //= x`. Division by zero is undefined.
    '''
    return update(lambda y, x: y // x, y, x)


def mod_to(y, x):
    '''Integer modulo: `y[...] = y[...] - x[...] * floor(y[...] / x[...])`, broadcasting `x`.

    Same as `y[:] %= x`. Not negative for a positive `x`. Modulo by zero is undefined.
    '''
    return update(lambda y, x: y % x, y, x)
