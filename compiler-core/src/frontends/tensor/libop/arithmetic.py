'''Element-wise arithmetic of two operands with broadcasting.

Shapes are aligned at the last axis; along each axis the sizes are equal, or one of them is 1. An operand
may be a number. The result of the returning form has the wider of the two element types.
'''

import freetensor as ft

from freetensor.libop.loops import map_two, map_two_into


def add_(a, b, out):
    '''Sum, element by element: `out = a + b`, written to `out`. See `add`.'''
    return map_two_into(lambda p, q: p + q, a, b, out)


def add(a, b):
    '''Sum, element by element: `a + b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p + q, a, b)


def sub_(a, b, out):
    '''Difference, element by element: `out = a - b`, written to `out`. See `sub`.'''
    return map_two_into(lambda p, q: p - q, a, b, out)


def sub(a, b):
    '''Difference, element by element: `a - b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p - q, a, b)


def mul_(a, b, out):
    '''Product, element by element: `out = a * b`, written to `out`. See `mul`.'''
    return map_two_into(lambda p, q: p * q, a, b, out)


def mul(a, b):
    '''Product, element by element: `a * b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p * q, a, b)


def truediv_(a, b, out):
    '''Real quotient, element by element: `out = a / b`, written to `out`. See `truediv`.'''
    return map_two_into(lambda p, q: p / q, a, b, out)


def truediv(a, b):
    '''Real quotient, element by element: `a / b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. Meant for floats: a tensor of integers cannot hold fractions.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p / q, a, b)


def floordiv_(a, b, out):
    '''Quotient of integers, rounded down, element by element: `out = floor(a / b)`, written to `out`. See `floordiv`.'''
    return map_two_into(lambda p, q: p // q, a, b, out)


def floordiv(a, b):
    '''Quotient of integers, rounded down, element by element: `floor(a / b)`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. Same as `a // b`. Division by zero is undefined.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p // q, a, b)


def ceildiv_(a, b, out):
    '''Quotient of integers, rounded up, element by element: `out = ceil(a / b)`, written to `out`. See `ceildiv`.'''
    return map_two_into(lambda p, q: ft.ceildiv(p, q), a, b, out)


def ceildiv(a, b):
    '''Quotient of integers, rounded up, element by element: `ceil(a / b)`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. Division by zero is undefined.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.ceildiv(p, q), a, b)


def round_towards_0_div_(a, b, out):
    '''Quotient of integers, rounded towards 0, as in C, element by element: `out = trunc(a / b)`, written to `out`. See `round_towards_0_div`.'''
    return map_two_into(lambda p, q: ft.round_towards_0_div(p, q), a, b, out)


def round_towards_0_div(a, b):
    '''Quotient of integers, rounded towards 0, as in C, element by element: `trunc(a / b)`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. `floordiv` is analysed better. Division by zero is undefined.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.round_towards_0_div(p, q), a, b)


def mod_(a, b, out):
    '''Integer modulo for a positive `b`: never negative, as in Python, element by element: `out = a - b * floor(a / b)`, written to `out`. See `mod`.'''
    return map_two_into(lambda p, q: p % q, a, b, out)


def mod(a, b):
    '''Integer modulo for a positive `b`: never negative, as in Python, element by element: `a - b * floor(a / b)`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. Same as `a % b`. Modulo by zero is undefined.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: p % q, a, b)


def remainder_(a, b, out):
    '''Integer remainder with the sign of `a`, as in C, element by element: `out = a - b * trunc(a / b)`, written to `out`. See `remainder`.'''
    return map_two_into(lambda p, q: ft.remainder(p, q), a, b, out)


def remainder(a, b):
    '''Integer remainder with the sign of `a`, as in C, element by element: `a - b * trunc(a / b)`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape. `mod` is analysed better. Remainder by zero is undefined.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.remainder(p, q), a, b)


def min_(a, b, out):
    '''Lesser of two elements, element by element: `out = a if a < b else b`, written to `out`. See `min`.'''
    return map_two_into(lambda p, q: ft.min(p, q), a, b, out)


def min(a, b):
    '''Lesser of two elements, element by element: `a if a < b else b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.min(p, q), a, b)


def max_(a, b, out):
    '''Greater of two elements, element by element: `out = a if a > b else b`, written to `out`. See `max`.'''
    return map_two_into(lambda p, q: ft.max(p, q), a, b, out)


def max(a, b):
    '''Greater of two elements, element by element: `a if a > b else b`.

    Parameters
    ----------
    a, b : tensors or numbers whose shapes broadcast together

    Returns a new tensor of the broadcast shape.

    Errors: sizes that are neither equal nor 1 fail the run's assertion.
    '''
    return map_two(lambda p, q: ft.max(p, q), a, b)
