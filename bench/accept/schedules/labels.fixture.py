#= a label that is misspelt
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: rows
    for i in range(8):
#   ^>8:20 here
        y[i] = x[i]


s = ft.Schedule(f)
s.split("row", 4)
#       ^^^^^ proved unknown-label
#= a label of no statement at all
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("something_else", 4)
#       ^^^^^^^^^^^^^^^^ proved unknown-label
#= a label of two statements
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L
    for i in range(8):
#   ^>8:20 here
        y[i] = x[i]
    #! label: L
    for i in range(8):
#   ^>11:17 here
        x[i] = 1


s = ft.Schedule(f)
s.split("L", 4)
#       ^^^ proved ambiguous-label
#= a selector with a kind that is not there
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L
    for i in range(8):
        #! label: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("<Loop>", 4)
#       ^^^^^^^^ proved bad-selector
#= a selector that matches
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L
    for i in range(8):
        #! label: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("<For>->S", 4)
#= a selector that matches nothing
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L
    for i in range(8):
        #! label: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("<For>->T", 4)
#       ^^^^^^^^^^ proved unknown-label
#= a loop of one iteration is simplified away
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(1):
#   ^>8:20 here
        y[i] = x[i]


s = ft.Schedule(f)
s.split("L", 4)
#       ^^^ proved unknown-label
#= a call that is none
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.splt("L", 4)
^^^^^^ proved unknown-attribute
#= an argument of the wrong type
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.split("L", "4")
#            ^^^ proved wrong-arguments
#= an unknown label is expected
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
    s.split("M", 4)
#= an automatic pass
import freetensor as ft


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
s.auto_fuse(ft.CPU())
s.vectorize("fused.L1.L2")
#= what a run alone knows is not judged
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


def make(n):
    @ft.transform
    def g(y: ft.Var[(8,), "float32", "inout"]):
        #! nid: K
        for i in range(8):
            y[i] = 1

    s = ft.Schedule(g)
    s.split("K", n)
#   ^^^^^^^^^^^^^^^ information not-modelled
    s.vectorize("K")
    return s.func()
