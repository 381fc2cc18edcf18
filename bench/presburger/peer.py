"""The peer's side: `measure` answers queries and times them, `check` compares our answers with isl's.

Reads one JSON value per line from the file named, writes one JSON value.
"""

import json
import sys
import time

import islpy as isl

# Said of an answer of isl that contradicts another answer of isl, and where it has none.
PEER_ERS = "contradiction:"

ALIKE = {"relation": isl.Map, "set": isl.Set}


def answer(query):
    if query["kind"] == "composition":
        return isl.Map(query["a"]).apply_range(isl.Map(query["b"]))
    relation = isl.Map(query["a"])
    return relation.is_empty() if query["kind"] == "emptiness" else relation.lexmax()


def measure(queries, rounds):
    """Per group: the least total time of `rounds` passes, and where an answer differs from ours."""
    out = {}
    for group in dict.fromkeys(q["group"] for q in queries):
        mine = [q for q in queries if q["group"] == group]
        best = float("inf")
        for _ in range(rounds):
            start = time.process_time()
            for query in mine:
                answer(query)
            best = min(best, time.process_time() - start)
        wrong = [q["a"] for q in mine if not agrees(query=q)]
        out[group] = {"count": len(mine), "seconds": best, "wrong": wrong}
    return out


def agrees(query):
    theirs = answer(query)
    if query["kind"] == "emptiness":
        return theirs == query["ours"]
    # Parameters in another order make another space.
    ours = isl.Map(query["ours"]).align_params(theirs.get_space())
    return theirs.align_params(ours.get_space()).is_equal(ours)


def is_extreme(region, ours, name):
    """Whether, by isl's own account, `ours` has the extreme tuple of each input: a part of the region, with all its inputs,
    and no tuple of the region is beyond that of the same input."""
    a, o = (r if isinstance(r, isl.Map) else isl.Map.from_range(r) for r in (region, ours))
    pairs = a.reverse().apply_range(o)
    space = pairs.get_space().range()
    order = isl.Map.lex_ge(space) if name == "lexmin" else isl.Map.lex_le(space)
    return o.is_subset(a) and a.domain().is_subset(o.domain()) and pairs.is_subset(order)


def check_case(case):
    """The name of the first answer that differs, or None."""
    make = ALIKE["relation" if case["relation"] else "set"]
    a, b = make(case["a"]), make(case["b"])
    if a.is_empty() != case["empty"]:
        return "empty"
    if case["sample"] is not None and not make(case["sample"]).is_subset(a):
        return "sample"
    for name, theirs in (("lexmin", a.lexmin()), ("lexmax", a.lexmax())):
        if theirs.is_equal(make(case[name])):
            continue
        # The inputs that have an extreme tuple are those that have a tuple, by isl's own account.
        had, has = (r.domain() if case["relation"] else r.params() for r in (a, theirs))
        contradicts = not had.is_equal(has) or is_extreme(a, make(case[name]), name)
        return f"{PEER_ERS} {name}" if contradicts else name
    if not a.subtract(b).is_equal(make(case["difference"])):
        return "difference"
    if case["relation"]:
        shadow = a.domain()
    else:
        shadow = a
        for position in sorted(case["hidden"], reverse=True):
            shadow = shadow.project_out(isl.dim_type.set, position, 1)
    if not shadow.is_equal(isl.Set(case["projection"])):
        return "projection"
    return None


def check(cases):
    wrong = []
    for case in cases:
        try:
            found = check_case(case)
        except isl.Error as error:
            found = f"{PEER_ERS} raises {str(error).splitlines()[0]}"
        if found is not None:
            wrong.append({"seed": case["seed"], "answer": found})
    return {"checked": len(cases), "wrong": wrong}


def main():
    mode, path = sys.argv[1], sys.argv[2]
    with open(path, encoding="utf-8") as lines:
        values = [json.loads(line) for line in lines]
    result = check(values) if mode == "check" else measure(values, int(sys.argv[3]))
    json.dump(result, sys.stdout)


main()
