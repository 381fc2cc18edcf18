#= Python's max of tensor elements
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = max(x[i], 0)
#              ^^^^^^^^^^^^ proved trap-builtin-minmax: Python's `max` compares while staging and takes the comparison of a tensor element for true: this is always its last argument; use `ft.max`
#= Python's max of tensor elements, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = ft.max(x[i], 0)
#= Python's min in a function that is inlined
import freetensor as ft

@ft.inline
def clipped(v, low, high):
    return min(ft.max(v, low), high)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^ proved trap-builtin-minmax

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = clipped(x[i], -1, 2)
#= Python's min in a function that is inlined, fixed
import freetensor as ft

@ft.inline
def clipped(v, low, high):
    return ft.min(ft.max(v, low), high)

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = clipped(x[i], -1, 2)
#= Python's max of three elements
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = max(x[0], x[1], x[2])
#           ^^^^^^^^^^^^^^^^^^^^^ proved trap-builtin-minmax
#= Python's max of three elements, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = ft.max(x[0], ft.max(x[1], x[2]))
#= an element is asked for its truth
import freetensor as ft

@ft.transform
def f(x: ft.Var[(6,), "int32"], y: ft.Var[(6,), "int32", "output"]):
    for i in range(6):
        y[i] = 2 if bool(x[i] > 0) else 1
#                   ^^^^^^^^^^^^^^ proved trap-truth-value: Python asks for the truth of an expression of the program while staging, which is always True; use `ft.l_and`, `ft.l_or`, `ft.l_not` or a comparison
#= an element is asked for its truth, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(6,), "int32"], y: ft.Var[(6,), "int32", "output"]):
    for i in range(6):
        y[i] = 2 if x[i] > 0 else 1
#= all() of tensor elements
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    if all([x[0] > 0, x[1] > 0]):
#      ^^^^^^^^^^^^^^^^^^^^^^^^^ proved trap-truth-value
        y[()] = 1
#= all() of tensor elements, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(2,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = 0
    if x[0] > 0 and x[1] > 0:
        y[()] = 1
#= an element before or
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] or 7
#              ^^^^^^^^^ proved trap-truth-value: Python asks for the truth of a tensor while staging, which is always True in FreeTensor of 2022; use `ft.l_and`, `ft.l_or`, `ft.l_not` or a comparison
#= an element before or, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] if x[i] != 0 else 7
#= membership of a tensor element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = 0
        if x[i] in [2, 4]:
#          ^^^^^^^^^^^^^^ proved trap-membership: `in` compares while staging and takes the comparison of a tensor element for true: this is always True; compare with each value and join with `or`
            y[i] = 1
#= membership of a tensor element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = 0
        if x[i] == 2 or x[i] == 4:
            y[i] = 1
#= not in, with a tensor element
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = 0
        if x[i] not in (2, 4):
#          ^^^^^^^^^^^^^^^^^^ proved trap-membership: `in` compares while staging and takes the comparison of a tensor element for true: this is always False; compare with each value and join with `and`
            y[i] = 1
#= not in, with a tensor element, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "int32"], y: ft.Var[(8,), "int32", "output"]):
    for i in range(8):
        y[i] = 0
        if x[i] != 2 and x[i] != 4:
            y[i] = 1
