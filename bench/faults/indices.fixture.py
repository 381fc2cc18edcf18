#= text as an index
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(1,), "float32", "output"]):
    y[0] = x["0"]
#            ^^^ proved bad-index: a subscript is an integer, not str
#= text as an index, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(1,), "float32", "output"]):
    y[0] = x[0]
#= a float as the second index
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 4), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i, 4 / 2]
#                   ^^^^^ proved bad-index: a subscript is an integer; this is a float, which FreeTensor stages without a word
#= a float as the second index, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 4), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i, 4 // 2]
#= an element of floats as an index
import freetensor as ft

@ft.transform
def f(p: ft.Var[(4,), "float32"], x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[p[i]]
#                ^^^^ proved bad-index: a subscript is an integer; this is an element of float32, which FreeTensor stages without a word
#= an element of floats as an index, fixed
import freetensor as ft

@ft.transform
def f(p: ft.Var[(4,), "int32"], x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[p[i]]
#= a slice with a step
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    y[:] = x[0:8:2]
#            ^^^^^ proved slice-step: a tensor slice has no step; loop over the elements instead
#= a slice with a step, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[2 * i]
#= text is stored
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = "one"
#              ^^^^^ proved store-type: a number is stored in an element, not str
#= text is stored, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 1
#= the result of a function without return is stored
import freetensor as ft

@ft.inline
def twice(v):
    v * 2

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = twice(x[i])
#              ^^^^^^^^^^^ proved store-type: a number is stored in an element, not None
#= the result of a function without return is stored, fixed
import freetensor as ft

@ft.inline
def twice(v):
    return v * 2

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = twice(x[i])
#= a row where a number is needed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#              ^^^^ proved rank-mismatch: `x` has 2 dimensions, but 1 index is given where one number is needed
#= a row where a number is needed, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i, 0]
#= an index on a single element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i][0][1]
#              ^^^^^^^^^^ proved rank-mismatch: `x` has 2 dimensions, but 3 indices are given
#= an index on a single element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i][1]
#= a dimension that is not there
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    for i in range(x.shape(1)):
        for j in range(x.shape(2)):
#                      ^^^^^^^^^^ proved rank-mismatch: there is no dimension 2 here: `x` has 2 (counted from 0)
            y[i, j] = x[i, j]
#= a dimension that is not there, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    for i in range(x.shape(0)):
        for j in range(x.shape(1)):
            y[i, j] = x[i, j]
#= shape is subscripted instead of called
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.shape[0]):
#                  ^^^^^^^^^^ proved python-error: TypeError: a method is called, not subscripted: `x.shape(0)`
        y[i] = x[i]
#= shape is subscripted instead of called, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.shape(0)):
        y[i] = x[i]
