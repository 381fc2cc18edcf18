'''Reductions of a tensor along axes. With `keepdims` a reduced axis stays, of size 1.

`axes=None` reduces all axes. A negative axis counts back from the rank of the *result*, as in
FreeTensor: the two ranks differ where `keepdims` is false, so `axes=[-1], keepdims=False` of a
matrix reduces axis 0, not 1 (NumPy: axis 1). Give positive axes there.
'''

import freetensor as ft

from freetensor.libop.shapes import all_from_front, first_is_zero, inside


def front_axes(axes, rank, keepdims):
    '''The axes to reduce, counted from the front and sorted.'''
    if axes is None:
        return list(range(rank))
    assert not isinstance(axes, int), f'a list of axes is wanted: [{axes}]'
    return sorted(all_from_front(axes, rank if keepdims else rank - len(axes)))


def reduced_sizes(x, axes, keepdims):
    '''Sizes of the result; `axes` are sorted and counted from the front.'''
    sizes = []
    for axis in range(ft.ndim(x)):
        if not first_is_zero(axes):
            sizes.append(x.shape(axis))
        elif keepdims:
            sizes.append(1)
        axes = inside(axes)
    return sizes


@ft.inline
def start_with(neutral, y):
    '''`y[...] = neutral`.'''
    if ft.ndim(y) == 0:
        #! nid: exec
        y[()] = neutral
    else:
        #! nid: L
        for i in range(y.shape(0)):
            #! nid: recur
            start_with(neutral, y[i])


@ft.inline
def fold(op, x, y, axes, keepdims):
    '''`y = op(y, x[...])` over all elements of `x`; `axes` are sorted and counted from the front.'''
    if ft.ndim(x) == 0:
        #! nid: exec
        y[()] = op(y, x)
    else:
        #! nid: L
        for i in range(x.shape(0)):
            if not first_is_zero(axes):
                assert y.shape(0) == x.shape(0)
                #! nid: recur
                fold(op, x[i], y[i], inside(axes), keepdims)
            elif keepdims:
                assert y.shape(0) == 1
                #! nid: recur
                fold(op, x[i], y[0], inside(axes), keepdims)
            else:
                #! nid: recur
                fold(op, x[i], y, inside(axes), keepdims)


@ft.inline
def reduce_into(op, neutral, x, y, axes, keepdims):
    '''Reduce `x` into `y`, which is set to the neutral element first.'''
    #! nid: init
    start_with(neutral, y)
    #! nid: reduce
    fold(op, x, y, front_axes(axes, ft.ndim(x), keepdims), keepdims)


@ft.inline
def reduced(op, neutral, x, axes, keepdims):
    '''Reduce `x` into a new tensor.'''
    #! nid: y
    y = ft.empty(reduced_sizes(x, front_axes(axes, ft.ndim(x), keepdims), keepdims), ft.dtype(x), ft.mtype(x))
    #! nid: recur
    reduce_into(op, neutral, x, y, axes, keepdims)
    return y


def reduce_sum_(x, y, axes=None, keepdims=True):
    '''Sum of `x` along `axes`, written to `y`. See `reduce_sum`.'''
    return reduce_into(lambda y, x: y + x, 0, x, y, axes, keepdims)


def reduce_sum(x, axes=None, keepdims=True):
    '''Sum of `x` along `axes`: `y[rest] = sum over axes of x[...]`; 0 where an axis is empty.

    Parameters
    ----------
    x : tensor
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of the type of `x`.
    '''
    return reduced(lambda y, x: y + x, 0, x, axes, keepdims)


def reduce_prod_(x, y, axes=None, keepdims=True):
    '''Product of `x` along `axes`, written to `y`. See `reduce_prod`.'''
    return reduce_into(lambda y, x: y * x, 1, x, y, axes, keepdims)


def reduce_prod(x, axes=None, keepdims=True):
    '''Product of `x` along `axes`: `y[rest] = product over axes of x[...]`; 1 where an axis is empty.

    Parameters
    ----------
    x : tensor
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of the type of `x`.
    '''
    return reduced(lambda y, x: y * x, 1, x, axes, keepdims)


@ft.inline
def reduce_max_(x, y, axes=None, keepdims=True):
    '''Maximum of `x` along `axes`, written to `y`. See `reduce_max`.'''
    #! nid: impl
    reduce_into(ft.max, ft.min_value(ft.dtype(x)), x, y, axes, keepdims)


@ft.inline
def reduce_max(x, axes=None, keepdims=True):
    '''Maximum of `x` along `axes`; the least value of its type where an axis is empty.

    Parameters
    ----------
    x : tensor of a number type
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of the type of `x`.
    '''
    #! nid: impl
    y = reduced(ft.max, ft.min_value(ft.dtype(x)), x, axes, keepdims)
    return y


@ft.inline
def reduce_min_(x, y, axes=None, keepdims=True):
    '''Minimum of `x` along `axes`, written to `y`. See `reduce_min`.'''
    #! nid: impl
    reduce_into(ft.min, ft.max_value(ft.dtype(x)), x, y, axes, keepdims)


@ft.inline
def reduce_min(x, axes=None, keepdims=True):
    '''Minimum of `x` along `axes`; the greatest value of its type where an axis is empty.

    Parameters
    ----------
    x : tensor of a number type
    axes : list of axes to reduce; all by default. A negative one counts back from the rank of the
        result, which is smaller than the rank of `x` where `keepdims` is false
    keepdims : keep reduced axes, with size 1 (the default)

    Returns a new tensor of the type of `x`.
    '''
    #! nid: impl
    y = reduced(ft.min, ft.max_value(ft.dtype(x)), x, axes, keepdims)
    return y
