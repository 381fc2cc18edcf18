#= reorder: independent iterations
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
s.reorder(["J", "I"])
#= reorder: a skewed dependence
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
s.reorder(["J", "I"])
^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= reorder: loops that are not nested
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
s.reorder(["L2", "L1"])
^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= reorder: expected
import freetensor as ft
import pytest


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    #! nid: I
    for i in range(1, 8):
        #! nid: J
        for j in range(7):
            #! nid: S
            m[i, j] = m[i - 1, j + 1] + 1


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.reorder(["J", "I"])
#= permute: the iterators change places
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: I
    for i in range(8):
        #! label: J
        for j in range(8):
            #! label: S
            m[i, j] = m[i, j] + y[j]


s = ft.Schedule(f)
s.permute(["I", "J"], lambda i, j: (j, i))
#= permute: a skewed dependence would run backwards
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    #! label: I
    for i in range(1, 8):
        #! label: J
        for j in range(7):
            #! label: S
            m[i, j] = m[i - 1, j + 1] + 1
#           ^^^^^^^ earlier
#                     ^^^^^^^^^^^^^^^ later


s = ft.Schedule(f)
s.permute(["I", "J"], lambda i, j: (j, i))
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= permute: skewing first makes it legal
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    #! label: I
    for i in range(1, 8):
        #! label: J
        for j in range(7):
            #! label: S
            m[i, j] = m[i - 1, j + 1] + 1


s = ft.Schedule(f)
s.permute(["I", "J"], lambda i, j: (i + j, i))
#= permute: a map that is not one-to-one
import freetensor as ft


@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: I
    for i in range(8):
#            ^^^^^^^^ place
        #! label: J
        for j in range(8):
            #! label: S
            m[i, j] = m[i, j] + y[j]


s = ft.Schedule(f)
s.permute(["I", "J"], lambda i, j: (i + j, i + j))
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= fission: the second part needs the whole first one
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = x[i] + 1
        #! nid: T
        y[i] = x[i] * 2


s = ft.Schedule(f)
s.fission("L", ft.FissionSide.After, "S")
#= fission: the first part needs what the second one wrote
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i] = y[i] + 1
#              ^^^^ later
        #! nid: T
        y[i + 1] = x[i] * 2
#       ^^^^^^^^ earlier


s = ft.Schedule(f)
s.fission("L", ft.FissionSide.After, "S")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= fission: expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i] = y[i] + 1
        #! nid: T
        y[i + 1] = x[i] * 2


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.fission("L", ft.FissionSide.Before, "T")
#= fission: stale, the loop is two loops now
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
#   ^>11:24 here
        #! nid: S
        x[i] = x[i] + 1
        #! nid: T
        y[i] = y[i] * 2


s = ft.Schedule(f)
s.fission("L", ft.FissionSide.After, "S")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ replaced
s.split("L", 4)
#       ^^^ proved unknown-label
#= fuse: elementwise
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
s.fuse("L1", "L2")
#= fuse: the second loop reads ahead
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(7):
        #! nid: S
        x[i] = y[i] + 1
#       ^^^^ earlier
    #! nid: L2
    for j in range(7):
        #! nid: T
        y[j] = x[j + 1] * 2
#              ^^^^^^^^ later


s = ft.Schedule(f)
s.fuse("L1", "L2")
^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= fuse: different lengths
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(8):
        #! nid: S
        x[i] = y[i] + 1
    #! nid: L2
    for j in range(7):
#            ^^^^^^^^ place
        #! nid: T
        y[j] = x[j + 1] * 2


s = ft.Schedule(f)
s.fuse("L1", "L2")
^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= fuse: expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(7):
        #! nid: S
        x[i] = y[i] + 1
    #! nid: L2
    for j in range(7):
        #! nid: T
        y[j] = x[j + 1] * 2


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.fuse("L1", "L2")
#= fuse: an expected refusal, and the call is legal
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
    s.fuse("L1", "L2")
#   ^^^^^^^^^^^^^^^^^^ proved schedule-not-refused
#= fuse: loops that are not next to each other
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
#   ^ place
    #! nid: L1
    for i in range(8):
        x[i] = 1
    #! nid: S
    y[0] = 2
    #! nid: L2
    for j in range(8):
        y[j] = 3


s = ft.Schedule(f)
s.fuse("L1", "L2")
^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= fuse: stale, both loops are one now
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L1
    for i in range(8):
#   ^>9:24 here
        #! nid: S
        x[i] = x[i] + 1
    #! nid: L2
    for j in range(8):
        #! nid: T
        y[j] = x[j] * 2


s = ft.Schedule(f)
s.fuse("L1", "L2")
^^^^^^^^^^^^^^^^^^ replaced
s.vectorize("L1")
#           ^^^^ proved unknown-label
#= fuse: stale in a file for later versions
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! label: L1
    for i in range(8):
        #! label: S
        x[i] = x[i] + 1
    #! label: L2
    for j in range(8):
#   ^>13:24 here
        #! label: T
        y[j] = x[j] * 2


s = ft.Schedule(f)
s.fuse("L1", "L2")
^^^^^^^^^^^^^^^^^^ replaced
s.vectorize("L2")
#           ^^^^ proved unknown-label
#= swap: independent statements
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = 1
        #! nid: T
        y[i] = 2


s = ft.Schedule(f)
s.swap(["T", "S"])
#= swap: the second statement reads what the first one wrote
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = 1
#       ^^^^ earlier
        #! nid: T
        y[i] = x[i]
#              ^^^^ later


s = ft.Schedule(f)
s.swap(["T", "S"])
^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= swap: loops that depend on each other, expected
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
    s.swap(["L2", "L1"])
#= move_to: to the front of a loop that it does not depend on
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = 1
    #! nid: T
    y[0] = 2


s = ft.Schedule(f)
s.move_to("T", ft.MoveToSide.Before, "L")
#= move_to: before what it reads
import freetensor as ft


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = 1
#       ^^^^ earlier
    #! nid: T
    y[0] = x[7]
#          ^^^^ later


s = ft.Schedule(f)
s.move_to("T", ft.MoveToSide.Before, "L")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved schedule-refused
#= move_to: expected
import freetensor as ft
import pytest


@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = 1
    #! nid: T
    y[0] = x[7]


s = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    s.move_to("T", ft.MoveToSide.Before, "L")
