'''Einstein summation: one loop per letter, the letters of the result first.'''

import freetensor as ft

from freetensor.libop.shapes import product


def parse_format(fmt, count):
    '''`"ik,kj->ij"` as `(["ik", "kj"], "ij")`; there are `count` operands.'''
    assert '->' in fmt, 'the format of einsum names its result: operands -> result'
    operands, result = fmt.replace(' ', '').split('->')
    operands = operands.split(',')
    assert len(operands) == count, f'the format of einsum has {len(operands)} operands, but {count} are given'
    return operands, result


def loop_order(operands, result):
    '''All letters, in the order of the loops: those of the result, then the others as they appear.'''
    order = result
    for letters in operands:
        for letter in letters:
            if letter not in order:
                order = order + letter
    return order


def places(letters, letter):
    '''The axes that bear a letter.'''
    return [axis for axis, other in enumerate(letters) if other == letter]


def sizes_under(letter, formats, tensors):
    '''The sizes of all axes that bear a letter, in the order of the tensors.'''
    return [x.shape(axis) for letters, x in zip(formats, tensors) for axis in places(letters, letter)]


def greatest(sizes):
    result = sizes[0]
    for size in sizes[1:]:
        result = ft.max(result, size)
    return result


def wanted_size(length, formats, tensors):
    '''What the loop over the next letter runs to: the size of the result's next axis, or of the longest operand.'''
    return length if formats[-1] == '' else tensors[-1].shape(0)


def without(letter, formats):
    return [letters.replace(letter, '') for letters in formats]


def taken_at(i, letter, letters, x):
    '''`x` at index `i` of each axis that bears the letter, repeating axes of size 1.'''
    for axis in reversed(places(letters, letter)):
        x = x.select(i % x.shape(axis), axis)
    return x


def all_taken_at(i, letter, formats, tensors):
    return [taken_at(i, letter, letters, x) for letters, x in zip(formats, tensors)]


def elements(tensors):
    return [x[()] for x in tensors]


@ft.inline
def sum_products(formats, order, started, tensors):
    '''Add all products of elements of `tensors[:-1]` to `tensors[-1]`, which is set to 0 first unless `started`.

    `formats` has one string of letters per tensor, the result's last; `order` has the letters still to loop over.
    '''
    if len(order) == 0:
        if started:
            tensors[-1][()] += product(elements(tensors[1:-1]), tensors[0][()])
        else:
            tensors[-1][()] = product(elements(tensors[1:-1]), tensors[0][()])
    else:
        first = formats[-1] == '' and not started
        if first:
            tensors[-1][()] = 0
        length = greatest(sizes_under(order[0], formats, tensors))
        for size in sizes_under(order[0], formats[:-1], tensors[:-1]):
            assert ft.l_or(size == wanted_size(length, formats, tensors), size == 1)
        #! prefer_libs
        for i in range(length):
            sum_products(without(order[0], formats), order[1:], started or first,
                         all_taken_at(i, order[0], formats, tensors))


@ft.inline
def einsum_(fmt, *args):
    '''Einstein summation, written to the last tensor. See `einsum`.

    `einsum_("ik,kj->ij", a, b, y)` is the matrix product of `a` and `b` in `y`.
    '''
    operands, result = parse_format(fmt, len(args) - 1)
    sum_products(operands + [result], loop_order(operands, result), False, list(args))


@ft.inline
def einsum(fmt, *args):
    '''Einstein summation: multiply elements, and sum over the letters that the result lacks.

    `einsum("ik,kj->ij", a, b)` is `y[i, j] = sum over k of a[i, k] * b[k, j]`.

    Parameters
    ----------
    fmt : one string of letters per operand, separated by commas, then `->` and the letters of the result.
        A letter stands for one index; where an operand repeats it, the diagonal is taken
    args : the operands, one per string; an axis of size 1 is repeated as far as its letter goes

    Returns a new tensor with the element type of the first operand. A letter of the result takes its size from
    the first operand that has it.

    Errors: sizes under one letter that are neither equal nor 1 fail the run's assertion.
    '''
    operands, result = parse_format(fmt, len(args))
    Y = ft.empty([sizes_under(letter, operands, args)[0] for letter in result], args[0].dtype, args[0].mtype)
    sum_products(operands + [result], loop_order(operands, result), False, list(args) + [Y])
    return Y
