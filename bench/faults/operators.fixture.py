#= lengths that do not broadcast
import freetensor as ft

@ft.transform
def f(a: ft.Var[(3,), "float32"], b: ft.Var[(4,), "float32"]):
    c = a + b
#       ^^^^^ proved shape-mismatch: The shapes do not agree: an extent is 3 on one side and 4 on the other
    return c
#= lengths that do not broadcast, fixed
import freetensor as ft

@ft.transform
def f(a: ft.Var[(4,), "float32"], b: ft.Var[(4,), "float32"]):
    c = a + b
    return c
#= matrices whose inner lengths differ
import freetensor as ft

@ft.transform
def f(a: ft.Var[(3, 4), "float32"], b: ft.Var[(3, 4), "float32"]):
    c = ft.matmul(a, b)
#       ^^^^^^^^^^^^^^^ proved shape-mismatch
    return c
#= matrices whose inner lengths differ, fixed
import freetensor as ft

@ft.transform
def f(a: ft.Var[(3, 4), "float32"], b: ft.Var[(4, 3), "float32"]):
    c = ft.matmul(a, b)
    return c
#= axes that are no list
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3, 4), "float32"]):
    y = ft.reduce_sum(x, axes=1)
#       ^^^^^^^^^^^^^^^^^^^^^^^^ proved static-assert: this assertion fails while staging: a list of axes is wanted: [1]
    return y
#= axes that are no list, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3, 4), "float32"]):
    y = ft.reduce_sum(x, axes=[1])
    return y
#= tensors of different rank are stacked
import freetensor as ft
from freetensor import libop

@ft.transform
def f(x: ft.Var[(3, 4), "float32"], y: ft.Var[(4,), "float32"]):
    z = libop.stack([x, y])
#       ^^^^^^^^^^^^^^^^^^^ proved static-assert: this assertion fails while staging: tensors of rank 2 and 1 do not join
    return z
#= tensors of different rank are stacked, fixed
import freetensor as ft
from freetensor import libop

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32"]):
    z = libop.stack([x, y])
    return z
#= an axis that a permutation names twice
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3, 4), "float32"]):
    y = ft.transpose(x, [0, 0])
#       ^^^^^^^^^^^^^^^^^^^^^^^ proved static-assert: this assertion fails while staging: perm names each of the 2 axes of x once
    return y
#= an axis that a permutation names twice, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3, 4), "float32"]):
    y = ft.transpose(x, [1, 0])
    return y
#= a fault in another file
#- /main.py
import freetensor as ft
from layers import relu

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = relu(x[i], 0)
#                         ^ proved wrong-arguments: relu() takes 1 positional argument, 2 are given
#- /layers.py
import freetensor as ft

@ft.inline
def relu(v):
    return ft.max(v, 0)
#= a fault in another file, fixed
#- /main.py
import freetensor as ft
from layers import relu

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = relu(x[i])
#- /layers.py
import freetensor as ft

@ft.inline
def relu(v):
    return ft.max(v, 0)
#= an imported function uses what is not defined
#- /main.py
import freetensor as ft
from layers import leaky

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = leaky(x[i])
#- /layers.py
import freetensor as ft

@ft.inline
def leaky(v):
    return ft.max(v, slope * v)
#                    ^^^^^ proved undefined-name
#= an imported function uses what is not defined, fixed
#- /main.py
import freetensor as ft
from layers import leaky

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = leaky(x[i])
#- /layers.py
import freetensor as ft

slope = 0.1

@ft.inline
def leaky(v):
    return ft.max(v, slope * v)
