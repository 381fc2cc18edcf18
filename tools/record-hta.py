"""Records what HolisticTraceAnalysis answers on one set of rank traces, as one JSON document.

    pip install HolisticTraceAnalysis==0.5.0 'pandas<3' 'numpy<2'
    python tools/record-hta.py [--full] OUT.json RANK=FILE...      one set of ranks
    python tools/record-hta.py [--full] --diff OUT.json CONTROL TEST   two traces against each other

Without --full, tables with a row per launch or per name are shortened to counts, sums and their first rows, so that
the answer may be committed. A table that the library cannot make is recorded as {"error": TYPE}.
With --full, the processor seconds of loading and of each table are in it too.
"""

import json
import logging
import math
import os
import sys

logging.disable(logging.CRITICAL)

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from hta.analyzers.breakdown_analysis import BreakdownAnalysis  # noqa: E402
from hta.analyzers.communication_analysis import CommunicationAnalysis  # noqa: E402
from hta.analyzers.critical_path_analysis import CriticalPathAnalysis  # noqa: E402
from hta.analyzers.cuda_kernel_analysis import CudaKernelAnalysis  # noqa: E402
from hta.analyzers.straggler_analysis import StragglerAnalysis  # noqa: E402
from hta.analyzers.trace_counters import TraceCounters  # noqa: E402
from hta.common.trace import Trace  # noqa: E402
from hta.trace_diff import LabeledTrace, TraceDiff  # noqa: E402

FIRST_ROWS = 40

# The library sorts by time with a sort that leaves the order of equal times to the processor; what it answers then is a
# matter of chance. Here equal times keep their order.
_sort_values = pd.DataFrame.sort_values


def sort_values(self, *arguments, **options):
    options.setdefault("kind", "stable")
    return _sort_values(self, *arguments, **options)


pd.DataFrame.sort_values = sort_values


def plain(value):
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float)):
        if math.isnan(value):
            return None
        return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value)


def rows(frame):
    if frame is None:
        return None
    frame = frame.copy()
    if isinstance(frame.columns, pd.MultiIndex):
        frame.columns = [column[-1] for column in frame.columns]
    return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def shorten(frame, full):
    """Rows, or their count, the sums of their numbers and the first of them."""
    if full or frame is None or len(frame) <= FIRST_ROWS:
        return {"rows": rows(frame)}
    numbers = frame.select_dtypes("number")
    return {
        "count": len(frame),
        "sums": {key: plain(numbers[key].sum()) for key in numbers.columns},
        "rows": rows(frame.iloc[:FIRST_ROWS]),
    }


def processor_seconds():
    """Of this process and of the children that loading forks."""
    return sum(os.times()[:4])


class Recorder:
    def __init__(self):
        self.tables = {}
        self.seconds = {}

    def table(self, name, make):
        start = processor_seconds()
        try:
            self.tables[name] = make()
        except Exception as error:  # what the library cannot do is an answer too
            self.tables[name] = {"error": type(error).__name__}
        self.seconds[name] = round(processor_seconds() - start, 4)


def critical(trace, rank, annotation):
    graph, ok = CriticalPathAnalysis.critical_path_analysis(trace, rank, annotation, 0)
    summary = graph.summary()
    return {
        "ok": bool(ok),
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "path_nodes": len(graph.critical_path_nodes),
        "path_events": sorted(int(event) for event in graph.critical_path_events_set),
        "summary": rows(summary.reset_index()) if hasattr(summary, "reset_index") else str(summary),
    }


def record_ranks(files, full):
    recorder = Recorder()
    start = processor_seconds()
    trace = Trace(trace_files=files, trace_dir="/")
    trace.load_traces(use_memory_profiling=False)
    recorder.seconds["load"] = round(processor_seconds() - start, 4)
    ranks = sorted(files)
    add = recorder.table
    add("steps", lambda: plain(list(StragglerAnalysis.get_profiler_steps(trace))))
    add("temporal", lambda: rows(BreakdownAnalysis.get_temporal_breakdown(trace, visualize=False)))
    add("overlap", lambda: rows(CommunicationAnalysis.get_comm_comp_overlap(trace, visualize=False)))

    def kernels(memory):
        types, names = BreakdownAnalysis.get_gpu_kernel_breakdown(
            trace, visualize=False, include_memory_kernels=memory
        )
        return {"types": rows(types), "kernels": rows(names)}

    add("kernels", lambda: kernels(False))
    add("kernels_memory", lambda: kernels(True))
    add(
        "annotations",
        lambda: rows(BreakdownAnalysis.get_gpu_user_annotation_breakdown(trace, True, visualize=False)),
    )
    for rank in ranks:
        add(
            f"idle/{rank}",
            lambda rank=rank: rows(
                BreakdownAnalysis.get_idle_time_breakdown(trace, 30, rank=rank, visualize=False)[0]
            ),
        )
    add("queue", lambda: rows(with_index(TraceCounters.get_queue_length_summary(trace, ranks))))
    add(
        "blocked",
        lambda: rows(
            TraceCounters.get_time_spent_blocked_on_full_queue(
                trace, TraceCounters.get_queue_length_time_series(trace, ranks), 1024
            )
        ),
    )
    add("bandwidth", lambda: rows(with_index(TraceCounters.get_memory_bw_summary(trace, ranks))))
    for rank in ranks:
        add(
            f"launch/{rank}",
            lambda rank=rank: shorten(
                CudaKernelAnalysis.cuda_kernel_launch_stats(trace, [rank], visualize=False)[rank]
                .sort_values(["correlation"])
                .reset_index(drop=True),
                full,
            ),
        )
    add("stragglers", lambda: plain(list(StragglerAnalysis.get_potential_stragglers(trace))))
    for rank in ranks:
        add(f"critical/{rank}", lambda rank=rank: critical(trace, rank, "ProfilerStep"))
    return recorder


def with_index(frame):
    return None if frame is None else frame.reset_index(col_level=1)


def record_diff(control, test, full):
    recorder = Recorder()
    sides = [LabeledTrace(label, Trace(trace_files={0: path}, trace_dir="/")) for label, path in
             (("control", control), ("test", test))]
    recorder.table(
        "diff",
        lambda: shorten(
            TraceDiff.compare_traces(*sides).reset_index().rename(columns={"index": "name"}).sort_values(
                ["diff_duration", "name"], ascending=[False, True]
            ),
            full,
        ),
    )
    recorder.table("ops", lambda: {key: len(names) for key, names in TraceDiff.ops_diff(*sides).items()})
    return recorder


def main(arguments):
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    if arguments[0] == "--diff":
        _, out, control, test = arguments
        recorder = record_diff(control, test, full)
    else:
        out, *pairs = arguments
        files = {int(rank): path for rank, path in (pair.split("=", 1) for pair in pairs)}
        recorder = record_ranks(files, full)
    document = {"library": "HolisticTraceAnalysis 0.5.0", "tables": recorder.tables}
    if full:
        document["seconds"] = recorder.seconds
    with open(out, "w") as handle:
        json.dump(document, handle, indent=1)
        handle.write("\n")


main(sys.argv[1:])
