#= a size that no one defined
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(COLUMNS):
#                  ^^^^^^^ proved undefined-name: `COLUMNS` is not defined
        y[i] = x[i]
#= a size that no one defined, fixed
import freetensor as ft

COLUMNS = 4

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(COLUMNS):
        y[i] = x[i]
#= a misspelt iterator
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    for row in range(4):
        for column in range(3):
            y[row, column] = x[row, colum]
#                                   ^^^^^ proved undefined-name: `colum` is not defined; did you mean `column`?
#= a misspelt iterator, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    for row in range(4):
        for column in range(3):
            y[row, column] = x[row, column]
#= a store to a name that no tensor has
import freetensor as ft

@ft.transform
def f(x, out):
    x: ft.Var[(4,), "float32"]
    out: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        output[i] = x[i]
#       ^^^^^^ proved undefined-name
#= a store to a name that no tensor has, fixed
import freetensor as ft

@ft.transform
def f(x, out):
    x: ft.Var[(4,), "float32"]
    out: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        out[i] = x[i]
#= a name of a loop body is used after the loop
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        last = x[i]
        y[i] = last
    y[0] = last
#          ^^^^ proved undefined-name: `last` is bound only in the body of a loop or branch, which is a function of its own to FreeTensor: it is not defined here; bind it before
#= a name of a loop body is used after the loop, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        last = x[i]
        y[i] = last
    y[0] = x[3]
#= a name of a branch is used after the branch
import freetensor as ft

DOUBLE = True

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    if DOUBLE:
        scale = 2
    for i in range(4):
        y[i] = x[i] * scale
#                     ^^^^^ proved undefined-name
#= a name of a branch is used after the branch, fixed
import freetensor as ft

DOUBLE = True

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    scale = 1
    if DOUBLE:
        scale = 2
    for i in range(4):
        y[i] = x[i] * scale
#= a name is read before it is assigned
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    y[:] = 0
    y[0] = x[first]
#            ^^^^^ proved undefined-name: `first` is local here and not yet assigned
    first = 2
#= a name is read before it is assigned, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    y[:] = 0
    first = 2
    y[0] = x[first]
#= an undefined name in a function that is inlined
import freetensor as ft

@ft.inline
def scaled(v):
    return v * factor
#              ^^^^^^ proved undefined-name

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scaled(x[i])
#= an undefined name in a function that is inlined, fixed
import freetensor as ft

factor = 3

@ft.inline
def scaled(v):
    return v * factor

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scaled(x[i])
#= an undefined name in a factory's closure
import freetensor as ft

def compile_all(n, m):
    @ft.transform
    def f(x: ft.Var[(n, m), "float32"], y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
            for j in range(k):
#                          ^ proved undefined-name
                y[i] += x[i, j]
    return f
#= an undefined name in a factory's closure, fixed
import freetensor as ft

def compile_all(n, m):
    @ft.transform
    def f(x: ft.Var[(n, m), "float32"], y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
            for j in range(m):
                y[i] += x[i, j]
    return f
#= an operator that does not exist
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.sigmod(x[i])
#                 ^^^^^^ proved unknown-attribute: module `freetensor` has no `sigmod`; did you mean `sigmoid`?
#= an operator that does not exist, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.sigmoid(x[i])
#= a tensor has no such attribute
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.size(0)):
#                    ^^^^ proved unknown-attribute: a tensor has no attribute `size`
        y[i] = x[i, 0]
#= a tensor has no such attribute, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.shape(0)):
        y[i] = x[i, 0]
#= an import of what is not there
import freetensor as ft
from freetensor.libop import sofmax
#                            ^^^^^^ proved unknown-attribute

@ft.transform
def f(x: ft.Var[(4, 3), "float32"]):
    y = sofmax(x, axis=-1)
    return y
#= an import of what is not there, fixed
import freetensor as ft
from freetensor.libop import softmax

@ft.transform
def f(x: ft.Var[(4, 3), "float32"]):
    y = softmax(x, axis=-1)
    return y
#= two mistakes in one function are two findings
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    bias = ft.zeroes((4,), "float32")
#             ^^^^^^ proved unknown-attribute
    for i in range(4):
        y[i] = x[i] + bias[i]
    for i in range(4):
        y[i] = y[i] * gain
#                     ^^^^ proved undefined-name
#= two mistakes in one function are two findings, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    bias = ft.zeros((4,), "float32")
    for i in range(4):
        y[i] = x[i] + bias[i]
    for i in range(4):
        y[i] = y[i] * 2
