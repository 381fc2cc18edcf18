"""Records what PyTorch and NumPy answer to small calls of every library operator.

Writes bench/recorded/libop/OPERATOR.jsonl.gz, one case a line:

    {"id", "program", "runs": [{"entry", "inputs": {name: tensor}, "outputs": {name: tensor}, "rtol", "atol"}]}

`program` is a whole source file; `entry` names a function of it: `out_of_place`, or `in_place`, its twin with the
trailing underscore. A tensor is {"dtype", "shape", "data"}, data flat in row order; "inf", "-inf" and "nan" are strings.
Outputs of `out_of_place` are named `0`, `1`, ... by their place in the return statement.

    pip install numpy torch
    python tools/record-libop.py                 # all operators, 200 cases each
    python tools/record-libop.py add softmax     # some

Seeded per operator, so the same versions write the same bytes.
"""

import gzip
import io
import json
import math
import pathlib
import sys
import zlib

import numpy as np
import torch

CASES = 200
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "bench/recorded/libop"
FLOATS = ["float32", "float64"]
INTS = ["int32", "int64"]
TOLERANCE = {"float32": 1e-5, "float64": 1e-11}


# ---- values and shapes ---------------------------------------------------------------------------------------------


def shape_of(rng, low=0, high=4, most=24):
    """A random shape of rank low..high with at most `most` elements."""
    rank = int(rng.integers(low, high + 1))
    while True:
        shape = tuple(int(n) for n in rng.integers(1, 5, rank))
        if math.prod(shape) <= most:
            return shape


def values(rng, shape, dtype, nonzero=False, low=-24, high=24):
    """Short numbers: eighths for floats, so that they print briefly and add up exactly."""
    if dtype == "bool":
        return rng.integers(0, 2, shape).astype(bool)
    numbers = rng.integers(low, high + 1, shape)
    if nonzero:
        numbers = np.where(numbers == 0, high, numbers)
    return np.asarray(numbers / 8 if dtype in FLOATS else numbers, dtype)


def shrunk(rng, shape):
    """A shape that broadcasts to `shape`: leading axes dropped, some of the others 1."""
    dropped = int(rng.integers(0, len(shape) + 1)) if rng.random() < 0.4 else 0
    return tuple(1 if rng.random() < 0.25 else n for n in shape[dropped:])


def broadcast_pair(rng):
    """Two shapes that broadcast together."""
    shape = shape_of(rng)
    pair = [shape, shrunk(rng, shape)]
    if rng.random() < 0.5:
        pair = [tuple(1 if rng.random() < 0.15 else n for n in shape), pair[1]]
    if rng.random() < 0.5:
        pair.reverse()
    return pair


def wider(*dtypes):
    """FreeTensor's rule: floats win over integers, then the wider type."""
    order = ["bool", "int32", "int64", "float32", "float64"]
    return max(dtypes, key=order.index)


def front(axis, rank, rng):
    """The same axis, sometimes counted from the back."""
    return axis - rank if rng.random() < 0.4 else axis


# ---- cases ---------------------------------------------------------------------------------------------------------


def tensor(array):
    array = np.asarray(array)
    flat = array.reshape(-1).tolist()
    if array.dtype == np.float32:
        flat = [float(f"{x:.9g}") for x in flat]
    elif array.dtype == np.float64:
        flat = [float(f"{x:.14g}") for x in flat]
    data = [x if not isinstance(x, float) or math.isfinite(x) else str(x) for x in flat]
    data = [int(x) if isinstance(x, float) and x == int(x) else x for x in data] if array.dtype.kind == "f" and all(
        not isinstance(x, str) for x in data) else data
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": data}


def declare(name, array, access=None):
    extra = f', "{access}"' if access else ""
    size = "".join(f"{n}, " for n in array.shape).rstrip() if array.ndim < 2 else ", ".join(map(str, array.shape))
    return f'{name}: ft.Var[({size}), "{array.dtype}"{extra}]'


def run(entry, inputs, outputs, tolerance=None):
    dtypes = [str(np.asarray(v).dtype) for v in outputs.values()]
    limit = tolerance if tolerance is not None else max(TOLERANCE.get(d, 0) for d in dtypes)
    return {
        "entry": entry,
        "inputs": {k: tensor(v) for k, v in inputs.items()},
        "outputs": {k: tensor(v) for k, v in outputs.items()},
        "rtol": limit,
        "atol": limit,
    }


