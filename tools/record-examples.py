"""Records what PyTorch computes for the programs in examples/.

Writes bench/recorded/examples/NAME.json.gz:

    {"file", "entry", "bind": {name: size}, "inputs": {name: tensor}, "outputs": {name: tensor}, "rtol", "atol"}

A tensor is {"dtype", "shape", "data"}, data flat in row order. The inputs come from the examples' own generators; the
answers from other formulations here (dense masks, gathers, cross products), in double precision. They are also compared
with the NumPy references in the examples, so that those are right too.

    pip install numpy torch
    python tools/record-examples.py
"""

import gzip
import importlib
import io
import json
import pathlib
import sys
import types

import numpy as np
import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "bench/recorded/examples"


class Anything:
    """Stands for whatever the examples take from FreeTensor, so that they import where it is not installed."""

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and callable(args[0]) else self

    def __getitem__(self, key):
        return self


def load(name):
    for module in ("freetensor", "freetensor.libop"):
        sys.modules[module] = types.ModuleType(module)
    sys.modules["freetensor"].__getattr__ = lambda _name: Anything()
    sys.modules["freetensor.libop"].__all__ = []
    sys.path.insert(0, str(ROOT / "examples"))
    sys.dont_write_bytecode = True
    return importlib.import_module(name)


def double(*arrays):
    return [torch.from_numpy(np.asarray(a, "int64" if a.dtype.kind == "i" else "float64")) for a in arrays]


def gat(module, inputs):
    """Attention by a dense matrix of edges: how often each source feeds each node."""
    begin, source, h, weight, a_target, a_source = double(*inputs)
    nodes = len(begin) - 1
    target = torch.repeat_interleave(torch.arange(nodes), begin[1:] - begin[:-1])
    edges = torch.zeros(nodes, nodes, dtype=torch.float64)
    edges.index_put_((target, source), torch.ones(len(source), dtype=torch.float64), accumulate=True)
    z = h @ weight
    score = torch.nn.functional.leaky_relu((z @ a_target)[:, None] + (z @ a_source)[None, :], module.SLOPE)
    score = torch.where(edges > 0, score + torch.log(edges.clamp(min=1)), -torch.inf)
    share = torch.nan_to_num(torch.softmax(score, 1))
    return [share @ z]


def longformer(module, inputs):
    """Attention by gathering the window of every position from padded keys and values."""
    query, key, value = double(*inputs)
    pad = module.REACH * module.DILATION
    out = []
    for head in range(module.HEADS):
        stride = module.DILATION if head < module.DILATED else 1
        place = torch.arange(module.LENGTH)[:, None] + torch.arange(-module.REACH, module.REACH + 1)[None, :] * stride
        outside = (place < 0) | (place >= module.LENGTH)
        keys, values = (torch.nn.functional.pad(t[head], (0, 0, pad, pad))[place + pad] for t in (key, value))
        score = torch.einsum("id,itd->it", query[head], keys) * module.SCALE
        out.append(torch.einsum("it,itd->id", torch.softmax(score.masked_fill(outside, -torch.inf), 1), values))
    return [torch.stack(out)]


def subdivnet(_module, inputs):
    """The convolution as one matrix product over concatenated features."""
    adjacent, x, *weights, bias = double(*inputs)
    one, two, three = (x.index_select(0, adjacent[:, side]) for side in range(3))
    turn = (one - two).abs() + (two - three).abs() + (three - one).abs()
    step = (one - x).abs() + (two - x).abs() + (three - x).abs()
    return [torch.nn.functional.linear(torch.cat([x, one + two + three, turn, step], 1), torch.cat(weights).T, bias)]


