#= a colon is missing
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4)
#                   ^ error syntax-error: expected ':'
        y[i] = 0
#= a colon is missing, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 0
#= a bracket is not closed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = (x[i] + 1
#               ^>7:6 error syntax-error: invalid syntax; perhaps a ',' is missing
    y[0] = 2
#= a bracket is not closed, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = (x[i] + 1)
    y[0] = 2
#= a wrong indentation
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
    y[i] = 0
#   ^ error syntax-error: expected an indented block after 'for' statement on line 5
#= a wrong indentation, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 0
#= a gradient is taken
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]

forward, backward, _, _ = ft.grad(f, ["x"], ["y"])
#                         ^^^^^^^^^^^^^^^^^^^^^^^^ information not-modelled: gradients are not modelled yet: the functions that come out are unknown
#= a gradient is taken, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= a library of one's own that is not there
import freetensor as ft
import kernels

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    kernels.copy(x, y)
#   ^^^^^^^^^^^^^^^^^^ information not-modelled: `kernels.copy` is not modelled; what it does with the tensors given to it is unknown
#= a library of one's own that is not there, fixed
#- /main.py
import freetensor as ft
import kernels

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    kernels.copy(x, y)
#- /kernels.py
import freetensor as ft

@ft.inline
def copy(a, b):
    for i in range(a.shape(0)):
        b[i] = a[i]
#= an ignore comment without a code
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    # athanor: ignore this is fine
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning bad-ignore: `ignore` needs the codes it hides in brackets: ignore[index-out-of-bounds] reason
    for i in range(4):
        y[i] = 0
#= an ignore comment without a code, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 0
#= an ignore comment with an unknown code
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        # athanor: ignore[trap-surplus-indices] kept for later
#                         ^^^^^^^^^^^^^^^^^^^^ warning bad-ignore: `trap-surplus-indices` is no diagnostic code; did you mean `trap-surplus-index`?
        y[i] = x[i, 0]
#                   ^ proved trap-surplus-index
#= an ignore comment with an unknown code, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        # athanor: ignore[trap-surplus-index] kept for later
        y[i] = x[i, 0]
#= an athanor comment that says nothing known
import freetensor as ft

# athanor: bnid n=4
^^^^^^^^^^^^^^^^^^^ warning bad-ignore: `athanor:` is followed by `bnid`; known are ignore[code], ignore-file[code] and bind name=value
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= an athanor comment that says nothing known, fixed
import freetensor as ft

# athanor: bind n=4
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= an ignore comment that hides nothing
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        # athanor: ignore[trap-surplus-index] kept for later
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning unused-ignore: this comment hides no `trap-surplus-index` on its line
        y[i] = x[i]
#= an ignore comment that hides nothing, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= one of two codes hides nothing
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i, 0]  # athanor: ignore[trap-surplus-index, undefined-name] on purpose
#                                                             ^^^^^^^^^^^^^^ warning unused-ignore
#= one of two codes hides nothing, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i, 0]  # athanor: ignore[trap-surplus-index] on purpose
#= a binding that is no number
import freetensor as ft

# athanor: bind n=four
#               ^^^^^^ warning bad-binding: `n=four` is no binding; write name=integer, as in bind n=1024
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= a binding that is no number, fixed
import freetensor as ft

# athanor: bind n=4
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= a binding of a name that nothing uses
import freetensor as ft

# athanor: bind n=4, m=3
#                    ^^^ warning bad-binding: nothing in this file is bound by `m`
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= a binding of a name that nothing uses, fixed
import freetensor as ft

# athanor: bind n=4
def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        for i in range(n):
            y[i] = 0
    return f
#= a statement that is not modelled, and the names it may bind
import os
import freetensor as ft

match os.name:
^>8:17 information not-modelled: match is not modelled; what it does is unknown here
    case "nt":
        SIZE = 4
    case _:
        SIZE = 8

@ft.transform
def f(x: ft.Var[(SIZE,), "float32"], y: ft.Var[(SIZE,), "float32", "output"]):
    for i in range(SIZE):
        y[i] = x[i]
#= a statement that is not modelled, and the names it may bind, fixed
import os
import freetensor as ft

SIZE = 4 if os.name == "nt" else 8

@ft.transform
def f(x: ft.Var[(SIZE,), "float32"], y: ft.Var[(SIZE,), "float32", "output"]):
    for i in range(SIZE):
        y[i] = x[i]
#= a star import that was not found
import freetensor as ft
from kernels import *

@ft.transform
def f(x: ft.Var[(SIZE,), "float32"], y: ft.Var[(SIZE,), "float32", "output"]):
    for i in range(SIZE):
        y[i] = relu(x[i])
#              ^^^^^^^^^^ information not-modelled
#= a star import that was not found, fixed
#- /main.py
import freetensor as ft
from kernels import *

@ft.transform
def f(x: ft.Var[(SIZE,), "float32"], y: ft.Var[(SIZE,), "float32", "output"]):
    for i in range(SIZE):
        y[i] = relu(x[i])
#- /kernels.py
import freetensor as ft

SIZE = 8

@ft.inline
def relu(v):
    return ft.max(v, 0)
