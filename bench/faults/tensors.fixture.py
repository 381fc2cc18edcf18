#= a power of an element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 1 + x[i] ** 2
#                  ^^^^^^^^^ proved unsupported-operator: there is no operator `**` for a tensor element and int; write `ft.square(x)`, a product or an intrinsic such as `ft.intrinsic("powf(%, %)", x, y, ret_type="float32")`
#= a power of an element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 1 + ft.square(x[i])
#= a bitwise and of elements
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] & 1
#              ^^^^^^^^ proved unsupported-operator: there is no operator `&` for a tensor element and int; for truth values use `and`, `or` or `ft.l_and`, `ft.l_or`
#= a bitwise and of elements, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] % 2
#= Python's abs
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = abs(x[i])
#              ^^^^^^^^^ proved unsupported-operator: Python's `abs` does not work on a tensor element; use `ft.abs`
#= Python's abs, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = ft.abs(x[i])
#= an input is written
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        x[i] += 1
#       ^^^^ proved write-to-input
        y[i] = x[i]
#= an input is written, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32", "inout"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        x[i] += 1
        y[i] = x[i]
#= an input is written by a function that is inlined
import freetensor as ft

@ft.inline
def scale(t, by):
    for i in range(t.shape(0)):
        t[i] = t[i] * by
#       ^^^^ proved write-to-input

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
    scale(x, 2)
    for i in range(4):
        y[i] = x[i]
#= an input is written by a function that is inlined, fixed
import freetensor as ft

@ft.inline
def scale(t, by):
    for i in range(t.shape(0)):
        t[i] = t[i] * by

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = x[i]
    scale(y, 2)
#= a tensor of a live shape is written
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32", "inout"]):
    n = ft.empty((), "int32")
    n[()] = 4
    t = ft.empty((n[()],), "int32")
    n[()] = 2
#   ^^^^^ proved borrowed-write: `n` may not be written here: a shape, a slice or a loop bound still depends on it
    t[0] = x[0]
    x[1] = t[0]
#= a tensor of a live shape is written, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32", "inout"]):
    n = ft.empty((), "int32")
    n[()] = 4
    t = ft.empty((n[()],), "int32")
    t[0] = x[0]
    x[1] = t[0]
#= the bound of a running loop is written
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "inout"], y: ft.Var[(8,), "int32", "inout"]):
    for i in range(n[()]):
        y[i % 8] += 1
        n[()] -= 1
#       ^^^^^ proved borrowed-write
#= the bound of a running loop is written, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "inout"], y: ft.Var[(8,), "int32", "inout"]):
    for i in range(n[()]):
        y[i % 8] += 1
    n[()] = 0
#= the index of a live slice is written
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 2), "int32", "inout"]):
    k = ft.empty((), "int32")
    k[()] = 1
    row = x[k[()]]
    k[()] = 2
#   ^^^^^ proved borrowed-write
    row[0] = 5
#= the index of a live slice is written, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 2), "int32", "inout"]):
    k = ft.empty((), "int32")
    k[()] = 1
    row = x[k[()]]
    row[0] = 5
#= two tensors are made by one unpacking
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "int32", "output"]):
    a, b = ft.empty((), "int32"), ft.empty((), "int32")
    a[()] = 1
#   ^^^^^ proved unnamed-tensor: this is no tensor yet: a new tensor comes to life when it is assigned to one plain name
    b[()] = 2
    y[0] = a[()] + b[()]
#= two tensors are made by one unpacking, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "int32", "output"]):
    a = ft.empty((), "int32")
    b = ft.empty((), "int32")
    a[()] = 1
    b[()] = 2
    y[0] = a[()] + b[()]
#= one new tensor is bound to two names
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "int32", "output"]):
    a = b = ft.empty((), "int32")
    a[()] = 3
#   ^^^^^ proved unnamed-tensor
    y[0] = b[()]
#= one new tensor is bound to two names, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "int32", "output"]):
    a = ft.empty((), "int32")
    b = a
    a[()] = 3
    y[0] = b[()]
#= rows of an initialiser differ in length
import freetensor as ft

@ft.transform
def f(y: ft.Var[(2, 2), "int32", "output"]):
    m = ft.var([[1, 2], [3]], "int32")
#                       ^^^ proved ragged-initialiser: rows of the initialiser differ in length: 2 and 1
    for i in range(2):
        for j in range(2):
            y[i, j] = m[i, j]
#= rows of an initialiser differ in length, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(2, 2), "int32", "output"]):
    m = ft.var([[1, 2], [3, 4]], "int32")
    for i in range(2):
        for j in range(2):
            y[i, j] = m[i, j]
