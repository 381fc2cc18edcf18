"""The same language without rewriting Python: a program built statement by statement.

A blocked transposition: blocks of `TILE` by `TILE` are copied through a local buffer; rows and columns that do not
fill a block are guarded.

    python builder.py        # prints the program that was built
"""

import freetensor as ft

ROWS = 10
COLUMNS = 7
TILE = 4

with ft.VarDef([
    ("x", (ROWS, COLUMNS), "float32", "input", "cpu"),
    ("y", (COLUMNS, ROWS), "float32", "output", "cpu"),
]) as (x, y):
    with ft.For("bi", 0, (ROWS + TILE - 1) // TILE, nid="block_rows") as bi:
        with ft.For("bj", 0, (COLUMNS + TILE - 1) // TILE, nid="block_columns") as bj:
            with ft.VarDef("tile", (TILE, TILE), "float32", "cache", "cpu") as tile:
                with ft.For("i", 0, TILE) as i:
                    with ft.For("j", 0, TILE) as j:
                        with ft.If(ft.l_and(bi * TILE + i < ROWS, bj * TILE + j < COLUMNS)):
                            ft.MarkNid("load")
                            tile[j, i] = x[bi * TILE + i, bj * TILE + j]
                        with ft.Else():
                            tile[j, i] = 0
                with ft.For("j", 0, TILE) as j:
                    with ft.For("i", 0, TILE) as i:
                        with ft.If(ft.l_and(bi * TILE + i < ROWS, bj * TILE + j < COLUMNS)):
                            ft.MarkNid("store")
                            y[bj * TILE + j, bi * TILE + i] = tile[j, i]

transposed = ft.pop_ast()

if __name__ == "__main__":
    print(transposed)