def case(name, inputs, expected, arguments, in_place=None, twin=None):
    """Both forms of one call.

    arguments(*names): the text between the parentheses of the returning form. in_place: the expected array of the
    twin where its type differs. twin(*names, "y"): its arguments where `y` is not simply the second or last one.
    """
    names = list(inputs)
    declared = [declare(k, v) for k, v in inputs.items()]
    wanted = expected if in_place is None else in_place
    target = declare("y", wanted, "output")
    program = f"""import freetensor as ft
from freetensor import libop


@ft.transform
def out_of_place({', '.join(declared)}):
    y = libop.{name}({arguments(*names)})
    return y


@ft.transform
def in_place({', '.join([*declared, target])}):
    libop.{name}_({(twin or (lambda *n: arguments(*n[:-1]) + ', ' + n[-1]))(*names, 'y')})
"""
    return program, [run("out_of_place", inputs, {"0": expected}), run("in_place", inputs, {"y": wanted})]


# ---- element-wise --------------------------------------------------------------------------------------------------


def two_operands(kinds, nonzero=False, positive=False, compare=False):
    def make(name, rng, reference):
        a_shape, b_shape = broadcast_pair(rng)
        group = kinds[int(rng.integers(len(kinds)))]
        a_type, b_type = rng.choice(group), rng.choice(group)
        low = 1 if positive else -24
        few = {"low": -3, "high": 3} if compare else {}
        a = values(rng, a_shape, a_type, **few)
        b = values(rng, b_shape, b_type, **({**few} if compare else {"nonzero": nonzero, "low": low}))
        inputs = {"a": a, "b": b}
        right = None
        if rng.random() < 0.1 and b_type in ("int32", "float32") and len(a_shape) > 0:
            b = values(rng, (), b_type, nonzero=nonzero, low=low)
            inputs, right = {"a": a}, repr(b.item())
        dtype = wider(str(a.dtype), str(b.dtype))
        work = np.float64 if dtype in FLOATS else None
        wanted = reference(a.astype(work), b.astype(work)) if work else reference(a, b)
        return case(name, inputs, np.asarray(wanted, dtype), lambda *n: ", ".join([*n, right] if right else n),
                    in_place=np.asarray(wanted, "bool") if compare else None)

    return make


def one_operand(dtypes, low=-24):
    def make(name, rng, reference):
        x = values(rng, shape_of(rng), rng.choice(dtypes), low=low)
        wanted = np.asarray(reference(torch.from_numpy(np.array(x))).numpy(), x.dtype)
        return case(name, {"x": x}, wanted, lambda x: x)

    return make


def updating(kinds, nonzero=False, positive=False):
    def make(name, rng, reference):
        dtype = rng.choice(kinds)
        y = values(rng, shape_of(rng), dtype)
        x = values(rng, shrunk(rng, y.shape), dtype, nonzero=nonzero, low=1 if positive else -24)
        inputs, right = {"y": y, "x": x}, "x"
        if rng.random() < 0.15 and dtype in ("int32", "float32"):
            x = values(rng, (), dtype, nonzero=nonzero, low=1 if positive else -24)
            inputs, right = {"y": y}, repr(x.item())
        wanted = np.broadcast_to(np.asarray(reference(y, x), dtype), y.shape)
        declared = [declare("y", y, "inout")] + [declare(k, v) for k, v in inputs.items() if k != "y"]
        program = f"""import freetensor as ft
from freetensor import libop


@ft.transform
def in_place({', '.join(declared)}):
    libop.{name}(y, {right})
"""
        return program, [run("in_place", inputs, {"y": wanted})]

    return make


# ---- creation and shapes -------------------------------------------------------------------------------------------


def created(value):
    def make(name, rng, _reference):
        dtype = rng.choice(FLOATS + INTS + ([] if value is None else ["bool"]))
        shape = shape_of(rng)
        number = value if value is not None else values(rng, (), dtype).item()
        y = np.full(shape, number, dtype)
        size = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
        tail = "" if value is not None else f", {number!r}"
        return case(name, {}, y, lambda: f'{size}{tail}, "{dtype}"', twin=lambda y: f"{y}{tail}")

    return make


