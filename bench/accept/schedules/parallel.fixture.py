#= parallelize: independent iterations
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.parallelize("L", "openmp")
#= parallelize: each iteration reads what the last one wrote
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]
#       ^^^^^^^^ earlier
#                  ^^^^ later


s = ft.Schedule(f)
s.parallelize("L", "openmp")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= parallelize: all iterations write one element
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[0] = x[i]
#       ^^^^ earlier
#       ^^^^ later


s = ft.Schedule(f)
s.parallelize("L", "openmp")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= parallelize: a sum is combined
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[0] += x[i]


s = ft.Schedule(f)
s.parallelize("L", "openmp")
#= parallelize: two kinds of update, accepted and wrong
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        y[0] *= x[i]
#       ^^^^ earlier
        y[0] = ft.max(y[0], x[i])
#       ^^^^ later


s = ft.Schedule(f)
s.parallelize("L", "openmp")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-changes-result
#= parallelize: the outer loop of a skewed nest
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(1, 8):
        #! nid: J
        for j in range(7):
            #! nid: S
            m[i, j] = m[i - 1, j + 1] + 1
#           ^^^^^^^ earlier
#                     ^^^^^^^^^^^^^^^ later


s = ft.Schedule(f)
s.parallelize("I", "openmp")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= parallelize: the inner loop of a skewed nest
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(1, 8):
        #! nid: J
        for j in range(7):
            #! nid: S
            m[i, j] = m[i - 1, j + 1] + 1


s = ft.Schedule(f)
s.parallelize("J", "openmp")
#= parallelize: expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.parallelize("L", "openmp")
#= parallelize: an expected refusal, and the call is legal
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.parallelize("L", "openmp")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-not-refused
#= parallelize: caught by try
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]


s = ft.Schedule(f)
try:
    s.parallelize("L", "openmp")
except ft.InvalidSchedule:
    s.split("L", 2)
#= parallelize: in a callback
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]
#       ^^^^^^^^ earlier
#                  ^^^^ later


def callback(s):
    s.parallelize("L", "openmp")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused


ft.schedule(f, callback)
^^^^^^^^^^^^^^^^^^^^^^^^ place
#= parallelize_as: a nest follows another one
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8,), "float32")
    #! label: L1
    for i in range(8):
        t[i] = x[i]
    #! label: L2
    for j in range(8):
        y[j] = t[j]


s = ft.Schedule(f)
s.parallelize("L1", "openmp")
s.parallelize_as("L2", "L1", "D")
#= parallelize_as: there is nothing to follow
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8,), "float32")
    #! label: L1
    for i in range(8):
#            ^^^^^^^^ place
        t[i] = x[i]
    #! label: L2
    for j in range(8):
        y[j] = t[j]


s = ft.Schedule(f)
s.parallelize_as("L2", "L1", "D")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= parallelize_as: the nest carries a dependence
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8,), "float32")
    #! label: L1
    for i in range(7):
        t[i] = x[i]
    #! label: L2
    for j in range(7):
        y[j + 1] = y[j] + t[j]
#       ^^^^^^^^ earlier
#                  ^^^^ later


s = ft.Schedule(f)
s.parallelize("L1", "openmp")
s.parallelize_as("L2", "L1", "D")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= as_matmul: a matrix product
import freetensor as ft


@ft.transform
def f(a: ft.Var[(8, 8), "float32", "input"], b: ft.Var[(8, 8), "float32", "input"], c: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        for j in range(8):
            for k in range(8):
                c[i, j] += a[i, k] * b[k, j]


s = ft.Schedule(f)
s.as_matmul("I")
#= as_matmul: a sum is none
import freetensor as ft


@ft.transform
def f(a: ft.Var[(8, 8), "float32", "input"], b: ft.Var[(8, 8), "float32", "input"], c: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        for j in range(8):
            for k in range(8):
                c[i, j] += a[i, k] + b[k, j]
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ place


s = ft.Schedule(f)
s.as_matmul("I")
^^^^^^^^^^^^^^^^ proved schedule-refused
#= as_matmul: expected
import freetensor as ft
import pytest


@ft.transform
def f(a: ft.Var[(8, 8), "float32", "input"], b: ft.Var[(8, 8), "float32", "input"], c: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        for j in range(8):
            for k in range(8):
                c[i, j] += a[i, k] + b[k, j]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.as_matmul("I")
