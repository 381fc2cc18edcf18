/** Functions and their schedules: one name for several, one each, in loops and in functions, refused and stale calls. */
export const SCHEDULED = `import freetensor as ft
import pytest

N = 8

@ft.transform
def f(x: ft.Var[(N,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i] * 2
    #! nid: M
    for j in range(7):
        y[j] = x[j]

@ft.transform
def g(x: ft.Var[(N, N), "float32", "inout"]):
    #! nid: I
    for i in range(N):
        #! nid: J
        for j in range(N):
            x[i, j] += 1

s = ft.Schedule(f)
outer, inner = s.split("M", 4)
s.unroll(inner)
s.parallelize("L", "openmp")
s.split("M", 2)
s = ft.Schedule(g)
s.reorder(["J", "I"])
for label in ["I", "J"]:
    s.split(label, nparts=2)
with pytest.raises(ft.InvalidSchedule):
    s.merge("J.0", "I.0")
t = ft.Schedule(f)
with pytest.raises(ft.InvalidSchedule):
    t.vectorize("M")
h = t.func()

def callback(s):
    s.fuse("L", "M")
    s.split("L", 2)

ft.schedule(f, callback)

@ft.optimize(schedule_callback=lambda s: s.parallelize("K", "openmp"))
def k(x: ft.Var[(N,), "float32", "output"]):
    #! nid: K
    for i in range(N):
        x[i] = i

def later(n):
    s = ft.Schedule(g)
    s.split("I", n)
    return s
`;