ANY_TYPE = FLOATS + INTS + ["bool"]


def flatten(name, rng, _reference):
    x = values(rng, shape_of(rng, 1), rng.choice(ANY_TYPE))
    axis = int(rng.integers(0, x.ndim + 1))
    rows = math.prod(x.shape[:axis])
    said = axis - x.ndim if 0 < axis < x.ndim and rng.random() < 0.3 else axis
    tail = "" if said == 1 and rng.random() < 0.5 else f", {said}" if rng.random() < 0.5 else f", axis={said}"
    return case(name, {"x": x}, x.reshape(rows, -1), lambda x: x + tail, twin=lambda x, y: f"{x}, {y}{tail}")


def unsqueeze(name, rng, _reference):
    x = values(rng, shape_of(rng, 0, 3), rng.choice(ANY_TYPE))
    rank = x.ndim + int(rng.integers(1, 3))
    axes = [int(a) for a in rng.choice(rank, rank - x.ndim, replace=False)]
    said = [front(a, rank, rng) for a in axes]
    return case(name, {"x": x}, np.expand_dims(x, tuple(axes)), lambda x: f"{x}, axes={said}",
                twin=lambda x, y: f"{x}, {y}, {said}")


def squeeze(name, rng, _reference):
    plain = shape_of(rng, 0, 3)
    rank = len(plain) + int(rng.integers(1, 3))
    axes = [int(a) for a in rng.choice(rank, rank - len(plain), replace=False)]
    x = np.expand_dims(values(rng, plain, rng.choice(ANY_TYPE)), tuple(axes))
    said = [front(a, rank, rng) for a in axes]
    return case(name, {"x": x}, x.squeeze(tuple(axes)), lambda x: f"{x}, {said}", twin=lambda x, y: f"{x}, {y}, axes={said}")


def expand(name, rng, _reference):
    shape = shape_of(rng)
    a = values(rng, shrunk(rng, shape), rng.choice(ANY_TYPE))
    return case(name, {"a": a}, np.broadcast_to(a, shape), lambda a: f"{a}, {list(shape)}", twin=lambda a, y: f"{a}, {y}")


def reshape(name, rng, _reference):
    x = values(rng, shape_of(rng), rng.choice(ANY_TYPE))
    left, shape = x.size, []
    while left > 1 and len(shape) < 3:
        divisors = [d for d in range(1, left + 1) if left % d == 0]
        shape.append(int(rng.choice(divisors)))
        left //= shape[-1]
    shape += [left] if left > 1 or rng.random() < 0.3 else []
    rng.shuffle(shape)
    return case(name, {"x": x}, x.reshape(shape), lambda x: f"{x}, {shape}", twin=lambda x, y: f"{x}, {y}")


def transpose(name, rng, _reference):
    x = values(rng, shape_of(rng), rng.choice(ANY_TYPE))
    perm = [int(a) for a in rng.permutation(x.ndim)]
    if rng.random() < 0.25:
        return case(name, {"x": x}, x.transpose(), lambda x: x)
    said = [front(a, x.ndim, rng) for a in perm]
    return case(name, {"x": x}, x.transpose(perm), lambda x: f"{x}, {said}", twin=lambda x, y: f"{x}, {y}, perm={said}")


def joined(stacking):
    def make(name, rng, _reference):
        shape = shape_of(rng, 0 if stacking else 1, 3, 12)
        axis = int(rng.integers(0, len(shape) + stacking))
        count = int(rng.integers(1, 4))
        group = [FLOATS, INTS, ["bool"]][int(rng.integers(3))]
        parts = []
        for _ in range(count):
            own = list(shape)
            if not stacking:
                own[axis] = int(rng.integers(1, 4))
            parts.append(values(rng, tuple(own), rng.choice(group)))
        wanted = (np.stack if stacking else np.concatenate)(parts, axis)
        said = front(axis, len(shape) + stacking, rng)
        tail = "" if said == 0 and rng.random() < 0.5 else f", axis={said}"
        inputs = {f"x{k}": part for k, part in enumerate(parts)}
        return case(name, inputs, wanted.astype(wider(*[str(p.dtype) for p in parts])),
                    lambda *n: f"[{', '.join(n)}]{tail}", twin=lambda *n: f"[{', '.join(n[:-1])}], {n[-1]}{tail}")

    return make


