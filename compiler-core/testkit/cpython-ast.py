"""What CPython makes of Python text. Reads lines {"id", "text", "tree"?} and answers {"id", "tree", "error"} for each;
`tree` has the shape of `ast.ts` (spans as [start, end] in UTF-16 units), `error` is null or [line, message]."""
import ast
import json
import struct
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

BIN = dict(Add="+", Sub="-", Mult="*", Div="/", FloorDiv="//", Mod="%", Pow="**", MatMult="@", BitAnd="&", BitOr="|",
           BitXor="^", LShift="<<", RShift=">>")
CMP = dict(Lt="<", LtE="<=", Gt=">", GtE=">=", Eq="==", NotEq="!=", In="in", NotIn="not in", Is="is", IsNot="is not")
UNARY = dict(USub="-", UAdd="+", Invert="~", Not="not")


def units(s):
    return len(s) if s.isascii() else len(s.encode("utf-16-le", "surrogatepass")) // 2


class Dump:
    def __init__(self, text):
        self.lines = []
        self.starts = [0]
        line_start = 0
        i = 0
        while i <= len(text):
            c = text[i] if i < len(text) else "\n"
            if c == "\n" or (c == "\r" and text[i + 1:i + 2] != "\n"):
                line = text[line_start:i]
                self.lines.append(line)
                self.starts.append(self.starts[-1] + units(line) + 1)
                line_start = i + 1
            i += 1
        self.format = 0

    def offset(self, line, col):
        text = self.lines[line - 1]
        if not text.isascii():
            col = units(text.encode("utf-8", "surrogatepass")[:col].decode("utf-8", "surrogatepass"))
        return self.starts[line - 1] + col

    def at(self, n):
        if self.format:
            return None
        end = self.offset(n.end_lineno, n.end_col_offset)
        # A block of simple statements ends with its last `;` here and with its last statement in ours.
        line = self.lines[n.end_lineno - 1].encode("utf-8", "surrogatepass")[:n.end_col_offset]
        if line.endswith(b";") and hasattr(n, "body"):
            end -= len(line) - len(line.rstrip(b"; "))
        return [self.offset(n.lineno, n.col_offset), end]

    def node(self, kind, n, **fields):
        return dict(kind=kind, at=self.at(n), **fields)

    def each(self, items):
        return [self.expr(x) for x in items]

    def body(self, items):
        return [self.stmt(x) for x in items]

    def orelse(self, items):
        return self.body(items) if items else None

    def expr(self, n):
        return None if n is None else getattr(self, "e_" + type(n).__name__)(n)

    def stmt(self, n):
        return getattr(self, "s_" + type(n).__name__)(n)

    def number(self, v):
        return struct.pack(">d", v).hex()

    def e_Constant(self, n):
        v = n.value
        if v is Ellipsis:
            return self.node("constant", n, value="ellipsis")
        if v is None or isinstance(v, bool):
            return self.node("constant", n, value=v)
        if isinstance(v, int):
            return self.node("int", n, value=str(v))
        if isinstance(v, float):
            return self.node("float", n, value=self.number(v))
        if isinstance(v, complex):
            return self.node("complex", n, imag=self.number(v.imag))
        if isinstance(v, bytes):
            return self.node("bytes", n, value=v.decode("latin-1"))
        return self.node("str", n, value=v)

    def e_JoinedStr(self, n):
        at = self.at(n)
        self.format += 1
        parts = []
        for v in n.values:
            if isinstance(v, ast.Constant):
                parts.append(v.value)
                continue
            spec = None
            if v.format_spec is not None:
                plain = all(isinstance(x, ast.Constant) for x in v.format_spec.values)
                spec = "".join(x.value for x in v.format_spec.values) if plain else "?"
            parts.append(dict(value=self.expr(v.value), conversion=None if v.conversion < 0 else chr(v.conversion), spec=spec))
        self.format -= 1
        return dict(kind="fstring", at=at, parts=parts)

    def e_Name(self, n): return self.node("name", n, id=n.id)
    def e_Tuple(self, n): return self.node("tuple", n, items=self.each(n.elts))
    def e_List(self, n): return self.node("list", n, items=self.each(n.elts))
    def e_Set(self, n): return self.node("set", n, items=self.each(n.elts))

    def e_Dict(self, n):
        return self.node("dict", n, entries=[dict(key=self.expr(k), value=self.expr(v)) for k, v in zip(n.keys, n.values)])

    def e_Attribute(self, n): return self.node("attribute", n, object=self.expr(n.value), name=n.attr)
    def e_Subscript(self, n): return self.node("subscript", n, object=self.expr(n.value), index=self.expr(n.slice))

    def e_Slice(self, n):
        return self.node("slice", n, start=self.expr(n.lower), stop=self.expr(n.upper), step=self.expr(n.step))

    def keywords(self, items):
        return [dict(at=self.at(k), name=k.arg, value=self.expr(k.value)) for k in items]

    def e_Call(self, n):
        return self.node("call", n, func=self.expr(n.func), args=self.each(n.args), keywords=self.keywords(n.keywords))

    def e_Starred(self, n): return self.node("starred", n, value=self.expr(n.value))
    def e_UnaryOp(self, n): return self.node("unary", n, op=UNARY[type(n.op).__name__], operand=self.expr(n.operand))

    def e_BinOp(self, n):
        return self.node("binary", n, op=BIN[type(n.op).__name__], lhs=self.expr(n.left), rhs=self.expr(n.right))

    def e_BoolOp(self, n): return self.node("boolOp", n, op=type(n.op).__name__.lower(), values=self.each(n.values))

    def e_Compare(self, n):
        rest = [dict(op=CMP[type(o).__name__], value=self.expr(v)) for o, v in zip(n.ops, n.comparators)]
        return self.node("compare", n, first=self.expr(n.left), rest=rest)

    def e_IfExp(self, n):
        return self.node("ifExp", n, test=self.expr(n.test), then=self.expr(n.body), **{"else": self.expr(n.orelse)})

    def e_Lambda(self, n): return self.node("lambda", n, params=self.params(n.args), body=self.expr(n.body))
    def e_NamedExpr(self, n): return self.node("namedExpr", n, target=self.expr(n.target), value=self.expr(n.value))

    def clauses(self, n):
        return [dict(target=self.expr(g.target), iter=self.expr(g.iter), ifs=self.each(g.ifs), isAsync=bool(g.is_async))
                for g in n.generators]

    def e_ListComp(self, n): return self.node("listComp", n, element=self.expr(n.elt), clauses=self.clauses(n))
    def e_SetComp(self, n): return self.node("setComp", n, element=self.expr(n.elt), clauses=self.clauses(n))
    def e_GeneratorExp(self, n): return self.node("generator", n, element=self.expr(n.elt), clauses=self.clauses(n))

    def e_DictComp(self, n):
        return self.node("dictComp", n, key=self.expr(n.key), value=self.expr(n.value), clauses=self.clauses(n))

    def e_Await(self, n): return self.node("await", n, value=self.expr(n.value))
    def e_YieldFrom(self, n): return self.node("yieldFrom", n, value=self.expr(n.value))
    def e_Yield(self, n): return self.node("yield", n, value=self.expr(n.value))

    def params(self, a):
        required = len(a.posonlyargs) + len(a.args) - len(a.defaults)
        defaults = [None] * required + list(a.defaults)

        def one(p, default=None):
            if p is None:
                return None
            return dict(at=self.at(p), name=p.arg, annotation=self.expr(p.annotation), default=self.expr(default))

        count = len(a.posonlyargs)
        return dict(
            positionalOnly=[one(p, d) for p, d in zip(a.posonlyargs, defaults)],
            positional=[one(p, d) for p, d in zip(a.args, defaults[count:])],
            varArgs=one(a.vararg),
            keywordOnly=[one(p, d) for p, d in zip(a.kwonlyargs, a.kw_defaults)],
            varKeywords=one(a.kwarg))

    def s_Expr(self, n): return self.node("expr", n, value=self.expr(n.value))
    def s_Assign(self, n): return self.node("assign", n, targets=self.each(n.targets), value=self.expr(n.value))

    def s_AugAssign(self, n):
        return self.node("augAssign", n, target=self.expr(n.target), op=BIN[type(n.op).__name__], value=self.expr(n.value))

    def s_AnnAssign(self, n):
        return self.node("annAssign", n, target=self.expr(n.target), annotation=self.expr(n.annotation), value=self.expr(n.value))

    def s_For(self, n, is_async=False):
        return self.node("for", n, target=self.expr(n.target), iter=self.expr(n.iter), body=self.body(n.body),
                         orElse=self.orelse(n.orelse), isAsync=is_async)

    def s_AsyncFor(self, n): return self.s_For(n, True)

    def s_While(self, n):
        return self.node("while", n, test=self.expr(n.test), body=self.body(n.body), orElse=self.orelse(n.orelse))

    def s_If(self, n):
        return self.node("if", n, test=self.expr(n.test), body=self.body(n.body), orElse=self.orelse(n.orelse))

    def s_With(self, n, is_async=False):
        items = [dict(context=self.expr(i.context_expr), target=self.expr(i.optional_vars)) for i in n.items]
        return self.node("with", n, items=items, body=self.body(n.body), isAsync=is_async)

    def s_AsyncWith(self, n): return self.s_With(n, True)

    def s_Try(self, n):
        handlers = [dict(at=self.at(h), type=self.expr(h.type), name=h.name, body=self.body(h.body)) for h in n.handlers]
        return self.node("try", n, body=self.body(n.body), handlers=handlers, orElse=self.orelse(n.orelse),
                         final=self.orelse(n.finalbody))

    s_TryStar = s_Try

    def s_FunctionDef(self, n, is_async=False):
        return self.node("functionDef", n, name=n.name, params=self.params(n.args), returns=self.expr(n.returns),
                         body=self.body(n.body), decorators=self.each(n.decorator_list), isAsync=is_async)

    def s_AsyncFunctionDef(self, n): return self.s_FunctionDef(n, True)

    def s_ClassDef(self, n):
        return self.node("classDef", n, name=n.name, bases=self.each(n.bases), keywords=self.keywords(n.keywords),
                         body=self.body(n.body), decorators=self.each(n.decorator_list))

    def s_Return(self, n): return self.node("return", n, value=self.expr(n.value))
    def s_Raise(self, n): return self.node("raise", n, value=self.expr(n.exc), cause=self.expr(n.cause))
    def s_Assert(self, n): return self.node("assert", n, test=self.expr(n.test), message=self.expr(n.msg))
    def s_Delete(self, n): return self.node("delete", n, targets=self.each(n.targets))

    def alias(self, items):
        return [dict(at=self.at(a), name=a.name, asName=a.asname) for a in items]

    def s_Import(self, n): return self.node("import", n, names=self.alias(n.names))

    def s_ImportFrom(self, n):
        names = None if n.names[0].name == "*" else self.alias(n.names)
        return self.node("importFrom", n, module="." * n.level + (n.module or ""), names=names)

    def s_Global(self, n): return self.node("global", n, names=n.names)
    def s_Nonlocal(self, n): return self.node("nonlocal", n, names=n.names)
    def s_Pass(self, n): return self.node("pass", n)
    def s_Break(self, n): return self.node("break", n)
    def s_Continue(self, n): return self.node("continue", n)
    def s_TypeAlias(self, n): return self.node("unsupported", n, what="type")
    def s_Match(self, n): return self.node("unsupported", n, what="match")


for line in sys.stdin:
    case = json.loads(line)
    text = case["text"]
    answer = dict(id=case["id"], tree=None, error=None)
    try:
        compile(text, "case", "exec", dont_inherit=True)
    except SyntaxError as e:
        answer["error"] = [e.lineno, e.msg]
    except (ValueError, RecursionError, MemoryError, OverflowError) as e:
        answer["error"] = [None, str(e)]
    if case.get("tree") and not answer["error"]:
        answer["tree"] = Dump(text).body(ast.parse(text).body)
    print(json.dumps(answer))
