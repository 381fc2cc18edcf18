#= cache: the reads of a statement
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.cache("L", "x", "cpu")
#= cache: a tensor that is not there
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#   ^>9:24 place
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.cache("L", "z", "cpu")
^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= cache: a memory that is not there
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.cache("L", "x", "l1")
#                 ^^^^ proved unknown-memory-type
#= cache_reduction: a sum
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            y[i] += m[i, j]


s = ft.Schedule(f)
s.cache_reduction("J", "y", "cpu")
#= cache_reduction: a tensor that is read as well
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: I
    for i in range(7):
        #! nid: S
        y[i + 1] = y[i] + m[i, 0]
#                  ^^^^ place


s = ft.Schedule(f)
s.cache_reduction("I", "y", "cpu")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= cache_reduction: expected
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
    s.cache_reduction("L", "x", "cpu")
#= set_mem_type: registers
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.set_mem_type("D", "byvalue")
#= set_mem_type: a label that names a loop
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
#   ^>13:34 place
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.set_mem_type("I", "cpu")
^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= set_mem_type: registers of a device outside a kernel
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "input"], idx: ft.Var[(8,), "int32", "input"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8,), "float32")
#   ^ place
    #! label: I
    for i in range(8):
        t[i] = m[i, 0]
    #! label: K
    for i in range(8):
        y[i] = t[idx[i]]


s = ft.Schedule(f)
s.set_mem_type("D", "gpu/local")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= var_split: a dimension
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.var_split("D", 0, ft.VarSplitMode.FixedSize, 4)
#= var_split: no such dimension
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
#   ^ place
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.var_split("D", 2, ft.VarSplitMode.FixedSize, 4)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= var_merge: two dimensions
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.var_merge("D", 0)
#= var_merge: no such dimension, expected
import freetensor as ft
import pytest


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.var_merge("D", 1)
#= var_merge: an expected refusal, and the call is legal
import freetensor as ft
import pytest


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.var_merge("D", 0)
#   ^^^^^^^^^^^^^^^^^^^ proved schedule-not-refused
#= var_reorder: transposed
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.var_reorder("D", [1, 0])
#= var_reorder: no permutation
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
#   ^ place
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.var_reorder("D", [0, 0])
^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= var_squeeze: a dimension of length 1
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8, 1), "float32")
    #! label: L
    for i in range(8):
        t[i, 0] = x[i]
    #! label: K
    for i in range(8):
        y[i] = t[i, 0]


s = ft.Schedule(f)
s.var_squeeze("D", 1)
#= var_squeeze: a dimension of length 8
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8, 1), "float32")
#   ^ place
    #! label: L
    for i in range(8):
        t[i, 0] = x[i]
    #! label: K
    for i in range(8):
        y[i] = t[i, 0]


s = ft.Schedule(f)
s.var_squeeze("D", 0)
^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= var_unsqueeze: a dimension more
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8, 1), "float32")
    #! label: L
    for i in range(8):
        t[i, 0] = x[i]
    #! label: K
    for i in range(8):
        y[i] = t[i, 0]


s = ft.Schedule(f)
s.var_unsqueeze("D", 0)
#= var_unsqueeze: no such place, expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: D
    t = ft.empty((8, 1), "float32")
    #! label: L
    for i in range(8):
        t[i, 0] = x[i]
    #! label: K
    for i in range(8):
        y[i] = t[i, 0]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.var_unsqueeze("D", 4)
#= inline: a value is computed where it is read
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.inline("D")
#= inline: the operand has changed by then
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8,), "float32")
    #! nid: L
    for i in range(8):
        t[i] = x[i] * 2
    #! nid: K
    for i in range(8):
        x[i] = 0
    #! nid: R
    for i in range(8):
        y[i] = t[i]
#              ^^^^ place


s = ft.Schedule(f)
s.inline("D")
^^^^^^^^^^^^^ proved schedule-refused
#= inline: a tensor that a caller passes
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        y[i] = x[i]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.inline(s.find(lambda d: d.type() == ft.ASTNodeType.VarDef and d.name == "x"))
#= inline: stale, the definition is gone already
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: D
    t = ft.empty((8, 8), "float32")
#   ^ here
    #! nid: I
    for i in range(8):
        #! nid: J
        for j in range(8):
            #! nid: S
            t[i, j] = m[i, j] * 2
    #! nid: K
    for i in range(8):
        #! nid: T
        y[i] = t[i, 0] + t[i, 7]


s = ft.Schedule(f)
s.inline("D")
^^^^^^^^^^^^^ replaced
s.var_reorder("D", [1, 0])
#             ^^^ proved unknown-label