# ---- reductions ----------------------------------------------------------------------------------------------------


def reduction(dtypes, low=-24, high=24):
    def make(name, rng, reference):
        x = values(rng, shape_of(rng, 1), rng.choice(dtypes), low=low, high=high)
        keep = bool(rng.random() < 0.5)
        everything = rng.random() < 0.15
        count = x.ndim if everything else int(rng.integers(1, x.ndim + 1))
        axes = sorted(int(a) for a in rng.choice(x.ndim, count, replace=False))
        rng.shuffle(axes)
        # A negative axis counts from the rank of the result, which keepdims=False makes smaller: see docs/libop.md.
        rank = x.ndim if keep else x.ndim - count
        said = [a - rank if a < rank and rng.random() < 0.4 else a for a in axes]
        options = ([] if everything else [f"axes={said}"]) + ([] if keep and rng.random() < 0.5 else [f"keepdims={keep}"])
        wanted = np.asarray(reference(x, axis=tuple(axes), keepdims=keep)).astype(x.dtype)
        return case(name, {"x": x}, wanted, lambda x: ", ".join([x, *options]), twin=lambda x, y: ", ".join([x, y, *options]))

    return make


def along_axis(keeps):
    def make(name, rng, reference):
        x = values(rng, shape_of(rng, 1), rng.choice(FLOATS))
        axis = int(rng.integers(0, x.ndim))
        said = front(axis, x.ndim, rng)
        tail = "" if said == -1 and rng.random() < 0.6 else f", axis={said}"
        t = torch.from_numpy(np.array(x, "float64"))
        wanted = reference(t, axis).numpy().astype(x.dtype)
        assert keeps == (wanted.shape == x.shape) or x.shape[axis] == 1
        return case(name, {"x": x}, wanted, lambda x: x + tail, twin=lambda x, y: f"{x}, {y}{tail}")

    return make


# ---- linear algebra ------------------------------------------------------------------------------------------------


def einsum(name, rng, _reference):
    dtype = str(rng.choice(FLOATS + INTS))
    letters = "ijkl"
    size = {c: int(rng.integers(1, 4)) for c in letters}
    while True:
        formats = []
        for _ in range(int(rng.integers(1, 4))):
            rank = int(rng.integers(0 if rng.random() < 0.1 else 1, 4))
            chosen = rng.choice(list(letters), rank, replace=bool(rng.random() < 0.12))
            formats.append("".join(chosen))
        used = sorted(set("".join(formats)))
        total = math.prod(size[c] for c in used)
        if used and total <= 54:
            break
    rng.shuffle(used)
    result = "".join(used[: int(rng.integers(0, min(len(used), 3) + 1))])
    seen, arrays, full = set(), [], []
    for text in formats:
        # An axis of size 1 stretches, but the first operand that has a letter of the result gives the result's size.
        shape = [1 if (c in seen or c not in result) and rng.random() < 0.15 and text.count(c) == 1 else size[c] for c in text]
        seen |= set(text)
        arrays.append(values(rng, tuple(shape), dtype, low=-6, high=6))
        full.append(np.broadcast_to(arrays[-1], [size[c] for c in text]))
    # A letter that only axes of size 1 bear has size 1.
    for c in used:
        widths = [a.shape[k] for a, text in zip(arrays, formats) for k, d in enumerate(text) if d == c]
        if max(widths) == 1:
            size[c] = 1
    full = [np.broadcast_to(a, [size[c] for c in text]) for a, text in zip(arrays, formats)]
    fmt = f"{','.join(formats)}->{result}"
    wanted = np.asarray(np.einsum(fmt, *[f.astype("float64") for f in full])).astype(dtype)
    inputs = {f"x{k}": a for k, a in enumerate(arrays)}
    return case(name, inputs, wanted, lambda *n: f'"{fmt}", {", ".join(n)}')


