'''Operators that make a tensor with given contents, or fill one.'''

from freetensor.libop.loops import fill, filled


def zeros_(y):
    '''Set every element of `y` to 0.'''
    return fill(0, y)


def zeros(shape, dtype, mtype=None):
    '''A new tensor of zeros.

    Parameters
    ----------
    shape : sequence of sizes, or a rank-1 tensor of known length that holds them
    dtype : element type, e.g. `"float32"`
    mtype : where it lives, e.g. `"cpu"`; by default the main memory of the target

    Returns the new tensor.
    '''
    return filled(0, shape, dtype, mtype)


def ones_(y):
    '''Set every element of `y` to 1.'''
    return fill(1, y)


def ones(shape, dtype, mtype=None):
    '''A new tensor of ones.

    Parameters
    ----------
    shape : sequence of sizes, or a rank-1 tensor of known length that holds them
    dtype : element type, e.g. `"float32"`
    mtype : where it lives, e.g. `"cpu"`; by default the main memory of the target

    Returns the new tensor.
    '''
    return filled(1, shape, dtype, mtype)


def full_(y, fill_value):
    '''Set every element of `y` to `fill_value`, a number or an element of a tensor.'''
    return fill(fill_value, y)


def full(shape, fill_value, dtype, mtype=None):
    '''A new tensor with every element `fill_value`.

    Parameters
    ----------
    shape : sequence of sizes, or a rank-1 tensor of known length that holds them
    fill_value : number, or an element of a tensor
    dtype : element type, e.g. `"float32"`
    mtype : where it lives, e.g. `"cpu"`; by default the main memory of the target

    Returns the new tensor.
    '''
    return filled(fill_value, shape, dtype, mtype)