def softras(module, inputs):
    """The image pixel by pixel, with barycentric shares from cross products and colours from a softmax."""
    corners, colours, background = double(*inputs)
    image = torch.zeros(module.ROWS, module.COLUMNS, 3, dtype=torch.float64)
    silhouette = torch.zeros(module.ROWS, module.COLUMNS, dtype=torch.float64)
    turned = lambda u, v: u[0] * v[1] - u[1] * v[0]
    for r in range(module.ROWS):
        for c in range(module.COLUMNS):
            p = torch.tensor([(c + 0.5) / module.COLUMNS, (r + 0.5) / module.ROWS], dtype=torch.float64)
            logit, uncovered = [torch.tensor(module.BACKGROUND / module.GAMMA, dtype=torch.float64)], 1.0
            for face in corners:
                flat = face[:, :2]
                area = turned(flat[1] - flat[0], flat[2] - flat[0])
                shares = torch.stack([turned(flat[k - 2] - p, flat[k - 1] - p) / area for k in range(3)])
                squares = []
                for a, b in [(flat[0], flat[1]), (flat[1], flat[2]), (flat[2], flat[0])]:
                    t = torch.clamp(torch.dot(p - a, b - a) / torch.dot(b - a, b - a), 0, 1)
                    squares.append(torch.sum((p - torch.lerp(a, b, t)) ** 2))
                sign = 1 if bool((shares >= 0).all()) else -1
                drawn = torch.sigmoid(sign * torch.stack(squares).min() / module.SIGMA)
                kept = torch.relu(shares)
                logit.append(torch.log(drawn) + torch.dot(kept, face[:, 2]) / kept.sum() / module.GAMMA)
                uncovered = uncovered * (1 - drawn)
            image[r, c] = torch.softmax(torch.stack(logit), 0) @ torch.cat([background[None], colours])
            silhouette[r, c] = 1 - uncovered
    return [image, silhouette]


EXAMPLES = {
    "gat": {
        "entry": "gat",
        "bind": {"n_nodes": 24, "n_edges": 64, "n_in": 6, "n_out": 5},
        "inputs": ["begin", "source", "h", "weight", "a_target", "a_source"],
        "outputs": ["out"],
        "compute": gat,
    },
    "longformer": {
        "entry": "attention",
        "bind": {},
        "inputs": ["query", "key", "value"],
        "outputs": ["out"],
        "compute": longformer,
    },
    "subdivnet": {
        "entry": "mesh_conv",
        "bind": {},
        "inputs": ["adjacent", "x", "w_self", "w_sum", "w_turn", "w_step", "bias"],
        "outputs": ["y"],
        "compute": subdivnet,
    },
    "softras": {
        "entry": "rasterise",
        "bind": {},
        "inputs": ["corners", "colours", "background"],
        "outputs": ["image", "silhouette"],
        "compute": softras,
    },
}


def tensor(array):
    flat = array.reshape(-1).tolist()
    if array.dtype.kind == "f":
        flat = [float(f"{x:.9g}") for x in flat]
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": flat}


def record(name, example):
    module = load(name)
    inputs = module.make_inputs(*example["bind"].values())
    answers = [a.numpy() for a in example["compute"](module, inputs)]
    own = module.reference(*inputs)
    for a, b in zip(answers, own if isinstance(own, tuple) else [own], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6)
    text = json.dumps({
        "file": f"examples/{name}.py",
        "entry": example["entry"],
        "bind": example["bind"],
        "inputs": {k: tensor(v) for k, v in zip(example["inputs"], inputs, strict=True)},
        "outputs": {k: tensor(v.astype("float32")) for k, v in zip(example["outputs"], answers, strict=True)},
        "rtol": 1e-4,
        "atol": 1e-5,
    }, separators=(",", ":"))
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0, filename="") as out:
        out.write(text.encode() + b"\n")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json.gz").write_bytes(buffer.getvalue())
    return len(buffer.getvalue())


if __name__ == "__main__":
    sizes = {name: record(name, example) for name, example in EXAMPLES.items()}
    print(f"numpy {np.__version__}, torch {torch.__version__}: {sizes}")