def matmul(name, rng, _reference):
    dtype = str(rng.choice(FLOATS + INTS))
    m, k, n = (int(v) for v in rng.integers(1, 4, 3))
    batch = tuple(int(v) for v in rng.integers(1, 3, int(rng.integers(0, 3))))
    # The first operand gives batch axes their size where it has them, so only the second one may be stretched.
    a_batch = batch[int(rng.integers(0, len(batch) + 1)):]
    b_batch = tuple(1 if rng.random() < 0.2 and at >= len(batch) - len(a_batch) else v
                    for at, v in enumerate(batch))[int(rng.integers(0, len(batch) + 1)):]
    a_shape = (*a_batch, m, k) if a_batch or rng.random() < 0.7 else (k,)
    b_shape = (*b_batch, k, n) if b_batch or rng.random() < 0.7 else (k,)
    a, b = values(rng, a_shape, dtype, low=-12, high=12), values(rng, b_shape, dtype, low=-12, high=12)
    wanted = np.asarray(np.matmul(a.astype("float64"), b.astype("float64"))).astype(dtype)
    return case(name, {"a": a, "b": b}, wanted, lambda a, b: f"{a}, {b}")


def gemm(name, rng, _reference):
    dtype = str(rng.choice(FLOATS))
    m, k, n = (int(v) for v in rng.integers(1, 4, 3))
    trans = rng.random(2) < 0.4
    a = values(rng, (k, m) if trans[0] else (m, k), dtype)
    b = values(rng, (n, k) if trans[1] else (k, n), dtype)
    alpha, beta = (float(v) / 4 for v in rng.integers(-8, 9, 2))
    inputs, c = {"a": a, "b": b}, None
    if rng.random() < 0.65:
        inputs["c"] = c = values(rng, [(m, n), (m, n), (n,), (m, 1), ()][int(rng.integers(5))], dtype)
    options = [f"trans_A={bool(trans[0])}"] * int(trans[0] or rng.random() < 0.2)
    options += [f"trans_B={bool(trans[1])}"] * int(trans[1] or rng.random() < 0.2)
    alpha = alpha if rng.random() < 0.7 else 1.0
    beta = beta if rng.random() < 0.7 else 1.0
    options += [f"alpha={alpha}"] * (alpha != 1.0) + [f"beta={beta}"] * (beta != 1.0)
    product = (a.T if trans[0] else a).astype("float64") @ (b.T if trans[1] else b).astype("float64")
    wanted = np.asarray(alpha * product + (0 if c is None else beta * c.astype("float64")), dtype)
    return case(name, inputs, wanted, lambda *v: ", ".join([*v, *options]),
                twin=lambda *v: ", ".join([v[0], v[1], v[2] if c is not None else "None", "y", *options]))


# ---- windows -------------------------------------------------------------------------------------------------------


