#= an element type that does not exist
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float"], y: ft.Var[(4,), "float32", "output"]):
#                     ^^^^^^^ proved unknown-dtype
    for i in range(4):
        y[i] = x[i]
#= an element type that does not exist, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= the element type of a new tensor
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float64", "output"]):
    t = ft.empty((4,), "double")
#                      ^^^^^^^^ proved unknown-dtype
    for i in range(4):
        t[i] = i
        y[i] = t[i]
#= the element type of a new tensor, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float64", "output"]):
    t = ft.empty((4,), "float64")
    for i in range(4):
        t[i] = i
        y[i] = t[i]
#= the element type of a cast
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = ft.cast(x[i], "integer")
#                            ^^^^^^^^^ proved unknown-dtype
#= the element type of a cast, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "int32", "output"]):
    for i in range(4):
        y[i] = ft.cast(x[i], "int32")
#= an access type that does not exist
import freetensor as ft

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "out"]
#                              ^^^^^ proved unknown-access-type: there is no access type "out"; there are input, output, inout, cache
    for i in range(4):
        y[i] = x[i]
#= an access type that does not exist, fixed
import freetensor as ft

@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32"]
    y: ft.Var[(4,), "float32", "output"]
    for i in range(4):
        y[i] = x[i]
#= element type and access type are swapped
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "output", "float32"]):
#                     ^^^^^^^^ proved unknown-dtype
    for i in range(4):
        y[i] = 1
#= element type and access type are swapped, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 1
#= a memory type that does not exist
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output", "gpu/shred"]):
#                                          ^^^^^^^^^^^ proved unknown-memory-type: there is no memory type "gpu/shred"; there are byvalue, cpu, gpu/global, gpu/global/heap, gpu/shared, gpu/local, gpu/warp
    for i in range(4):
        y[i] = 1
#= a memory type that does not exist, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output", "gpu/global"]):
    for i in range(4):
        y[i] = 1
#= the memory type of a new tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), "float32", "shared")
#                                 ^^^^^^^^ proved unknown-memory-type
    for i in range(4):
        t[i] = x[i] * 2
    for i in range(4):
        y[i] = t[3 - i]
#= the memory type of a new tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), "float32", "gpu/shared")
    for i in range(4):
        t[i] = x[i] * 2
    for i in range(4):
        y[i] = t[3 - i]
#= a declaration without an element type
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,)]):
#        ^^^^^^^^^^^^ proved bad-declaration: a declaration is `Var[shape, dtype]`: the element type is missing
    y[0] = 1
#= a declaration without an element type, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "float32", "output"]):
    y[0] = 1
#= a declaration with five parts
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "float32", "output", "cpu", "pinned"]):
#                                                 ^^^^^^^^ proved bad-declaration: a declaration has at most four parts, 5 are given: shape, element type, access type, memory type
    y[0] = 1
#= a declaration with five parts, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(1,), "float32", "output", "cpu"]):
    y[0] = 1
#= a shape that is a number
import freetensor as ft

@ft.transform
def f(y: ft.Var[4, "float32", "output"]):
#               ^ proved bad-declaration: a shape is a tuple or list of extents, not int
    for i in range(4):
        y[i] = 1
#= a shape that is a number, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = 1
#= the shape of a new tensor is a number
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty(4, "float32")
#                ^ proved bad-declaration
    for i in range(4):
        t[i] = i
        y[i] = t[i]
#= the shape of a new tensor is a number, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    t = ft.empty((4,), "float32")
    for i in range(4):
        t[i] = i
        y[i] = t[i]
