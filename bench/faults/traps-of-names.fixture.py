#= while on a tensor element
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32"], y: ft.Var[(), "int32", "inout"]):
    while y[()] < n[()]:
#         ^^^^^^^^^^^^^ proved trap-while: this loop never ends while staging: Python takes a tensor element for true; loop with `range`, guard with `if`
        y[()] += 1
#= while on a tensor element, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32"], y: ft.Var[(), "int32", "inout"]):
    for i in range(y[()], n[()]):
        n[()]
#= a range down to zero
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "int32", "inout"]):
    for i in range(3, 0, -1):
#            ^^^^^^^^^^^^^^^ proved trap-range-zero-stop: a constant stop of 0 counts as absent: this loops over `range(0, 3, -1)`
        y[i] += y[i - 1]
#= a range down to zero, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "int32", "inout"]):
    for k in range(3):
        y[3 - k] += y[2 - k]
#= a range down to zero in steps of two
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    y[:] = 0
    for i in range(7, 0, -2):
#            ^^^^^^^^^^^^^^^ proved trap-range-zero-stop
        y[i] = x[i - 1]
#= a range down to zero in steps of two, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    y[:] = 0
    for i in range(7, -1, -2):
        y[i] = x[i - 1]
#= a return in a static branch
import freetensor as ft

@ft.inline
def scaled(v, factor):
    if factor == 1:
        return v
#       ^^^^^^^^ proved trap-static-return: this return ends the branch, not the function: its value is dropped, and the statements after the branch are staged too (FreeTensor of 2022)
    return v * factor + 1

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = scaled(x[i], 1)
#= a return in a static branch, fixed
import freetensor as ft

@ft.inline
def scaled(v, factor):
    return v if factor == 1 else v * factor + 1

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = scaled(x[i], 1)
#= an index too many in a load
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        for j in range(1):
            y[i] = x[i, j]
#                       ^ proved trap-surplus-index
#= an index too many in a load, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4, 1), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        for j in range(1):
            y[i] = x[i, j]
#= indices too many in a store
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i, 0, 1] = x[i]
#            ^^^^ proved trap-surplus-index: `y` has 1 dimension; FreeTensor drops the indices from here on without a word
#= indices too many in a store, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= an exchange through a Python name
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "int32", "inout"]):
    a = x[0]
    x[0] = x[1]
    x[1] = a
#          ^ proved trap-late-load: this loads `x` here, after the store to it; the name was bound before the store but holds a reference, not the old value
#= an exchange through a Python name, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "int32", "inout"]):
    a = ft.empty((), "int32")
    a[()] = x[0]
    x[0] = x[1]
    x[1] = a[()]
#= the old value in a running sum
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    total = ft.empty((), "int32")
    total[()] = 0
    for i in range(8):
        before = total[()]
        total[()] += x[i]
        y[i] = before
#              ^^^^^^ proved trap-late-load
#= the old value in a running sum, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    total = ft.empty((), "int32")
    total[()] = 0
    for i in range(8):
        before = ft.empty((), "int32")
        before[()] = total[()]
        total[()] += x[i]
        y[i] = before[()]
#= iterating over a tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = 0
    for v in x:
#            ^ proved trap-iterate-tensor: iterating over a tensor never ends while staging: Python asks for element after element and always gets one; loop with `range(x.shape(0))`
        y[()] += v
#= iterating over a tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = 0
    for i in range(x.shape(0)):
        y[()] += x[i]
#= Python's sum of a tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = sum(x)
#               ^ proved trap-iterate-tensor
#= Python's sum of a tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[()] = ft.reduce_sum(x, axes=[0], keepdims=False)[()]
#= unpacking a tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "float32"], y: ft.Var[(), "float32", "output"]):
    a, b = x
#          ^ proved trap-iterate-tensor
    y[()] = a + b
#= unpacking a tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "float32"], y: ft.Var[(), "float32", "output"]):
    a, b = x[0], x[1]
    y[()] = a + b
#= a bare tensor name is augmented
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    y += x
#   ^^^^^^ proved trap-bare-augmented: the tensor is changed, but the name `y` is None afterwards
    for i in range(4):
        y[i] = ft.exp(y[i])
#= a bare tensor name is augmented, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    y[:] += x
    for i in range(4):
        y[i] = ft.exp(y[i])
#= a bare scalar tensor is augmented
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    for i in range(4):
        y += x[i]
#       ^^^^^^^^^ proved trap-bare-augmented: this binds the name `y` to an expression; the tensor `y` is not written
#= a bare scalar tensor is augmented, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    for i in range(4):
        y[()] += x[i]
#= a tensor's name is rebound
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    for i in range(4):
        y = y[()] + x[i]
#       ^ proved trap-rebinding: this binds the name `y` to an expression; the tensor `y` stays as it was
#= a tensor's name is rebound, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    for i in range(4):
        y[()] = y[()] + x[i]
#= the arm that is not taken raises
import freetensor as ft

mask = None

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] if mask is None else x[i] * mask[i]
#                                        ^^^^^^^^^^^^^^ proved trap-eager-conditional: this arm is not chosen, but FreeTensor of 2022 evaluates both arms and fails here: TypeError: 'NoneType' object is not subscriptable; use an `if` statement
#= the arm that is not taken raises, fixed
import freetensor as ft

mask = None

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        if mask is None:
            y[i] = x[i]
        else:
            y[i] = x[i] * mask[i]
#= a Python number is multiplied in a staged loop
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    k = 1
    for i in range(4):
        k = k * 2
#       ^ proved trap-staged-once: `k` is changed by a loop of the program, whose body is staged once: the name changes once, not in each iteration; keep the value in a tensor
        y[i] = (x[i] + 100) * k
#= a Python number is multiplied in a staged loop, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    k = ft.empty((), "int32")
    k[()] = 1
    for i in range(4):
        k[()] = k[()] * 2
        y[i] = (x[i] + 100) * k[()]
#= a Python flag is set in a branch on tensor data
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    flag = 0
    if x[0] > 0:
        flag = 1
    y[()] = flag
#           ^^^^ proved trap-staged-once: `flag` is changed by a branch that is decided at run time and staged either way: the name has the new value whether it is taken or not; keep the value in a tensor
#= a Python flag is set in a branch on tensor data, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    if x[0] > 0:
        y[()] = 1
#= two tensors are exchanged in a staged loop
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32", "inout"], y: ft.Var[(4,), "int32", "inout"]):
    a, b = x, y
    for i in range(4):
        a[i] = b[i] + 1
        a, b = b, a
#       ^^^^ proved trap-staged-once
#= two tensors are exchanged in a staged loop, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32", "inout"], y: ft.Var[(4,), "int32", "inout"]):
    a, b = x, y
    for i in [0, 1, 2, 3]:
        a[i] = b[i] + 1
        a, b = b, a
