#= an extent that is a float
import freetensor as ft

N = 8

@ft.transform
def f(y: ft.Var[(N / 2,), "float32", "output"]):
#                ^^^^^ proved bad-bound: an extent is an integer, not the float 4; `/` makes floats, `//` integers
    for i in range(4):
        y[i] = 1
#= an extent that is a float, fixed
import freetensor as ft

N = 8

@ft.transform
def f(y: ft.Var[(N // 2,), "float32", "output"]):
    for i in range(4):
        y[i] = 1
#= a negative extent
import freetensor as ft

PADDING = 3

@ft.transform
def f(x: ft.Var[(5,), "float32"], y: ft.Var[(5 - 2 * PADDING,), "float32", "output"]):
#                                            ^^^^^^^^^^^^^^^ proved negative-extent: dimension 0 has the extent -1; an extent is at least 0
    for i in range(5 - 2 * PADDING):
        y[i] = x[i]
#= a negative extent, fixed
import freetensor as ft

PADDING = 2

@ft.transform
def f(x: ft.Var[(5,), "float32"], y: ft.Var[(5 - 2 * PADDING,), "float32", "output"]):
    for i in range(5 - 2 * PADDING):
        y[i] = x[i]
#= a parameter that is never declared
import freetensor as ft

@ft.transform
def f(x, y):
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = x[i]
#              ^ proved undeclared-parameter: `x` is used as a tensor but never declared: FreeTensor passes its name as a string
#= a parameter that is never declared, fixed
import freetensor as ft

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = x[i]
#= a parameter that is a Python number
import freetensor as ft

@ft.transform
def f(n: int, y: ft.Var[(4,), "float32", "output"]):
    for i in range(n):
#                  ^ proved undeclared-parameter: `n` is used as a loop bound but never declared: FreeTensor passes its name as a string
        y[i] = i
#= a parameter that is a Python number, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "input", "byvalue"], y: ft.Var[(n,), "float32", "output"]):
    for i in range(n):
        y[i] = i
#= a parameter that is neither declared nor used
import freetensor as ft

@ft.transform
def f(unused, y):
#     ^^^^^^ proved undeclared-parameter: `unused` is never declared: no tensor is passed through it
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = i
#= a parameter that is neither declared nor used, fixed
import freetensor as ft

@ft.transform
def f(y):
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = i
#= a parameter that is declared twice
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    x: ft.Var[(4,), "float32"]
#   ^ proved declaration-mismatch: `x` is declared twice; the second declaration makes `x_1`, which is no parameter
#   ^ proved shadowed-tensor: this x hides the x defined before; both exist, under one name
    for i in range(4):
        y[i] = x[i]
#= a parameter that is declared twice, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= a declaration of what is no parameter
import freetensor as ft

@ft.transform
def f(x):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
#   ^ proved declaration-mismatch: `y` is declared "output" but is no parameter of the function
    for i in range(4):
        y[i] = x[i]
#= a declaration of what is no parameter, fixed
import freetensor as ft

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = x[i]
