'''Logical reductions. `ft.all` and `ft.any` are other functions: call these as `libop.all`, `libop.any`.'''

import freetensor as ft

from freetensor.libop.reduction import reduce_into, reduced


def reduce_l_and_(x, y, axes=None, keepdims=True):
    '''Logical and of `x` along `axes`, written to `y`. See `reduce_l_and`.'''
    return reduce_into(ft.l_and, True, x, y, axes, keepdims)


def reduce_l_and(x, axes=None, keepdims=True):
    '''Whether all elements of `x` along `axes` are true; true where an axis is empty.

    Parameters
    ----------
    x : tensor of bool
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of bool.
    '''
    return reduced(ft.l_and, True, x, axes, keepdims)


def reduce_l_or_(x, y, axes=None, keepdims=True):
    '''Logical or of `x` along `axes`, written to `y`. See `reduce_l_or`.'''
    return reduce_into(ft.l_or, False, x, y, axes, keepdims)


def reduce_l_or(x, axes=None, keepdims=True):
    '''Whether some element of `x` along `axes` is true; false where an axis is empty.

    Parameters
    ----------
    x : tensor of bool
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of bool.
    '''
    return reduced(ft.l_or, False, x, axes, keepdims)


def all_(x, y, axes=None, keepdims=True):
    '''Whether all elements of `x` along `axes` are true, written to `y`. Same as `reduce_l_and_`.'''
    return reduce_into(ft.l_and, True, x, y, axes, keepdims)


def all(x, axes=None, keepdims=True):
    '''Whether all elements of `x` along `axes` are true, in a new tensor. Same as `reduce_l_and`.'''
    return reduced(ft.l_and, True, x, axes, keepdims)


def any_(x, y, axes=None, keepdims=True):
    '''Whether some element of `x` along `axes` is true, written to `y`. Same as `reduce_l_or_`.'''
    return reduce_into(ft.l_or, False, x, y, axes, keepdims)


def any(x, axes=None, keepdims=True):
    '''Whether some element of `x` along `axes` is true, in a new tensor. Same as `reduce_l_or`.'''
    return reduced(ft.l_or, False, x, axes, keepdims)
