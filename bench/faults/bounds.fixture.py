#= a constant subscript behind the end
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(1,), "int32", "output"]):
    y[0] = x[7]
#            ^ proved index-out-of-bounds
#= a constant subscript behind the end, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(1,), "int32", "output"]):
    y[0] = x[3]
#= a stencil reads past the last element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = x[i] + x[i + 1]
#                       ^^^^^ proved index-out-of-bounds
#= a stencil reads past the last element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    y[7] = x[7]
    for i in range(7):
        y[i] = x[i] + x[i + 1]
#= a stencil of any size reads past the last element
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "input", "byvalue"], x, y):
    x: ft.Var[(n,), "float32"]
    y: ft.Var[(n,), "float32", "output"]
    for i in range(n):
        y[i] = x[i] + x[i + 1]
#                       ^^^^^ proved index-out-of-bounds: The subscript in dimension 0 of x reaches 1 where its size n is 1
#= a stencil of any size reads past the last element, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "input", "byvalue"], x, y):
    x: ft.Var[(n,), "float32"]
    y: ft.Var[(n,), "float32", "output"]
    for i in range(n):
        y[i] = x[i]
        if i + 1 < n:
            y[i] += x[i + 1]
#= the two subscripts of a matrix are exchanged
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 6), "float32"], y: ft.Var[(6, 4), "float32", "output"]):
    for i in range(4):
        for j in range(6):
            y[j, i] = x[j, i]
#                       ^ proved index-out-of-bounds
#= the two subscripts of a matrix are exchanged, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 6), "float32"], y: ft.Var[(6, 4), "float32", "output"]):
    for i in range(4):
        for j in range(6):
            y[j, i] = x[i, j]
#= a tiled loop runs over the end
import freetensor as ft

N = 10
TILE = 4

@ft.transform
def f(x: ft.Var[(N,), "float32"], y: ft.Var[(N,), "float32", "output"]):
    for i in range((N + TILE - 1) // TILE):
        for j in range(TILE):
            y[i * TILE + j] = x[0] * 2
#             ^^^^^^^^^^^^ proved index-out-of-bounds
#= a tiled loop runs over the end, fixed
import freetensor as ft

N = 10
TILE = 4

@ft.transform
def f(x: ft.Var[(N,), "float32"], y: ft.Var[(N,), "float32", "output"]):
    for i in range((N + TILE - 1) // TILE):
        for j in range(TILE):
            if i * TILE + j < N:
                y[i * TILE + j] = x[0] * 2
#= a guard is off by one
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = x[i]
        if i <= 7:
            y[i] += x[i + 1]
#                     ^^^^^ proved index-out-of-bounds
#= a guard is off by one, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = x[i]
        if i < 7:
            y[i] += x[i + 1]
#= a subscript in a function that is inlined
import freetensor as ft

@ft.inline
def last(t):
    return t[t.shape(0)]
#            ^^^^^^^^^^ proved index-out-of-bounds

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = last(x)
#= a subscript in a function that is inlined, fixed
import freetensor as ft

@ft.inline
def last(t):
    return t[t.shape(0) - 1]

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = last(x)
#= a row behind the end of a view
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 8), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        row = x[i, 2:6]
        y[i] = row[6]
#                  ^ proved index-out-of-bounds
#= a row behind the end of a view, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 8), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        row = x[i, 2:6]
        y[i] = row[3]
#= a subscript of a symbolic size in a factory
import freetensor as ft

def compile_for(n, m):
    @ft.transform
    def f(x: ft.Var[(n, m), "float32"], y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = x[i, m]
#                       ^ proved index-out-of-bounds
    return f
#= a subscript of a symbolic size in a factory, fixed
import freetensor as ft

def compile_for(n, m):
    @ft.transform
    def f(x: ft.Var[(n, m), "float32"], y: ft.Var[(n,), "float32", "output"]):
        assert m > 0
        for i in range(n):
            y[i] = x[i, m - 1]
    return f
