#= a loop bound that is a float
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(8 / 2):
#                  ^^^^^ proved bad-bound
        y[i] = 0
#= a loop bound that is a float, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(8 // 2):
        y[i] = 0
#= a loop bound that is text
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(0, "4"):
#                     ^^^ proved bad-bound: a loop bound is an integer, not str
        y[i] = 0
#= a loop bound that is text, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(0, 4):
        y[i] = 0
#= a loop bound that is an element of floats
import freetensor as ft

@ft.transform
def f(n: ft.Var[(1,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    y[:] = 1
    for i in range(0, n[0]):
#                     ^^^^ proved bad-bound: a loop bound is an integer, not an element of float32
        y[0] += 1
#= a loop bound that is an element of floats, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(1,), "int32"], y: ft.Var[(8,), "float32", "output"]):
    y[:] = 1
    for i in range(0, n[0]):
        y[0] += 1
#= a loop with step zero
import freetensor as ft

STRIDE = 2

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    y[:] = 1
    for i in range(0, 4, STRIDE // 3):
#                        ^^^^^^^^^^^ proved zero-step
        y[i] = 0
#= a loop with step zero, fixed
import freetensor as ft

STRIDE = 3

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    y[:] = 1
    for i in range(0, 4, STRIDE // 3):
        y[i] = 0
#= a range with four arguments
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(0, 4, 1, 2):
#                           ^ proved wrong-arguments: range takes one to three arguments, 4 are given
        y[i] = 0
#= a range with four arguments, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(0, 4, 1):
        y[i] = 0
#= continue in a staged loop
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "inout"]):
    for i in range(4):
        if y[i] > 0:
            continue
#           ^^^^^^^^ proved staged-control-flow: `continue` cannot leave a loop or branch that is decided at run time; guard the statements with `if`
        y[i] = 1
#= continue in a staged loop, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "inout"]):
    for i in range(4):
        if not y[i] > 0:
            y[i] = 1
#= break in a staged loop
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    y[:] = 0
    for i in range(4):
        y[i] = x[i]
        if i == 2:
            break
#           ^^^^^ proved staged-control-flow
#= break in a staged loop, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    y[:] = 0
    for i in range(3):
        y[i] = x[i]
#= else after a staged loop
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
#            ^^^^^^^^ proved staged-control-flow: a loop of the program has no `else`; put its statements after the loop
        y[i] = 0
    else:
        y[0] = 1
#= else after a staged loop, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 0
    y[0] = 1
#= a comprehension over a staged range
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(1,), "float32", "output"]):
    parts = [x[i] for i in range(4)]
#                          ^^^^^^^^ proved staged-control-flow: a staged `range` is a loop of the program, not a sequence: Python cannot iterate over it here; build the list outside the staged function, or write the numbers out
    y[0] = parts[0] + parts[1] + parts[2] + parts[3]
#= a comprehension over a staged range, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(1,), "float32", "output"]):
    parts = [x[i] for i in [0, 1, 2, 3]]
    y[0] = parts[0] + parts[1] + parts[2] + parts[3]
#= a return in a branch on tensor data
import freetensor as ft

@ft.inline
def first_positive(a, b):
    if a > 0:
        return a
#       ^^^^^^^^ proved dynamic-return: a return is allowed only where control flow is decided while staging; store the result in a tensor in each branch, or choose with `ft.if_then_else`
    return b

@ft.transform
def f(x: ft.Var[(2,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = first_positive(x[0], x[1])
#= a return in a branch on tensor data, fixed
import freetensor as ft

@ft.inline
def first_positive(a, b):
    return ft.if_then_else(a > 0, a, b)

@ft.transform
def f(x: ft.Var[(2,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = first_positive(x[0], x[1])
#= a return in a staged loop
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    y = ft.empty((), "float32")
    for i in range(4):
        y[()] = x[i]
        return y
#       ^^^^^^^^ proved dynamic-return
#= a return in a staged loop, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    y = ft.empty((), "float32")
    for i in range(4):
        y[()] = x[i]
    return y
#= a staged function returns an expression
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    return x[0] + x[1]
#          ^^^^^^^^^^^ proved illegal-return: a staged function returns tensors: one, or a tuple of them, not an expression of the program; store it in a tensor and return that
#= a staged function returns an expression, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    y = ft.empty((), "float32")
    y[()] = x[0] + x[1]
    return y
#= a staged function returns a list
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    a = ft.empty((4,), "float32")
    b = ft.empty((4,), "float32")
    for i in range(4):
        a[i] = x[i]
        b[i] = -x[i]
    return [a, b]
#          ^^^^^^ proved illegal-return: a staged function returns tensors: one, or a tuple of them, not list
#= a staged function returns a list, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"]):
    a = ft.empty((4,), "float32")
    b = ft.empty((4,), "float32")
    for i in range(4):
        a[i] = x[i]
        b[i] = -x[i]
    return a, b
