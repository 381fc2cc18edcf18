#= a class in a staged function
import freetensor as ft

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    class Config:
#         ^^^^^^ proved unsupported-definition: a class cannot be defined in a staged function; define it outside
        size = 4
    for i in range(Config.size):
        y[i] = 0
#= a class in a staged function, fixed
import freetensor as ft

class Config:
    size = 4

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(Config.size):
        y[i] = 0
#= an async function in a staged function
import freetensor as ft

@ft.transform
def f(y: ft.Var[(2,), "float32", "output"]):
    async def later():
#             ^^^^^ proved unsupported-definition: an async function cannot stand in a staged function
        y[0] = 1
    later()
    y[1] = 2
#= an async function in a staged function, fixed
import freetensor as ft

@ft.transform
def f(y: ft.Var[(2,), "float32", "output"]):
    def now():
        y[0] = 1
    now()
    y[1] = 2
#= an assertion of sizes that fails
import freetensor as ft

N = 6
TILE = 4

@ft.transform
def f(y: ft.Var[(N,), "float32", "output"]):
    assert N % TILE == 0, "tiles must divide the size"
#          ^^^^^^^^^^^^^ proved static-assert: this assertion fails while staging: tiles must divide the size
    for i in range(N):
        y[i] = 0
#= an assertion of sizes that fails, fixed
import freetensor as ft

N = 8
TILE = 4

@ft.transform
def f(y: ft.Var[(N,), "float32", "output"]):
    assert N % TILE == 0, "tiles must divide the size"
    for i in range(N):
        y[i] = 0
#= an assertion of a bound size fails (bind n=6)
import freetensor as ft

def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        assert n % 4 == 0
#              ^^^^^^^^^^ proved static-assert: this assertion fails while staging
        for i in range(n):
            y[i] = 0
    return f
#= an assertion of a bound size fails, fixed (bind n=8)
import freetensor as ft

def compile_for(n):
    @ft.transform
    def f(y: ft.Var[(n,), "float32", "output"]):
        assert n % 4 == 0
        for i in range(n):
            y[i] = 0
    return f
#= the Python around a program raises
import freetensor as ft

SIZES = [4, 8]

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(SIZES[2]):
#                  ^^^^^^^^ proved python-error: IndexError: index 2 of a sequence of 2
        y[i] = 0
#= the Python around a program raises, fixed
import freetensor as ft

SIZES = [4, 8]

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(SIZES[0]):
        y[i] = 0
#= Python divides by zero while staging
import freetensor as ft

GROUPS = 0

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4 // GROUPS):
#                  ^^^^^^^^^^^ proved python-error: ZeroDivisionError: integer division or modulo by zero
        y[i] = 0
#= Python divides by zero while staging, fixed
import freetensor as ft

GROUPS = 1

@ft.transform
def f(y: ft.Var[(4,), "float32", "output"]):
    for i in range(4 // GROUPS):
        y[i] = 0
#= unpacking a wrong number of values
import freetensor as ft

SHAPE = (4, 3, 2)

@ft.transform
def f(y: ft.Var[(4, 3), "float32", "output"]):
    n, m = SHAPE
#   ^^^^ proved python-error: ValueError: 3 values are unpacked into 2 names
    for i in range(n):
        for j in range(m):
            y[i, j] = 0
#= unpacking a wrong number of values, fixed
import freetensor as ft

SHAPE = (4, 3, 2)

@ft.transform
def f(y: ft.Var[(4, 3), "float32", "output"]):
    n, m, _ = SHAPE
    for i in range(n):
        for j in range(m):
            y[i, j] = 0
#= a loop over a length
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in x.shape(0):
#            ^^^^^^^^^^ proved python-error: TypeError: an expression of the program is one number and not iterable; loop with `range(…)`
        y[i] = x[i]
#= a loop over a length, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.shape(0)):
        y[i] = x[i]
#= an element in parentheses
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x(i)
#              ^ proved python-error: TypeError: a tensor is not callable; elements are written with brackets: `x[i]`
#= an element in parentheses, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= Python's len of a tensor
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(len(x)):
#                  ^^^^^^ proved python-error: TypeError: a tensor has no len(); use `x.shape(0)`
        y[i] = x[i]
#= Python's len of a tensor, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(x.shape(0)):
        y[i] = x[i]
#= a decorator is misspelt
import freetensor as ft

@ft.transfrom
#   ^^^^^^^^^ proved unknown-attribute
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
#= a decorator is misspelt, fixed
import freetensor as ft

@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = x[i]
