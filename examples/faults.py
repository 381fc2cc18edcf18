"""Small steps of an image pipeline, written in a hurry. `athanor check examples/faults.py` has remarks."""

import freetensor as ft

ROWS = 32
COLUMNS = 48
BINS = 16


@ft.transform
def smooth(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS, COLUMNS), "float32", "output"]):
    # The mean of a pixel and the two to its right.
    for i in range(ROWS):
        for j in range(COLUMNS):
            y[i, j] = (x[i, j] + x[i, j + 1] + x[i, j + 2]) / 3


@ft.transform
def clip(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS, COLUMNS), "float32", "output"]):
    for i in range(ROWS):
        for j in range(COLUMNS):
            # Negative values are noise of the sensor.
            x[i, j] = ft.max(x[i, j], 0)
            y[i, j] = ft.sqrt(x[i, j])


@ft.transform
def mean_of_rows(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS,), "float32", "output"]):
    for i in range(ROWS):
        total = ft.empty((), "float32")
        for j in range(COLUMNS):
            total[()] += x[i, j]
        y[i] = total[()] / COLUMNS


@ft.transform
def brightest(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS,), "float32", "output"]):
    for i in range(ROWS):
        y[i] = x[i, 0]
        for j in range(1, COLUMNS):
            y[i] = max(y[i], x[i, j])


@ft.transform
def histogram(level: ft.Var[(ROWS, COLUMNS), "int32"], count: ft.Var[(BINS,), "int32", "output"]):
    count[:] = 0
    seen = ft.zeros((BINS,), "int32")
    for i in range(ROWS):
        for j in range(COLUMNS):
            count[level[i, j] % BINS] += 1
            seen[level[i, j] % BINS] = 1


@ft.transform
def pyramid(x: ft.Var[(COLUMNS,), "int32"], y: ft.Var[(5,), "int32", "output"]):
    # One sample for each level of detail, each coarser than the one before.
    for k in range(5):
        y[k] = x[COLUMNS // 8] // k


@ft.transform
def contrast(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS,), "float32", "output"]):
    # The brightest pixel of each row, above the darkest of the image.
    best = ft.empty((), "float32")
    best[()] = x[0, 0]
    for i in range(ROWS):
        for j in range(COLUMNS):
            best[()] = ft.min(best[()], x[i, j])
    for i in range(ROWS):
        y[i] = -best[()]
        best = ft.empty((), "float32")
        best[()] = x[i, 0]
        for j in range(1, COLUMNS):
            best[()] = ft.max(best[()], x[i, j])
        y[i] += best[()]


@ft.transform
def flip(x: ft.Var[(ROWS, COLUMNS), "float32"], y: ft.Var[(ROWS, COLUMNS), "float32", "output"]):
    for i in range(ROWS):
        for j in range(COLUMNS):
            y[i, j] = x[i, COLUMS - 1 - j]
