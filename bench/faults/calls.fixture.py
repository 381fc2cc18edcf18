#= an argument too many
import freetensor as ft

@ft.inline
def scale(v, k=2):
    return v * k

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scale(x[i], 3, 1)
#                             ^ proved wrong-arguments: scale() takes 2 positional arguments, 3 are given
#= an argument too many, fixed
import freetensor as ft

@ft.inline
def scale(v, k=2):
    return v * k

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scale(x[i], 3)
#= a missing argument
import freetensor as ft

@ft.inline
def axpy(a, x, y):
    return a * x + y

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = axpy(2, x[i])
#              ^^^^^^^^^^^^^ proved wrong-arguments: axpy() misses `y`
#= a missing argument, fixed
import freetensor as ft

@ft.inline
def axpy(a, x, y):
    return a * x + y

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = axpy(2, x[i], 1)
#= a keyword that the function does not have
import freetensor as ft

@ft.inline
def scale(v, factor=2):
    return v * factor

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scale(x[i], facter=3)
#                          ^^^^^^ proved wrong-arguments: scale() has no parameter `facter`; did you mean `factor`?
#= a keyword that the function does not have, fixed
import freetensor as ft

@ft.inline
def scale(v, factor=2):
    return v * factor

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = scale(x[i], factor=3)
#= an operator gets a keyword it does not have
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"]):
    y = ft.softmax(x, dim=-1)
#                     ^^^ proved wrong-arguments: softmax() has no parameter `dim`
    return y
#= an operator gets a keyword it does not have, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 3), "float32"]):
    y = ft.softmax(x, axis=-1)
    return y
#= a scalar function gets two values
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.exp(x[i], 2)
#                           ^ proved wrong-arguments: exp() takes 1 argument, 2 are given
#= a scalar function gets two values, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.exp(x[i] * 2)
#= ft.max of one value
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.max(x[i])
#              ^^^^^^^^^^^^ proved wrong-arguments: max() misses `rhs`
#= ft.max of one value, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.max(x[i], 0)
#= a new tensor with a wrong keyword
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), dtpye="float32")
#                      ^^^^^ proved wrong-arguments: empty() has no parameter `dtpye`; did you mean `dtype`?
    for i in range(4):
        t[i] = x[i]
        y[i] = t[i]
#= a new tensor with a wrong keyword, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), dtype="float32")
    for i in range(4):
        t[i] = x[i]
        y[i] = t[i]
#= an intrinsic with a place for a value too many
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.intrinsic("powf(%, %)", x[i], ret_type="float32")
#                           ^^^^^^^^^^^^ proved wrong-arguments: "powf(%, %)" has 2 places for values, 1 are given
#= an intrinsic with a place for a value too many, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.intrinsic("powf(%, %)", x[i], 2.0, ret_type="float32")
#= None is called
import freetensor as ft

activation = None

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = activation(x[i])
#              ^^^^^^^^^^ proved python-error: TypeError: 'NoneType' object is not callable
#= None is called, fixed
import freetensor as ft

activation = ft.exp

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = activation(x[i])
