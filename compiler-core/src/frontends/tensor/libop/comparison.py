'''Element-wise comparisons and logic of two operands with broadcasting.

Shapes are aligned at the last axis; along each axis the sizes are equal, or one of them is 1. An operand
may be a number. As in FreeTensor the returning form makes a tensor of the *operands'* wider type, so
`lt` of two int32 tensors holds 0 and 1 in int32: use the in-place form to get `bool`.
'''

import freetensor as ft

from freetensor.libop.loops import map_two, map_two_into


def l_and_(a, b, out):
    '''Logical and; both sides are evaluated, element by element: `out = a and b`, written to `out`. See `l_and`.'''
    return map_two_into(lambda p, q: ft.l_and(p, q), a, b, out)


def l_and(a, b):
    '''Logical and; both sides are evaluated, element by element: `a and b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.l_and(p, q), a, b)


def l_or_(a, b, out):
    '''Logical or; both sides are evaluated, element by element: `out = a or b`, written to `out`. See `l_or`.'''
    return map_two_into(lambda p, q: ft.l_or(p, q), a, b, out)


def l_or(a, b):
    '''Logical or; both sides are evaluated, element by element: `a or b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.l_or(p, q), a, b)


def lt_(a, b, out):
    '''Whether less, element by element: `out = a < b`, written to `out`. See `lt`.'''
    return map_two_into(lambda p, q: p < q, a, b, out)


def lt(a, b):
    '''Whether less, element by element: `a < b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p < q, a, b)


def le_(a, b, out):
    '''Whether less or equal, element by element: `out = a <= b`, written to `out`. See `le`.'''
    return map_two_into(lambda p, q: p <= q, a, b, out)


def le(a, b):
    '''Whether less or equal, element by element: `a <= b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p <= q, a, b)


def gt_(a, b, out):
    '''Whether greater, element by element: `out = a > b`, written to `out`. See `gt`.'''
    return map_two_into(lambda p, q: p > q, a, b, out)


def gt(a, b):
    '''Whether greater, element by element: `a > b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p > q, a, b)


def ge_(a, b, out):
    '''Whether greater or equal, element by element: `out = a >= b`, written to `out`. See `ge`.'''
    return map_two_into(lambda p, q: p >= q, a, b, out)


def ge(a, b):
    '''Whether greater or equal, element by element: `a >= b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p >= q, a, b)


def eq_(a, b, out):
    '''Whether equal, element by element: `out = a == b`, written to `out`. See `eq`.'''
    return map_two_into(lambda p, q: p == q, a, b, out)


def eq(a, b):
    '''Whether equal, element by element: `a == b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p == q, a, b)


def ne_(a, b, out):
    '''Whether not equal, element by element: `out = a != b`, written to `out`. See `ne`.'''
    return map_two_into(lambda p, q: p != q, a, b, out)


def ne(a, b):
    '''Whether not equal, element by element: `a != b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p != q, a, b)
