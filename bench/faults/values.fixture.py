#= a division by an iterator
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] // i
#                      ^ proved division-by-zero: The divisor i is 0
#= a division by an iterator, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] // (i + 1)
#= a modulo by a difference
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] % (3 - i)
#                      ^^^^^ proved division-by-zero: The divisor 3 - i is 0
#= a modulo by a difference, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] % (4 - i)
#= a division in a function that is inlined
import freetensor as ft

@ft.inline
def mean(total, count):
    return total // count

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = mean(x[i], i - 2)
#                         ^^^^^ proved division-by-zero
#= a division in a function that is inlined, fixed
import freetensor as ft

@ft.inline
def mean(total, count):
    return total // count

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = mean(x[i], i + 2)
#= a sum that is never set to zero
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    total = ft.empty((), "float32")
    for i in range(4):
        total[()] += x[i]
#       ^^^^^^^^^ proved uninitialised-read: total[] is read before it is written
    y[()] = total[()]
#= a sum that is never set to zero, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    total = ft.empty((), "float32")
    total[()] = 0
    for i in range(4):
        total[()] += x[i]
    y[()] = total[()]
#= an output is read before it is written
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = y[i] + x[i]
#              ^^^^ proved uninitialised-read: y[0] is read before it is written: it starts with what the caller's memory holds. An output that is read should be inout
#= an output is read before it is written, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    for i in range(4):
        y[i] = y[i] + x[i]
#= a tensor is written in one loop too late
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), "float32")
    for i in range(4):
        y[i] = t[i]
#              ^^^^ proved uninitialised-read: t[0] is read before it is written
    for i in range(4):
        t[i] = x[i]
#= a tensor is written in one loop too late, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), "float32")
    for i in range(4):
        t[i] = x[i]
    for i in range(4):
        y[i] = t[i]
#= an assertion that never holds
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3,), "float32"], y: ft.Var[(3,), "float32", "output"]):
    assert x.shape(0) == 4
#          ^^^^^^^^^^^^^^^ proved always-false-assert: This assertion never holds: 3 == 4
    for i in range(3):
        y[i] = x[i]
#= an assertion that never holds, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(3,), "float32"], y: ft.Var[(3,), "float32", "output"]):
    assert x.shape(0) == 3
    for i in range(3):
        y[i] = x[i]
#= an assertion against its loop
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "input", "byvalue"], x, y):
    x: ft.Var[(n,), "float32"]
    y: ft.Var[(n,), "float32", "output"]
    for i in range(n):
        assert i >= n
#              ^^^^^^ proved always-false-assert: This assertion never holds: i >= n
        y[i] = x[i]
#= an assertion against its loop, fixed
import freetensor as ft

@ft.transform
def f(n: ft.Var[(), "int32", "input", "byvalue"], x, y):
    x: ft.Var[(n,), "float32"]
    y: ft.Var[(n,), "float32", "output"]
    for i in range(n):
        assert i < n
        y[i] = x[i]
#= an Assert of a builder program
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4) as i:
        with ft.Assert(i > 4):
#                      ^^^^^ proved always-false-assert: This assertion never holds: i > 4
            y[i] = i
ast = ft.pop_ast()
#= an Assert of a builder program, fixed
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4) as i:
        with ft.Assert(i < 4):
            y[i] = i
ast = ft.pop_ast()
#= a remainder of floats
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i] % 2
#              ^^^^^^^^ proved dtype-operation: % needs integers, here it gets float32 and int32
#= a remainder of floats, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i] % 2
#= a float is stored in an integer tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = x[i] * 2
#              ^^^^^^^^ proved lossy-store: a float32 value loses its fraction in y, which holds int32; ft.cast says that it is meant
#= a float is stored in an integer tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = ft.cast(x[i] * 2, "int32")
#= an infinity is stored in an integer tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = -float("inf")
#           ^^^^^^^^^^^^^ proved lossy-store
    for i in range(4):
        y[()] = ft.max(y[()], x[i])
#= an infinity is stored in an integer tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "int32"], y: ft.Var[(), "int32", "output"]):
    y[()] = x[0]
    for i in range(1, 4):
        y[()] = ft.max(y[()], x[i])
#= a second tensor takes the name of the first
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    best = ft.empty((), "float32")
    best[()] = x[0]
    for i in range(4):
        y[i] = best[()]
        best = ft.empty((), "float32")
#       ^^^^ proved shadowed-tensor: this best hides the best defined before; both exist, under one name
        best[()] = x[i] * 2
        y[i] += best[()]
#= a second tensor takes the name of the first, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    best = ft.empty((), "float32")
    best[()] = x[0]
    for i in range(4):
        y[i] = best[()]
        twice = ft.empty((), "float32")
        twice[()] = x[i] * 2
        y[i] += twice[()]
#= a tensor is written and never read
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    seen = ft.zeros((4,), "float32")
#          ^^^^^^^^^^^^^^^^^^^^^^^^^ proved unused-tensor: the tensor made here is written but never read
    for i in range(4):
        seen[i] = x[i]
        y[i] = x[i]
#= a tensor is written and never read, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= an output that nothing writes
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"], z: ft.Var[(4,), "float32", "output"]):
#                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved unwritten-output: output z is never written: it keeps whatever the caller's memory holds
    for i in range(4):
        y[i] = x[i]
#= an output that nothing writes, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"], z: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
        z[i] = -x[i]