def same_pads(auto_pad, kernel, dilations, strides):
    """FreeTensor's rule: the odd pixel goes to the beginning for SAME_UPPER (ONNX: to the end)."""
    begin, end = [], []
    for k, d, s in zip(kernel, dilations, strides):
        total = d * (k - 1) - s + 1
        halves = [total // 2, total // 2 + total % 2]
        b, e = reversed(halves) if auto_pad == "SAME_UPPER" else halves
        begin.append(b)
        end.append(e)
    return begin + end


def window(rng, kernel_needed):
    """Random window parameters as (options in text, pads, dilations, strides, kernel, size)."""
    while True:
        kernel = [int(v) for v in rng.integers(1, 4, 2)]
        dilations = [int(v) for v in rng.integers(1, 3, 2)]
        strides = [int(v) for v in rng.integers(1, 4, 2)]
        size = [int(v) for v in rng.integers(2, 6, 2)]
        said = []
        if any(d != 1 for d in dilations) or rng.random() < 0.3:
            said.append(f"dilations={dilations}")
        if any(s != 1 for s in strides) or rng.random() < 0.3:
            said.append(f"strides={strides}")
        how = rng.random()
        if how < 0.55:
            pads = [int(v) for v in rng.integers(0, 3, 4)]
            said.append(f"pads={pads}")
        else:
            auto = ["VALID", "SAME_UPPER", "SAME_LOWER"][int(rng.integers(3))]
            pads = [0] * 4 if auto == "VALID" else same_pads(auto, kernel, dilations, strides)
            said.append(f'auto_pad="{auto}"')
        if kernel_needed or how >= 0.55 or rng.random() < 0.3:
            said.append(f"kernel_shape={kernel}")
        out = [(n + b + e - d * (k - 1) - 1) // s + 1
               for n, b, e, d, k, s in zip(size, pads[:2], pads[2:], dilations, kernel, strides)]
        if all(1 <= n <= 5 for n in out):
            return said, pads, dilations, strides, kernel, size


def padded(x, pads, value):
    top, left, bottom, right = pads
    return torch.nn.functional.pad(torch.from_numpy(np.array(x, "float64")), (left, right, top, bottom), value=value)


def conv(name, rng, _reference):
    dtype = str(rng.choice(FLOATS + ["int32"]))
    said, pads, dilations, strides, kernel, size = window(rng, False)
    group = int(rng.integers(1, 3))
    each_in, each_out = (int(v) for v in rng.integers(1, 3, 2))
    x = values(rng, (int(rng.integers(1, 3)), group * each_in, *size), dtype, low=-6, high=6)
    w = values(rng, (group * each_out, each_in, *kernel), dtype, low=-6, high=6)
    inputs = {"x": x, "w": w}
    if rng.random() < 0.5:
        inputs["b"] = values(rng, (w.shape[0],), dtype)
    if group > 1 or rng.random() < 0.2:
        said.append(f"group={group}")
    wanted = torch.nn.functional.conv2d(
        padded(x, pads, 0), torch.from_numpy(w.astype("float64")),
        torch.from_numpy(inputs["b"].astype("float64")) if "b" in inputs else None, strides, 0, dilations, group)
    return case(name, inputs, wanted.numpy().astype(dtype), lambda *n: ", ".join([*n, *said]),
                twin=lambda *n: ", ".join([n[0], n[1], n[2] if "b" in inputs else "None", "y", *said]))


def max_pool(name, rng, _reference):
    dtype = str(rng.choice(FLOATS))
    said, pads, dilations, strides, kernel, size = window(rng, True)
    x = values(rng, (int(rng.integers(1, 3)), int(rng.integers(1, 3)), *size), dtype)
    wanted = torch.nn.functional.max_pool2d(padded(x, pads, -math.inf), kernel, strides, 0, dilations)
    return case(name, {"x": x}, wanted.numpy().astype(dtype), lambda x: ", ".join([x, *said]),
                twin=lambda x, y: ", ".join([x, y, *said]))


def global_avg_pool(name, rng, _reference):
    dtype = str(rng.choice(FLOATS))
    x = values(rng, tuple(int(v) for v in rng.integers(1, 4, 4)), dtype)
    wanted = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(x.astype("float64")), 1).numpy()
    return case(name, {"x": x}, wanted[:, :, 0, 0].astype(dtype), lambda x: x)


# ---- the table -----------------------------------------------------------------------------------------------------

NUMBERS = [FLOATS, INTS, FLOATS + INTS]
WHOLE = [INTS]
FRACTION = [FLOATS, FLOATS + ["float32", "int32"]]


def real_quotient(name, rng, reference):
    """Operands whose wider type is a float, so that the quotient can be held."""
    while True:
        program, runs = two_operands([FLOATS, FLOATS + ["int32"]], nonzero=True)(name, rng, reference)
        if runs[0]["outputs"]["0"]["dtype"] in FLOATS:
            return program, runs


