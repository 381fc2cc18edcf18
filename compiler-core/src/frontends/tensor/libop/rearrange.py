'''Operators that permute axes or put tensors together.'''

import freetensor as ft

from freetensor.libop.loops import map_one_into
from freetensor.libop.shapes import all_from_front, from_front, inside, sizes_of


def axis_order(x, perm):
    '''The permutation, counted from the front; by default the axes are reversed.'''
    if perm is None:
        return [ft.ndim(x) - 1 - axis for axis in range(ft.ndim(x))]
    order = all_from_front(perm, ft.ndim(x))
    assert sorted(order) == list(range(ft.ndim(x))), f'perm names each of the {ft.ndim(x)} axes of x once'
    return order


def outermost_at(perm):
    '''Where the outermost axis of the source goes.'''
    return [place for place, axis in enumerate(perm) if axis == 0][0]


@ft.inline
def permute_into(x, y, perm):
    if ft.ndim(x) == 0:
        y[()] = x
    else:
        assert x.shape(0) == y.shape(outermost_at(perm))
        #! nid: L
        for i in range(x.shape(0)):
            #! nid: recur
            permute_into(x[i], y.select(i, outermost_at(perm)), inside(perm))


@ft.inline
def permuted(x, perm):
    y = ft.empty([x.shape(axis) for axis in perm], ft.dtype(x), ft.mtype(x))
    #! nid: recur
    permute_into(x, y, perm)
    return y


def transpose_(x, y, perm=None):
    '''Permute the axes of `x`, written to `y`. See `transpose`.'''
    return permute_into(x, y, axis_order(x, perm))


def transpose(x, perm=None):
    '''Permute axes: axis `k` of the result is axis `perm[k]` of `x`.

    Parameters
    ----------
    x : tensor
    perm : permutation of the axes of `x`; by default they are reversed

    Returns a new tensor.
    '''
    return permuted(x, axis_order(x, perm))


def each_at(tensors, i):
    '''Element `i` of every tensor along its first axis.'''
    return [x[i] for x in tensors]


def checked(tensors):
    '''The list itself: tensors of one rank, at least one.'''
    assert len(tensors) > 0, 'at least one tensor is wanted'
    for x in tensors:
        assert ft.ndim(x) == ft.ndim(tensors[0]), f'tensors of rank {ft.ndim(tensors[0])} and {ft.ndim(x)} do not join'
    return tensors


def begins(tensors, axis):
    '''Where each tensor begins along `axis` when they stand one after the other; last, where all end.'''
    places = [0]
    for x in tensors:
        places.append(places[-1] + x.shape(axis))
    return places


def widest_type(tensors):
    dtype = tensors[0].dtype
    for x in tensors[1:]:
        dtype = ft.up_cast(dtype, x.dtype)
    return dtype


def common_memory(tensors):
    mtype = tensors[0].mtype
    for x in tensors[1:]:
        mtype = ft.same_mtype(mtype, x.mtype)
    return mtype


@ft.inline
def concat_into(tensors, y, axis):
    if axis == 0:
        assert y.shape(0) == begins(tensors, 0)[-1]
        for x, begin in zip(tensors, begins(tensors, 0)):
            #! nid: copy
            map_one_into(lambda x: x, x, y[begin:begin + x.shape(0)])
    else:
        #! nid: L
        for i in range(y.shape(0)):
            #! nid: recur
            concat_into(each_at(tensors, i), y[i], axis - 1)


def joined_sizes(tensors, axis):
    sizes = sizes_of(tensors[0])
    sizes[axis] = begins(tensors, axis)[-1]
    return sizes


@ft.inline
def concatenated(tensors, axis):
    y = ft.empty(joined_sizes(tensors, axis), widest_type(tensors), common_memory(tensors))
    #! nid: recur
    concat_into(tensors, y, axis)
    return y


def concat_(tensors, y, axis=0):
    '''Join tensors along an axis, written to `y`. See `concat`.'''
    return concat_into(tensors, y, from_front(axis, ft.ndim(y)))


def concat(tensors, axis=0):
    '''Join tensors one after the other along an axis.

    Parameters
    ----------
    tensors : list of tensors of one rank, equal in size along all other axes
    axis : axis that grows; a negative one counts from the back

    Returns a new tensor with the widest element type.

    Errors: other sizes that differ fail the run's assertion.
    '''
    return concatenated(checked(tensors), from_front(axis, ft.ndim(tensors[0])))


@ft.inline
def stack_into(tensors, y, axis):
    if axis == 0:
        assert y.shape(0) == len(tensors)
        for place, x in enumerate(tensors):
            #! nid: copy
            map_one_into(lambda x: x, x, y[place])
    else:
        assert y.shape(0) == tensors[0].shape(0)
        #! nid: L
        for i in range(y.shape(0)):
            #! nid: recur
            stack_into(each_at(tensors, i), y[i], axis - 1)


def stacked_sizes(tensors, axis):
    sizes = sizes_of(tensors[0])
    sizes.insert(axis, len(tensors))
    return sizes


@ft.inline
def stacked(tensors, axis):
    y = ft.empty(stacked_sizes(tensors, axis), widest_type(tensors), common_memory(tensors))
    #! nid: recur
    stack_into(tensors, y, axis)
    return y


def stack_(tensors, y, axis=0):
    '''Put tensors side by side along a new axis, written to `y`. See `stack`.'''
    return stack_into(tensors, y, from_front(axis, ft.ndim(y)))


def stack(tensors, axis=0):
    '''Put tensors of one shape side by side along a new axis.

    Parameters
    ----------
    tensors : list of tensors of one shape
    axis : position of the new axis in the result; a negative one counts from its back

    Returns a new tensor of one rank more, with the widest element type.

    Errors: shapes that differ fail the run's assertion.
    '''
    return stacked(checked(tensors), from_front(axis, ft.ndim(tensors[0]) + 1))
