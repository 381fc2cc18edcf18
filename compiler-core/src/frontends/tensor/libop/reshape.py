'''Operators that keep the elements of a tensor in row order, or repeat them, under another shape.'''

import freetensor as ft

from freetensor.libop.shapes import all_from_front, first_is_zero, from_front, inside, product, sizes_of


@ft.inline
def pour(x, y, size):
    '''Copy `x` in row order into `y` of rank 1, which has `size` elements.

    The size is handed down, because FreeTensor of 2022 gets the length of a slice of a slice wrong.
    '''
    if ft.ndim(x) == 0:
        y[0] = x
    else:
        #! nid: L_inner
        for i in range(x.shape(0)):
            begin = i * (size // x.shape(0))
            end = (i + 1) * (size // x.shape(0))
            #! nid: recur
            pour(x[i], y[begin:end], end - begin)


@ft.inline
def flatten_into(x, y, axis, rows):
    '''Copy `x` into the matrix `y` of `rows` rows; the first `axis` axes of `x` become the rows.'''
    if axis == 0:
        #! nid: recur
        pour(x, y[0], y.shape(1))
    else:
        #! nid: L_outer
        for i in range(x.shape(0)):
            begin = i * (rows // x.shape(0))
            end = (i + 1) * (rows // x.shape(0))
            #! nid: recur
            flatten_into(x[i], y[begin:end], axis - 1, end - begin)


@ft.inline
def flattened(x, axis):
    sizes = sizes_of(x)
    y = ft.empty([product(sizes[:axis]), product(sizes[axis:])], ft.dtype(x), ft.mtype(x))
    #! nid: recur
    flatten_into(x, y, axis, y.shape(0))
    return y


def flatten_(x, y, axis=1):
    '''Flatten `x` to a matrix, written to `y`. See `flatten`.'''
    return flatten_into(x, y, from_front(axis, ft.ndim(x)), y.shape(0))


def flatten(x, axis=1):
    '''Flatten to a matrix: the axes before `axis` become the first axis, the others the second.

    Parameters
    ----------
    x : tensor
    axis : number of axes that go to the first axis, 1 by default; with 0 the result has one row.
        A negative one counts from the back

    Returns a new tensor of rank 2 with the elements in row order.
    '''
    return flattened(x, from_front(axis, ft.ndim(x)))


def new_axes(x, axes):
    '''The axes that `unsqueeze` adds, counted from the front of the result and sorted.'''
    assert not isinstance(axes, int), f'a list of axes is wanted: [{axes}]'
    return sorted(all_from_front(axes, ft.ndim(x) + len(axes)))


def unsqueezed_sizes(x, axes):
    sizes = sizes_of(x)
    for axis in axes:
        sizes.insert(axis, 1)
    return sizes


@ft.inline
def unsqueeze_into(x, y, axes):
    if ft.ndim(y) == 0:
        y[()] = x
    elif first_is_zero(axes):
        #! nid: recur
        unsqueeze_into(x, y[0], inside(axes))
    else:
        #! nid: L
        for i in range(x.shape(0)):
            #! nid: recur
            unsqueeze_into(x[i], y[i], inside(axes))


@ft.inline
def unsqueezed(x, axes):
    y = ft.empty(unsqueezed_sizes(x, axes), ft.dtype(x), ft.mtype(x))
    #! nid: recur
    unsqueeze_into(x, y, axes)
    return y


def unsqueeze_(x, y, axes):
    '''Copy `x` into `y`, which has further axes of size 1. See `unsqueeze`.'''
    return unsqueeze_into(x, y, new_axes(x, axes))


def unsqueeze(x, axes):
    '''Insert axes of size 1.

    Parameters
    ----------
    x : tensor
    axes : positions of the new axes in the result; a negative one counts from its back

    Returns a new tensor of rank `ndim(x) + len(axes)`.
    '''
    return unsqueezed(x, new_axes(x, axes))


def dropped_axes(x, axes):
    '''The axes that `squeeze` drops, counted from the front and sorted.'''
    return sorted(all_from_front(axes, ft.ndim(x)))


def squeezed_sizes(x, axes):
    return [x.shape(axis) for axis in range(ft.ndim(x)) if axis not in axes]


@ft.inline
def squeeze_into(x, y, axes):
    if ft.ndim(x) == 0:
        y[()] = x
    elif first_is_zero(axes):
        assert x.shape(0) == 1
        #! nid: recur
        squeeze_into(x[0], y, inside(axes))
    else:
        assert x.shape(0) == y.shape(0)
        #! nid: L
        for i in range(x.shape(0)):
            #! nid: recur
            squeeze_into(x[i], y[i], inside(axes))


@ft.inline
def squeezed(x, axes):
    y = ft.empty(squeezed_sizes(x, axes), ft.dtype(x), ft.mtype(x))
    #! nid: recur
    squeeze_into(x, y, axes)
    return y


def squeeze_(x, y, axes):
    '''Copy `x` into `y`, which lacks the given axes. See `squeeze`.'''
    return squeeze_into(x, y, dropped_axes(x, axes))


def squeeze(x, axes):
    '''Drop axes of size 1.

    Parameters
    ----------
    x : tensor
    axes : axes of `x` to drop; a negative one counts from the back

    Returns a new tensor of rank `ndim(x) - len(axes)`.

    Errors: a dropped axis whose size is not 1 fails the run's assertion.
    '''
    return squeezed(x, dropped_axes(x, axes))


@ft.inline
def expand_(a, out):
    '''Copy `a` into `out`, repeating it along axes of size 1 and along missing ones. See `expand`.'''
    if ft.ndim(out) == 0:
        out[()] = a
    else:
        #! nid: L_elem
        for i in range(out.shape(0)):
            if ft.ndim(a) < ft.ndim(out):
                #! nid: recur
                expand_(a, out[i])
            else:
                #! nid: recur
                expand_(a[i % a.shape(0)], out[i])


@ft.inline
def expand(a, expand_shape):
    '''Repeat a tensor up to a shape.

    Parameters
    ----------
    a : tensor; its shape, aligned at the last axis, has size 1 where it is repeated
    expand_shape : sizes of the result

    Returns a new tensor of shape `expand_shape`. Sizes are not checked: an axis that is neither of
    size 1 nor of the wanted size is repeated cyclically.
    '''
    out = ft.empty(expand_shape, ft.dtype(a), ft.mtype(a))
    #! nid: recur
    expand_(a, out)
    return out


def element_at(x, position):
    '''The element of `x` at a position in row order.'''
    sizes = sizes_of(x)
    for axis in range(len(sizes)):
        below = product(sizes[axis + 1:])
        if axis + 1 == len(sizes):
            x = x[position]
        else:
            x = x[position // below]
            position = position % below
    return x


@ft.inline
def refill(x, y, position):
    '''Copy `x`, whose first element stands at `position` (in units of `x`), into `y` in row order.'''
    if ft.ndim(x) == 0:
        element_at(y, position)[()] = x
    else:
        #! nid: L
        for i in range(x.shape(0)):
            #! nid: recur
            refill(x[i], y, position * x.shape(0) + i)


@ft.inline
def reshape_(x, y):
    '''Copy the elements of `x` in row order into `y` of another shape. See `reshape`.'''
    assert product(sizes_of(x)) == product(sizes_of(y))
    #! nid: recur
    refill(x, y, 0)


@ft.inline
def reshape(x, shape):
    '''The elements of `x` in row order under another shape.

    Parameters
    ----------
    x : tensor
    shape : sizes of the result; their product is the number of elements of `x`

    Returns a new tensor of shape `shape`.

    Errors: another number of elements fails the run's assertion.
    '''
    y = ft.empty(shape, ft.dtype(x), ft.mtype(x))
    #! nid: recur
    reshape_(x, y)
    return y