trunc_div = lambda a, b: np.sign(a) * np.sign(b) * (np.abs(a) // np.abs(b))
OPERATORS = {
    "add": (two_operands(NUMBERS), np.add),
    "sub": (two_operands(NUMBERS), np.subtract),
    "mul": (two_operands(NUMBERS), np.multiply),
    "truediv": (real_quotient, np.true_divide),
    "floordiv": (two_operands(WHOLE, nonzero=True), np.floor_divide),
    "ceildiv": (two_operands(WHOLE, nonzero=True), lambda a, b: -(-a // b)),
    "round_towards_0_div": (two_operands(WHOLE, nonzero=True), trunc_div),
    "mod": (two_operands(WHOLE, positive=True), np.mod),
    "remainder": (two_operands(WHOLE, nonzero=True), np.fmod),
    "min": (two_operands(NUMBERS), np.minimum),
    "max": (two_operands(NUMBERS), np.maximum),
    "l_and": (two_operands([["bool"]]), np.logical_and),
    "l_or": (two_operands([["bool"]]), np.logical_or),
    "lt": (two_operands(NUMBERS, compare=True), np.less),
    "le": (two_operands(NUMBERS, compare=True), np.less_equal),
    "gt": (two_operands(NUMBERS, compare=True), np.greater),
    "ge": (two_operands(NUMBERS, compare=True), np.greater_equal),
    "eq": (two_operands(NUMBERS, compare=True), np.equal),
    "ne": (two_operands(NUMBERS, compare=True), np.not_equal),
    "neg": (one_operand(FLOATS + INTS), torch.neg),
    "l_not": (one_operand(["bool"]), torch.logical_not),
    "relu": (one_operand(FLOATS + INTS), torch.relu),
    "abs": (one_operand(FLOATS + INTS), torch.abs),
    "sqrt": (one_operand(FLOATS, low=0), torch.sqrt),
    "square": (one_operand(FLOATS + INTS), torch.square),
    "exp": (one_operand(FLOATS), torch.exp),
    "sigmoid": (one_operand(FLOATS), torch.sigmoid),
    "tanh": (one_operand(FLOATS), torch.tanh),
    "ln": (one_operand(FLOATS, low=1), torch.log),
    "sin": (one_operand(FLOATS), torch.sin),
    "cos": (one_operand(FLOATS), torch.cos),
    "tan": (one_operand(FLOATS), torch.tan),
    "floor": (one_operand(FLOATS), torch.floor),
    "ceil": (one_operand(FLOATS), torch.ceil),
    "assign": (updating(ANY_TYPE), lambda y, x: x),
    "add_to": (updating(FLOATS + INTS), np.add),
    "sub_to": (updating(FLOATS + INTS), np.subtract),
    "mul_to": (updating(FLOATS + INTS), np.multiply),
    "truediv_to": (updating(FLOATS, nonzero=True), np.true_divide),
    "floordiv_to": (updating(INTS, nonzero=True), np.floor_divide),
    "mod_to": (updating(INTS, positive=True), np.mod),
    "zeros": (created(0), None),
    "ones": (created(1), None),
    "full": (created(None), None),
    "flatten": (flatten, None),
    "unsqueeze": (unsqueeze, None),
    "squeeze": (squeeze, None),
    "expand": (expand, None),
    "reshape": (reshape, None),
    "transpose": (transpose, None),
    "concat": (joined(False), None),
    "stack": (joined(True), None),
    "reduce_sum": (reduction(FLOATS + INTS), np.sum),
    "reduce_prod": (reduction(FLOATS + INTS, -3, 3), np.prod),
    "reduce_max": (reduction(FLOATS + ["int32"]), np.max),
    "reduce_min": (reduction(FLOATS + ["int32"]), np.min),
    "reduce_l_and": (reduction(["bool"]), np.all),
    "reduce_l_or": (reduction(["bool"]), np.any),
    "all": (reduction(["bool"]), np.all),
    "any": (reduction(["bool"]), np.any),
    "softmax": (along_axis(True), lambda x, axis: torch.softmax(x, axis)),
    "logsumexp": (along_axis(False), lambda x, axis: torch.logsumexp(x, axis, keepdim=True)),
    "einsum": (einsum, None),
    "matmul": (matmul, None),
    "gemm": (gemm, None),
    "conv": (conv, None),
    "max_pool": (max_pool, None),
    "global_avg_pool": (global_avg_pool, None),
}


def record(name):
    make, reference = OPERATORS[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    lines = []
    for number in range(CASES):
        program, runs = make(name, rng, reference)
        lines.append(json.dumps({"id": f"{name}-{number:03}", "program": program, "runs": runs}, separators=(",", ":")))
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0, filename="") as out:
        out.write(("\n".join(lines) + "\n").encode())
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.jsonl.gz").write_bytes(buffer.getvalue())
    return len(buffer.getvalue())


if __name__ == "__main__":
    names = sys.argv[1:] or list(OPERATORS)
    sizes = {name: record(name) for name in names}
    print(f"numpy {np.__version__}, torch {torch.__version__}: {len(sizes)} operators, {sum(sizes.values()):,} bytes")
