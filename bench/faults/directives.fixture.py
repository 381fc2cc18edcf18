#= a directive with a misspelt name
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! lable: main
#      ^^^^^^ proved unknown-directive: `lable:` is no directive of FreeTensor and is ignored; write `label:`
    for i in range(4):
        y[i] = x[i]
#= a directive with a misspelt name, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! label: main
    for i in range(4):
        y[i] = x[i]
#= a directive without its colon
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid main
#      ^^^ proved unknown-directive
    for i in range(4):
        y[i] = x[i]
#= a directive without its colon, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: main
    for i in range(4):
        y[i] = x[i]
#= a directive without a name
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid:
#   ^^^^^^^ proved unknown-directive: `nid:` names nothing
    for i in range(4):
        y[i] = x[i]
#= a directive without a name, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: rows
    for i in range(4):
        y[i] = x[i]
#= no_deps names an unknown tensor
import freetensor as ft

@ft.transform
def f(p: ft.Var[(4,), "int32"], y: ft.Var[(4,), "float32", "inout"]):
    #! no_deps: out
#               ^^^ proved no-deps-unknown: no_deps names `out`, which is not defined here
    for i in range(4):
        y[p[i]] += 1
#= no_deps names an unknown tensor, fixed
import freetensor as ft

@ft.transform
def f(p: ft.Var[(4,), "int32"], y: ft.Var[(4,), "float32", "inout"]):
    #! no_deps: y
    for i in range(4):
        y[p[i]] += 1
#= no_deps names a Python number
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    k = 3
    #! no_deps: k
#               ^ proved no-deps-unknown: no_deps names `k`, which is no tensor but int
    for i in range(4):
        y[i] = x[i] * k
#= no_deps names a Python number, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    k = 3
    #! no_deps: y
    for i in range(4):
        y[i] = x[i] * k
#= one nid for two statements
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: L
    for i in range(4):
        y[i] = x[i]
    #! nid: L
#           ^ proved duplicate-label: this function has another nid `L`: FreeTensor gives this statement a number behind its name, and `L` finds the first only
    for i in range(4):
        y[i] += 1
#= one nid for two statements, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: L1
    for i in range(4):
        y[i] = x[i]
    #! nid: L2
    for i in range(4):
        y[i] += 1
#= a schedule names a label that is not there
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: rows
    for i in range(4):
        y[i] = x[i]

s = ft.Schedule(f)
s.parallelize("row", "openmp")
#             ^^^^^ proved unknown-label: no statement of `f` has the label "row"; did you mean "rows"?
#= a schedule names a label that is not there, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! nid: rows
    for i in range(4):
        y[i] = x[i]

s = ft.Schedule(f)
s.parallelize("rows", "openmp")
#= a schedule callback names a label that is not there
import freetensor as ft

def order(s):
    s.reorder(["Li", "Ljj"])
#                    ^^^^^ proved unknown-label

@ft.optimize(schedule_callback=order)
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    #! nid: Li
    for i in range(4):
        #! nid: Lj
        for j in range(3):
            y[i, j] = x[i, j]
#= a schedule callback names a label that is not there, fixed
import freetensor as ft

def order(s):
    s.reorder(["Li", "Lj"])

@ft.optimize(schedule_callback=order)
def f(x: ft.Var[(4, 3), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    #! nid: Li
    for i in range(4):
        #! nid: Lj
        for j in range(3):
            y[i, j] = x[i, j]
