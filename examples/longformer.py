"""Sliding-window attention: each position attends to `REACH` positions on either side of it.

The first `DILATED` heads look `DILATION` positions further with every step, so that they reach wider for the same
work. Positions outside the sequence get no weight.

    python longformer.py     # runs the attention and compares it with NumPy
"""

import math

import freetensor as ft
import numpy as np

HEADS = 4
LENGTH = 24
WIDTH = 8
REACH = 3
DILATION = 2
DILATED = 2
WINDOW = 2 * REACH + 1
SCALE = 1 / math.sqrt(WIDTH)


@ft.inline
def partner(head, i, t):
    """The position that slot `t` of the window of position `i` stands for."""
    return i + ft.if_then_else(head < DILATED, (t - REACH) * DILATION, t - REACH)


@ft.transform
def attention(query: ft.Var[(HEADS, LENGTH, WIDTH), "float32"],
              key: ft.Var[(HEADS, LENGTH, WIDTH), "float32"],
              value: ft.Var[(HEADS, LENGTH, WIDTH), "float32"],
              out: ft.Var[(HEADS, LENGTH, WIDTH), "float32", "output"]):
    #! label: heads
    for head in range(HEADS):
        #! label: positions
        for i in range(LENGTH):
            score = ft.empty((WINDOW,), "float32")
            #! label: scores
            for t in range(WINDOW):
                if partner(head, i, t) >= 0 and partner(head, i, t) < LENGTH:
                    score[t] = 0
                    for d in range(WIDTH):
                        score[t] += query[head, i, d] * key[head, partner(head, i, t), d]
                    score[t] *= SCALE
                else:
                    score[t] = -float("inf")

            #! label: normalise
            weight = ft.softmax(score)

            for d in range(WIDTH):
                out[head, i, d] = 0
            #! label: mix
            for t in range(WINDOW):
                if partner(head, i, t) >= 0 and partner(head, i, t) < LENGTH:
                    for d in range(WIDTH):
                        out[head, i, d] += weight[t] * value[head, partner(head, i, t), d]


def make_inputs(seed=1):
    """Random queries, keys and values."""
    rng = np.random.default_rng(seed)
    return [rng.standard_normal((HEADS, LENGTH, WIDTH)).astype("float32") for _ in range(3)]


def reference(query, key, value):
    """The same attention by masking the full matrix of scores."""
    out = np.zeros(query.shape)
    distance = np.arange(LENGTH)[None, :] - np.arange(LENGTH)[:, None]
    for head in range(HEADS):
        stride = DILATION if head < DILATED else 1
        seen = (distance % stride == 0) & (abs(distance) <= REACH * stride)
        score = np.where(seen, query[head].astype("float64") @ key[head].T * SCALE, -np.inf)
        weight = np.exp(score - score.max(axis=1, keepdims=True))
        out[head] = weight @ value[head] / weight.sum(axis=1, keepdims=True)
    return out


if __name__ == "__main__":
    inputs = make_inputs()
    run = ft.optimize(attention)
    out = ft.Array(np.zeros((HEADS, LENGTH, WIDTH), "float32"))
    run(*[ft.Array(x) for x in inputs], out)
    np.testing.assert_allclose(out.numpy().reshape(HEADS, LENGTH, WIDTH), reference(*inputs), rtol=1e-4, atol=1e-5)
    print("longformer: equal to NumPy")
