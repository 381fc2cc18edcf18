'''Element-wise functions of one tensor.'''

import freetensor as ft

from freetensor.libop.loops import map_one, map_one_into


def neg_(x, y):
    '''Negation, element by element: `y = -x`, written to `y` of the same shape. See `neg`.'''
    return map_one_into(lambda x: -x, x, y)


def neg(x):
    '''Negation, element by element: `-x`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: -x, x)


def l_not_(x, y):
    '''Logical not, element by element: `y = not x`, written to `y` of the same shape. See `l_not`.'''
    return map_one_into(lambda x: ft.l_not(x), x, y)


def l_not(x):
    '''Logical not, element by element: `not x`.

    Returns a new tensor with the shape and the element type of `x`. `x` holds bool.
    '''
    return map_one(lambda x: ft.l_not(x), x)


def relu_(x, y):
    '''Rectifier, element by element: `y = max(x, 0)`, written to `y` of the same shape. See `relu`.'''
    return map_one_into(lambda x: ft.max(x, 0), x, y)


def relu(x):
    '''Rectifier, element by element: `max(x, 0)`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.max(x, 0), x)


def abs_(x, y):
    '''Absolute value, element by element: `y = |x|`, written to `y` of the same shape. See `abs`.'''
    return map_one_into(lambda x: ft.abs(x), x, y)


def abs(x):
    '''Absolute value, element by element: `|x|`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.abs(x), x)


def sqrt_(x, y):
    '''Square root, element by element: `y = x ** 0.5`, written to `y` of the same shape. See `sqrt`.'''
    return map_one_into(lambda x: ft.sqrt(x), x, y)


def sqrt(x):
    '''Square root, element by element: `x ** 0.5`.

    Returns a new tensor with the shape and the element type of `x`. NaN for a negative element.
    '''
    return map_one(lambda x: ft.sqrt(x), x)


def square_(x, y):
    '''Square, element by element: `y = x * x`, written to `y` of the same shape. See `square`.'''
    return map_one_into(lambda x: ft.square(x), x, y)


def square(x):
    '''Square, element by element: `x * x`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.square(x), x)


def exp_(x, y):
    '''Exponential, element by element: `y = e ** x`, written to `y` of the same shape. See `exp`.'''
    return map_one_into(lambda x: ft.exp(x), x, y)


def exp(x):
    '''Exponential, element by element: `e ** x`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.exp(x), x)


def sigmoid_(x, y):
    '''Logistic function, element by element: `y = 1 / (1 + exp(-x))`, written to `y` of the same shape. See `sigmoid`.'''
    return map_one_into(lambda x: ft.sigmoid(x), x, y)


def sigmoid(x):
    '''Logistic function, element by element: `1 / (1 + exp(-x))`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.sigmoid(x), x)


def tanh_(x, y):
    '''Hyperbolic tangent, element by element: `y = tanh(x)`, written to `y` of the same shape. See `tanh`.'''
    return map_one_into(lambda x: ft.tanh(x), x, y)


def tanh(x):
    '''Hyperbolic tangent, element by element: `tanh(x)`.

    Returns a new tensor with the shape and the element type of `x`.
    '''
    return map_one(lambda x: ft.tanh(x), x)


def floor_(x, y):
    '''Rounding down to a whole number, element by element: `y = floor(x)`, written to `y` of the same shape. See `floor`.'''
    return map_one_into(lambda x: ft.floor(x), x, y)


def floor(x):
    '''Rounding down to a whole number, element by element: `floor(x)`.

    Returns a new tensor with the shape and the element type of `x`. The element type stays.
    '''
    return map_one(lambda x: ft.floor(x), x)


def ceil_(x, y):
    '''Rounding up to a whole number, element by element: `y = ceil(x)`, written to `y` of the same shape. See `ceil`.'''
    return map_one_into(lambda x: ft.ceil(x), x, y)


def ceil(x):
    '''Rounding up to a whole number, element by element: `ceil(x)`.

    Returns a new tensor with the shape and the element type of `x`. The element type stays.
    '''
    return map_one(lambda x: ft.ceil(x), x)


def ln_(x, y):
    '''Natural logarithm, element by element: `y = ln(x)`, written to `y` of the same shape. See `ln`.'''
    return map_one_into(lambda x: ft.ln(x), x, y)


def ln(x):
    '''Natural logarithm, element by element: `ln(x)`.

    Returns a new tensor with the shape and the element type of `x`. `x` is positive. Not in FreeTensor of 2022.
    '''
    return map_one(lambda x: ft.ln(x), x)


def sin_(x, y):
    '''Sine, element by element: `y = sin(x)`, written to `y` of the same shape. See `sin`.'''
    return map_one_into(lambda x: ft.sin(x), x, y)


def sin(x):
    '''Sine, element by element: `sin(x)`.

    Returns a new tensor with the shape and the element type of `x`. `x` is in radians. Not in FreeTensor of 2022.
    '''
    return map_one(lambda x: ft.sin(x), x)


def cos_(x, y):
    '''Cosine, element by element: `y = cos(x)`, written to `y` of the same shape. See `cos`.'''
    return map_one_into(lambda x: ft.cos(x), x, y)


def cos(x):
    '''Cosine, element by element: `cos(x)`.

    Returns a new tensor with the shape and the element type of `x`. `x` is in radians. Not in FreeTensor of 2022.
    '''
    return map_one(lambda x: ft.cos(x), x)


def tan_(x, y):
    '''Tangent, element by element: `y = tan(x)`, written to `y` of the same shape. See `tan`.'''
    return map_one_into(lambda x: ft.tan(x), x, y)


def tan(x):
    '''Tangent, element by element: `tan(x)`.

    Returns a new tensor with the shape and the element type of `x`. `x` is in radians. Not in FreeTensor of 2022.
    '''
    return map_one(lambda x: ft.tan(x), x)
