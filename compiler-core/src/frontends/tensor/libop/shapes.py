'''Shapes and axes at staging time: plain Python over sizes, nothing here emits code.'''

import freetensor as ft


def sizes_of(x):
    '''The sizes of `x`, outermost first; an empty list for a scalar.'''
    return [x.shape(i) for i in range(ft.ndim(x))]


def broadcast_sizes(a, b):
    '''The sizes of `a` and `b` broadcast together, aligned at the last axis.'''
    rank = max(ft.ndim(a), ft.ndim(b))
    missing_a = rank - ft.ndim(a)
    missing_b = rank - ft.ndim(b)
    sizes = []
    for axis in range(rank):
        if axis < missing_a:
            sizes.append(b.shape(axis))
        elif axis < missing_b:
            sizes.append(a.shape(axis))
        else:
            sizes.append(ft.max(a.shape(axis - missing_a), b.shape(axis - missing_b)))
    return sizes


def fits_or_stretches(x, size):
    '''Condition under which the first axis of `x` broadcasts to `size`: it is as long, or 1.'''
    return ft.l_or(x.shape(0) == size, x.shape(0) == 1)


def product(factors, start=1):
    '''`start * factors[0] * factors[1] * ...`, multiplied from the left.'''
    result = start
    for factor in factors:
        result = result * factor
    return result


def first_is_zero(axes):
    '''Whether a sorted list of axes names the current outermost axis.'''
    return len(axes) > 0 and axes[0] == 0


def inside(axes):
    '''Sorted axes seen from inside the outermost axis: that axis is dropped, the others move down by one.'''
    return [axis - 1 for axis in axes if axis != 0]


def from_front(axis, rank):
    '''An axis counted from the front; a negative one counts back from `rank`.'''
    return axis if axis >= 0 else axis + rank


def all_from_front(axes, rank):
    '''A list of axes, each counted from the front.'''
    assert not isinstance(axes, int), f'a list of axes is wanted: [{axes}]'
    return [from_front(axis, rank) for axis in axes]
