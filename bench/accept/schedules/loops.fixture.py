#= split: a factor that divides
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L", 4)
#= split: a rest is guarded
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]


s = ft.Schedule(f)
s.split("L", nparts=2)
#= split: a factor of zero
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#            ^^^^^^^^ place
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L", 0)
^^^^^^^^^^^^^^^ proved schedule-refused
#= split: neither factor nor number of parts
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#            ^^^^^^^^ place
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L")
^^^^^^^^^^^^ proved schedule-refused
#= split: what became of the loop is split again
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
outer, inner = s.split("L", 4)
s.split(inner, 2)
#= split: stale, the label names no loop any more
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#   ^>9:24 here
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L", 4)
^^^^^^^^^^^^^^^ replaced
s.split("L", 2)
#       ^^^ proved unknown-label
#= split: stale in a selector
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L
    for i in range(8):
#   ^>9:24 here
        #! label: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L", 4)
^^^^^^^^^^^^^^^ replaced
s.unroll("<For>->L")
#        ^^^^^^^^^^ proved unknown-label
#= split: an expected refusal, and the call is legal
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
    s.split("L", 4)
#   ^^^^^^^^^^^^^^^ proved schedule-not-refused
#= merge: a perfect nest
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            m[i, j] = m[i, j] + y[j]


s = ft.Schedule(f)
s.merge("I", "J")
#= merge: loops that are not nested
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(8):
#            ^^^^^^^^ place
        #! nid: S
        x[i] = x[i] + 1
    #! nid: L2
    for j in range(8):
        #! nid: T
        y[j] = x[j] * 2


s = ft.Schedule(f)
s.merge("L1", "L2")
^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= merge: stale, one of the two loops is gone
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
#       ^>11:37 here
            #! nid: S
            m[i, j] = m[i, j] + y[j]


s = ft.Schedule(f)
s.merge("I", "J")
^^^^^^^^^^^^^^^^^ replaced
s.split("J", 2)
#       ^^^ proved unknown-label
#= merge: expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(8):
        #! nid: S
        x[i] = x[i] + 1
    #! nid: L2
    for j in range(8):
        #! nid: T
        y[j] = x[j] * 2


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.merge("L2", "L1")
#= unroll: a constant length
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.unroll("L")
#= unroll: a length that data decide
import freetensor as ft


@ft.transform
def f(n: ft.Var[(), "int32", "input"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(n[()]):
#            ^^^^^^^^^^^^ place
        y[i] = 1


s = ft.Schedule(f)
s.unroll("L")
^^^^^^^^^^^^^ proved schedule-refused
#= unroll: immediate, and stale afterwards
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#   ^>9:24 here
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.unroll("L", immediate=True)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ replaced
s.vectorize("L")
#           ^^^ proved unknown-label
#= separate_tail: a split with a rest
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] + y[i]


s = ft.Schedule(f)
s.split("L", 2)
s.separate_tail()
#= vectorize: independent iterations
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.vectorize("L")
#= vectorize: each iteration reads what the last one wrote
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
s.vectorize("L")
^^^^^^^^^^^^^^^^ proved schedule-refused
#= vectorize: expected
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
    s.vectorize("L")
#= vectorize: an expected refusal, and the call is legal
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
    s.vectorize("L")
#   ^^^^^^^^^^^^^^^^ proved schedule-not-refused
#= blend: independent statements
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(2):
        #! nid: S
        y[i] = x[i]
        #! nid: T
        x[i] = y[i] + 1


s = ft.Schedule(f)
s.blend("L")
#= blend: the second statement feeds the next iteration
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(3):
        #! nid: S
        y[i] = x[i]
#              ^^^^ later
        #! nid: T
        x[i + 1] = y[i] + 1
#       ^^^^^^^^ earlier


s = ft.Schedule(f)
s.blend("L")
^^^^^^^^^^^^ proved schedule-refused
#= blend: a length that data decide
import freetensor as ft
import pytest


@ft.transform
def f(n: ft.Var[(), "int32", "input"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(n[()]):
        y[i] = 1


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.blend("L")
