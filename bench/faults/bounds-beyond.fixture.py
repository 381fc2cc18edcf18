#= a size bound from outside is too small (bind n=6)
import freetensor as ft

def compile_for(n):
    @ft.transform
    def f(x: ft.Var[(n,), "float32"], y: ft.Var[(8,), "float32", "output"]):
        for i in range(8):
            y[i] = x[i]
#                    ^ proved index-out-of-bounds: The subscript in dimension 0 of x reaches 7, and its size is 6
    return f
#= a size bound from outside is too small, fixed (bind n=8)
import freetensor as ft

def compile_for(n):
    @ft.transform
    def f(x: ft.Var[(n,), "float32"], y: ft.Var[(8,), "float32", "output"]):
        for i in range(8):
            y[i] = x[i]
    return f
#= a size bound by a comment is too small
import freetensor as ft

# athanor: bind n=6
def compile_for(n):
    @ft.transform
    def f(x: ft.Var[(n,), "float32"], y: ft.Var[(8,), "float32", "output"]):
        for i in range(8):
            y[i] = x[i]
#                    ^ proved index-out-of-bounds
    return f
#= a size bound by a comment is too small, fixed
import freetensor as ft

# athanor: bind n=8
def compile_for(n):
    @ft.transform
    def f(x: ft.Var[(n,), "float32"], y: ft.Var[(8,), "float32", "output"]):
        for i in range(8):
            y[i] = x[i]
    return f
#= a subscript behind the end in a builder program
import freetensor as ft

with ft.VarDef([("x", (4,), "int32", "input", "cpu"), ("y", (4,), "int32", "output", "cpu")]) as (x, y):
    with ft.For("i", 0, 4) as i:
        y[i] = x[i + 1]
#                ^^^^^ proved index-out-of-bounds
ast = ft.pop_ast()
#= a subscript behind the end in a builder program, fixed
import freetensor as ft

with ft.VarDef([("x", (5,), "int32", "input", "cpu"), ("y", (4,), "int32", "output", "cpu")]) as (x, y):
    with ft.For("i", 0, 4) as i:
        y[i] = x[i + 1]
ast = ft.pop_ast()
#= a subscript of minus one
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = x[-1]
#             ^^ proved negative-index: The subscript in dimension 0 of x reaches -1, and its size is 4; it is not counted from the end
#= a subscript of minus one, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = x[3]
#= a stencil reads before the first element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = x[i - 1] + x[i]
#                ^^^^^ proved negative-index
#= a stencil reads before the first element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    y[0] = x[0]
    for i in range(1, 8):
        y[i] = x[i - 1] + x[i]
#= a padded convolution without its guard
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], w: ft.Var[(3,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = 0
        for k in range(3):
            if i + k - 1 < 8:
                y[i] += x[i + k - 1] * w[k]
#                         ^^^^^^^^^ proved negative-index
#= a padded convolution without its guard, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], w: ft.Var[(3,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = 0
        for k in range(3):
            if i + k - 1 >= 0 and i + k - 1 < 8:
                y[i] += x[i + k - 1] * w[k]
#= a store behind the end
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 4), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 0
    for i in range(4):
        for j in range(4):
            y[i + j] += x[i, j]
#             ^^^^^ proved index-out-of-bounds
#= a store behind the end, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 4), "float32"], y: ft.Var[(7,), "float32", "output"]):
    for i in range(7):
        y[i] = 0
    for i in range(4):
        for j in range(4):
            y[i + j] += x[i, j]
#= a store in a function that is inlined
import freetensor as ft

@ft.inline
def shift(a, b):
    for i in range(a.shape(0)):
        b[i + 1] = a[i]
#         ^^^^^ proved index-out-of-bounds

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    y[0] = 0
    shift(x, y)
#= a store in a function that is inlined, fixed
import freetensor as ft

@ft.inline
def shift(a, b):
    for i in range(a.shape(0) - 1):
        b[i + 1] = a[i]

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    y[0] = 0
    shift(x, y)
