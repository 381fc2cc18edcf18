'''The loop nests behind the element-wise operators: recursion over the rank, one loop per axis.'''

import freetensor as ft

from freetensor.libop.shapes import broadcast_sizes, fits_or_stretches, sizes_of


@ft.inline
def map_two_into(op, a, b, out):
    '''`out[...] = op(a[...], b[...])`, where `a` and `b` broadcast to the shape of `out`.'''
    if ft.ndim(out) == 0:
        out[()] = op(a, b)
    else:
        #! nid: L_elem
        for i in range(out.shape(0)):
            if ft.ndim(a) < ft.ndim(out):
                assert b.shape(0) == out.shape(0)
                #! nid: recur
                map_two_into(op, a, b[i], out[i])
            elif ft.ndim(b) < ft.ndim(out):
                assert a.shape(0) == out.shape(0)
                #! nid: recur
                map_two_into(op, a[i], b, out[i])
            else:
                assert fits_or_stretches(a, out.shape(0))
                assert fits_or_stretches(b, out.shape(0))
                #! nid: recur
                map_two_into(op, a[i % a.shape(0)], b[i % b.shape(0)], out[i])


@ft.inline
def map_two(op, a, b):
    '''A new tensor of the broadcast shape that holds `op(a[...], b[...])`.'''
    #! nid: out
    out = ft.empty(broadcast_sizes(a, b), ft.up_cast(ft.dtype(a), ft.dtype(b)),
                   ft.same_mtype(ft.mtype(a), ft.mtype(b)))
    #! nid: recur
    map_two_into(op, a, b, out)
    return out


@ft.inline
def map_one_into(op, x, y):
    '''`y[...] = op(x[...])` for tensors of one shape.'''
    if ft.ndim(x) == 0:
        y[()] = op(x)
    else:
        assert x.shape(0) == y.shape(0)
        #! nid: L_elem
        for i in range(x.shape(0)):
            #! nid: recur
            map_one_into(op, x[i], y[i])


@ft.inline
def map_one(op, x):
    '''A new tensor, shaped as `x`, that holds `op(x[...])`.'''
    #! nid: y
    y = ft.empty(sizes_of(x), ft.dtype(x), ft.mtype(x))
    #! nid: recur
    map_one_into(op, x, y)
    return y


@ft.inline
def update(op, y, x):
    '''`y[...] = op(y[...], x[...])`, where `x` broadcasts to the shape of `y`.'''
    if ft.ndim(y) == 0:
        y[()] = op(y, x)
    else:
        #! nid: L_elem
        for i in range(y.shape(0)):
            if ft.ndim(x) < ft.ndim(y):
                #! nid: recur
                update(op, y[i], x)
            else:
                assert fits_or_stretches(x, y.shape(0))
                #! nid: recur
                update(op, y[i], x[i % x.shape(0)])


@ft.inline
def fill(value, y):
    '''`y[...] = value`.'''
    if ft.ndim(y) == 0:
        y[()] = value
    else:
        #! nid: L_elem
        for i in range(y.shape(0)):
            #! nid: recur
            fill(value, y[i])


@ft.inline
def filled(value, shape, dtype, mtype):
    '''A new tensor with every element `value`.'''
    y = ft.empty(shape, dtype, mtype)
    #! nid: recur
    fill(value, y)
    return y
