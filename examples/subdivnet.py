"""A convolution over the faces of a triangle mesh.

Every face of a closed mesh has three neighbours, `adjacent[f]`, in the order of its sides. The result is linear in
four quantities: the features of the face, the sum over its neighbours, the sum of differences between consecutive
neighbours, and the sum of differences to the face itself. Taking absolute differences makes the order of the sides,
and where it begins, irrelevant.

    python subdivnet.py      # runs the convolution and compares it with NumPy
"""

import freetensor as ft
import numpy as np
from freetensor.libop import *

ROWS = 3
COLUMNS = 4
FACES = 2 * ROWS * COLUMNS
IN = 5
OUT = 6


@ft.transform
def mesh_conv(adjacent: ft.Var[(FACES, 3), "int32"], x: ft.Var[(FACES, IN), "float32"],
              w_self: ft.Var[(IN, OUT), "float32"], w_sum: ft.Var[(IN, OUT), "float32"],
              w_turn: ft.Var[(IN, OUT), "float32"], w_step: ft.Var[(IN, OUT), "float32"],
              bias: ft.Var[(OUT,), "float32"], y: ft.Var[(FACES, OUT), "float32", "output"]):
    #! nid: faces
    for f in range(FACES):
        total = zeros((IN,), "float32")
        turn = zeros((IN,), "float32")
        step = zeros((IN,), "float32")
        #! nid: sides
        for side in range(3):
            total[:] += x[adjacent[f, side]]
            turn[:] += abs(x[adjacent[f, side]] - x[adjacent[f, (side + 1) % 3]])
            step[:] += abs(x[adjacent[f, side]] - x[f])
        #! nid: combine
        y[f] = x[f] @ w_self + total @ w_sum + turn @ w_turn + step @ w_step + bias


def torus():
    """Neighbours of the faces of a grid of squares, closed to a torus, each square cut into two triangles."""
    adjacent = np.zeros((FACES, 3), "int32")
    for r in range(ROWS):
        for c in range(COLUMNS):
            lower = 2 * (r * COLUMNS + c)
            upper = lower + 1
            below = 2 * ((r - 1) % ROWS * COLUMNS + c) + 1
            left = 2 * (r * COLUMNS + (c - 1) % COLUMNS) + 1
            above = 2 * ((r + 1) % ROWS * COLUMNS + c)
            right = 2 * (r * COLUMNS + (c + 1) % COLUMNS)
            adjacent[lower] = [below, upper, left]
            adjacent[upper] = [above, lower, right]
    return adjacent


def make_inputs(seed=1):
    """The torus, and random features and weights."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((FACES, IN)).astype("float32")
    weights = [rng.standard_normal((IN, OUT)).astype("float32") for _ in range(4)]
    return [torus(), x, *weights, rng.standard_normal(OUT).astype("float32")]


def reference(adjacent, x, w_self, w_sum, w_turn, w_step, bias):
    """The same convolution over all faces at once."""
    x = x.astype("float64")
    near = x[adjacent]
    turn = np.abs(near - np.roll(near, -1, axis=1)).sum(axis=1)
    step = np.abs(near - x[:, None]).sum(axis=1)
    return x @ w_self + near.sum(axis=1) @ w_sum + turn @ w_turn + step @ w_step + bias


if __name__ == "__main__":
    inputs = make_inputs()
    run = ft.optimize(mesh_conv)
    y = ft.Array(np.zeros((FACES, OUT), "float32"))
    run(*[ft.Array(x) for x in inputs], y)
    np.testing.assert_allclose(y.numpy().reshape(FACES, OUT), reference(*inputs), rtol=1e-4, atol=1e-4)
    print("subdivnet: equal to NumPy")
