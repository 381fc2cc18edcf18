#= a schedule call names one loop and two have the label
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    #! label: A
    for i in range(4):
        y[i] = x[i]
    #! label: A
    for i in range(4):
        y[i] *= x[i]


s = ft.Schedule(f)
s.parallelize("A", "openmp")
#             ^^^ proved ambiguous-label
#= a schedule call names one loop and two have the label, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    #! label: A
    for i in range(4):
        y[i] = x[i]
    #! label: A
    for i in range(4):
        y[i] *= x[i]


s = ft.Schedule(f)
for loop in s.find_all("A"):
    s.parallelize(loop, "openmp")
#= a selector names a kind of statement that is not there
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! label: A
    for i in range(4):
        y[i] = x[i]


s = ft.Schedule(f)
s.parallelize("<Loop>", "openmp")
#             ^^^^^^^^ proved bad-selector
#= a selector names a kind of statement that is not there, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! label: A
    for i in range(4):
        y[i] = x[i]


s = ft.Schedule(f)
s.parallelize("<For>", "openmp")
#= a loop that carries a sum is parallelised
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(5,), "float32", "inout"]):
    #! nid: L
    for i in range(4):
        y[i + 1] = y[i] + x[i]


s = ft.Schedule(f)
for loop in ["L"]:
    s.parallelize(loop, "openmp")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= a loop that carries a sum is parallelised, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(5,), "float32", "inout"]):
    #! nid: L
    for i in range(4):
        y[i + 1] = y[i + 1] + x[i]


s = ft.Schedule(f)
s.parallelize("L", "openmp")
#= a loop with two kinds of update is parallelised
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    #! nid: L
    for i in range(4):
        y[0] *= x[i]
        y[0] = ft.max(y[0], x[i])


s = ft.Schedule(f)
for loop in ["L"]:
    s.parallelize(loop, "openmp")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-changes-result
#= a loop with two kinds of update is parallelised, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    #! nid: L
    for i in range(4):
        y[0] *= x[i]


s = ft.Schedule(f)
s.parallelize("L", "openmp")
#= a refusal is expected of a call that is accepted
import freetensor as ft
import pytest

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: L
    for i in range(4):
        y[i] = x[i]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.parallelize("L", "openmp")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning schedule-not-refused
#= a refusal is expected of a call that is accepted, fixed
import freetensor as ft
import pytest

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "inout"]):
    #! nid: L
    for i in range(1, 4):
        y[i] = y[i - 1] + x[i]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.parallelize("L", "openmp")
