#= nested definitions with one name
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.VarDef("y", (4,), "int32", "cache", "cpu") as z:
#                  ^^^ proved nested-same-name: `y` is defined inside the scope of another `y`
        z[0] = 1
    with ft.For("i", 0, 4) as i:
        y[i] = 2
ast = ft.pop_ast()
#= nested definitions with one name, fixed
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.VarDef("z", (4,), "int32", "cache", "cpu") as z:
        with ft.For("i", 0, 4) as i:
            z[i] = 1
            y[i] = z[i] + 2
ast = ft.pop_ast()
#= an Else without an If
import freetensor as ft

with ft.VarDef("y", (2,), "int32", "output", "cpu") as y:
    y[0] = 1
    with ft.Else():
#        ^^^^^^^^^ proved else-without-if: this Else has no If right before it
        y[1] = 2
ast = ft.pop_ast()
#= an Else without an If, fixed
import freetensor as ft

with ft.VarDef([("x", (2,), "int32", "input", "cpu"), ("y", (2,), "int32", "output", "cpu")]) as (x, y):
    y[0] = 1
    with ft.If(x[0] > 0):
        y[1] = 1
    with ft.Else():
        y[1] = 2
ast = ft.pop_ast()
#= a statement between If and Else
import freetensor as ft

with ft.VarDef([("x", (2,), "int32", "input", "cpu"), ("y", (2,), "int32", "output", "cpu")]) as (x, y):
    with ft.If(x[0] > 0):
        y[1] = 1
    y[0] = 1
    with ft.Else():
#        ^^^^^^^^^ proved else-without-if
        y[1] = 2
ast = ft.pop_ast()
#= a statement between If and Else, fixed
import freetensor as ft

with ft.VarDef([("x", (2,), "int32", "input", "cpu"), ("y", (2,), "int32", "output", "cpu")]) as (x, y):
    with ft.If(x[0] > 0):
        y[1] = 1
    with ft.Else():
        y[1] = 2
    y[0] = 1
ast = ft.pop_ast()
#= a definition without an access type
import freetensor as ft

with ft.VarDef("y", (4,), "int32") as y:
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved wrong-arguments: VarDef takes a name, a shape, an element type, an access type and maybe a memory type
    y[0] = 1
ast = ft.pop_ast()
#= a definition without an access type, fixed
import freetensor as ft

with ft.VarDef("y", (1,), "int32", "output", "cpu") as y:
    y[0] = 1
ast = ft.pop_ast()
#= the element type of a definition in a list
import freetensor as ft

with ft.VarDef([("x", (2,), "int23", "input", "cpu"), ("y", (2,), "int32", "output", "cpu")]) as (x, y):
#                           ^^^^^^^ proved unknown-dtype: there is no element type "int23"; there are float32, float64, int32, int64, bool
    with ft.For("i", 0, 2) as i:
        y[i] = x[i]
ast = ft.pop_ast()
#= the element type of a definition in a list, fixed
import freetensor as ft

with ft.VarDef([("x", (2,), "int32", "input", "cpu"), ("y", (2,), "int32", "output", "cpu")]) as (x, y):
    with ft.For("i", 0, 2) as i:
        y[i] = x[i]
ast = ft.pop_ast()
#= a For with a float bound
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 8 / 2) as i:
#                       ^^^^^ proved bad-bound: a loop bound is an integer, not the float 4; `/` makes floats, `//` integers
        y[i] = 1
ast = ft.pop_ast()
#= a For with a float bound, fixed
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 8 // 2) as i:
        y[i] = 1
ast = ft.pop_ast()
#= a For with step zero
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4, 0) as i:
#                          ^ proved zero-step: this loop has step 0: FreeTensor divides by it
        y[i] = 1
ast = ft.pop_ast()
#= a For with step zero, fixed
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4, 1) as i:
        y[i] = 1
ast = ft.pop_ast()
#= an input of a builder program is written
import freetensor as ft

def program(n):
    with ft.VarDef("x", (n,), "float32", "input", "cpu") as x:
        with ft.For("i", 0, n) as i:
            x[i] = 0
#           ^^^^ proved write-to-input: `x` is an input and may not be written; declare it "inout" or "output"
    return ft.pop_ast()
#= an input of a builder program is written, fixed
import freetensor as ft

def program(n):
    with ft.VarDef("x", (n,), "float32", "output", "cpu") as x:
        with ft.For("i", 0, n) as i:
            x[i] = 0
    return ft.pop_ast()
#= a surplus index in a builder program
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4) as i:
        y[i, 0] = 1
#            ^ proved trap-surplus-index: `y` has 1 dimension; FreeTensor drops the index from here on without a word
ast = ft.pop_ast()
#= a surplus index in a builder program, fixed
import freetensor as ft

with ft.VarDef("y", (4,), "int32", "output", "cpu") as y:
    with ft.For("i", 0, 4) as i:
        y[i] = 1
ast = ft.pop_ast()
