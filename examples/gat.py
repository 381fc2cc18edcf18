"""One head of a graph attention layer over a graph in compressed rows.

Node `v` attends to the sources of its incoming edges `begin[v] .. begin[v + 1]`. The scores of an edge go through a
leaky rectifier and a softmax over the edges of its node; a node without edges gets zeros.

    python gat.py            # runs the layer and compares it with NumPy
"""

import freetensor as ft
import numpy as np

SLOPE = 0.1


# athanor: bind n_nodes=24, n_edges=64, n_in=6, n_out=5
def make_gat(n_nodes, n_edges, n_in, n_out):
    """The layer for a graph of one size, staged."""

    @ft.transform
    def gat(begin, source, h, weight, a_target, a_source, out):
        begin: ft.Var[(n_nodes + 1,), "int32", "input"]
        source: ft.Var[(n_edges,), "int32", "input"]
        h: ft.Var[(n_nodes, n_in), "float32", "input"]
        weight: ft.Var[(n_in, n_out), "float32", "input"]
        a_target: ft.Var[(n_out,), "float32", "input"]
        a_source: ft.Var[(n_out,), "float32", "input"]
        out: ft.Var[(n_nodes, n_out), "float32", "output"]

        #! nid: project
        z = ft.matmul(h, weight)
        #! nid: target_part
        left = ft.matmul(z, a_target)
        #! nid: source_part
        right = ft.matmul(z, a_source)

        share = ft.empty((n_edges,), "float32")
        # Each edge belongs to one node, so no two iterations touch the same element of `share`.
        #! nid: nodes
        #! no_deps: share
        for v in range(n_nodes):
            peak = ft.empty((), "float32")
            peak[()] = -float("inf")
            #! nid: scores
            for e in range(begin[v], begin[v + 1]):
                score = ft.empty((), "float32")
                score[()] = left[v] + right[source[e]]
                share[e] = ft.if_then_else(score[()] >= 0, score[()], score[()] * SLOPE)
                peak[()] = ft.max(peak[()], share[e])

            total = ft.empty((), "float32")
            total[()] = 0
            #! nid: exponentials
            for e in range(begin[v], begin[v + 1]):
                share[e] = ft.exp(share[e] - peak[()])
                total[()] += share[e]

            #! nid: clear
            for f in range(n_out):
                out[v, f] = 0
            #! nid: gather
            for e in range(begin[v], begin[v + 1]):
                #! nid: features
                for f in range(n_out):
                    out[v, f] += share[e] / total[()] * z[source[e], f]

    return gat


def make_inputs(n_nodes, n_edges, n_in, n_out, seed=1):
    """A random graph, its rows sorted by target, and random features and weights."""
    rng = np.random.default_rng(seed)
    targets = np.sort(rng.integers(0, n_nodes, n_edges))
    begin = np.searchsorted(targets, np.arange(n_nodes + 1)).astype("int32")
    source = rng.integers(0, n_nodes, n_edges).astype("int32")
    h = rng.standard_normal((n_nodes, n_in)).astype("float32")
    weight = rng.standard_normal((n_in, n_out)).astype("float32")
    a_target = rng.standard_normal(n_out).astype("float32")
    a_source = rng.standard_normal(n_out).astype("float32")
    return begin, source, h, weight, a_target, a_source


def reference(begin, source, h, weight, a_target, a_source):
    """The same layer, node by node in NumPy."""
    z = h.astype("float64") @ weight
    out = np.zeros(z.shape)
    for v in range(len(z)):
        near = z[source[begin[v]:begin[v + 1]]]
        if len(near) > 0:
            score = z[v] @ a_target + near @ a_source
            score = np.where(score >= 0, score, SLOPE * score)
            share = np.exp(score - score.max())
            out[v] = share @ near / share.sum()
    return out


if __name__ == "__main__":
    size = (24, 64, 6, 5)
    inputs = make_inputs(*size)
    run = ft.optimize(make_gat(*size))
    out = ft.Array(np.zeros((24, 5), "float32"))
    run(*[ft.Array(x) for x in inputs], out)
    np.testing.assert_allclose(out.numpy().reshape(24, 5), reference(*inputs), rtol=1e-4, atol=1e-5)
    print("gat: equal to NumPy")
