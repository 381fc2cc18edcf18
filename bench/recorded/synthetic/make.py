"""Synthetic logs after the schemas of SGLang's expert-distribution recorder and of PyTorch's NCCL flight recorder.

No real ones are public. `python make.py` writes them beside this file; needs PyTorch for `torch.save`.
"""

import os
import pickle

import torch

HERE = os.path.dirname(os.path.abspath(__file__))

STEPS, LAYERS, EXPERTS, TOKENS, CHOICES = 2, 3, 4, 5, 2
counts = (torch.arange(STEPS * LAYERS * EXPERTS) * 7 % 23).reshape(STEPS, LAYERS, EXPERTS)
torch.save(
    {"rank": 0, "logical_count": counts, "average_utilization_rate": 0.75},
    os.path.join(HERE, "moe-stat.synthetic.pt"),
)
chosen = (torch.arange(LAYERS * TOKENS * CHOICES, dtype=torch.int32) * 5 % 4).reshape(LAYERS, TOKENS, CHOICES)
chosen[:, -1, :] = -1
torch.save(
    {
        "records": [
            {
                "forward_pass_id": 12,
                "rank": 3,
                "gatherer_key": "primary",
                "topk_ids_of_layer": chosen,
                "global_physical_count": None,
                "misc_objects": [],
            }
        ],
        "last_physical_to_logical_map": torch.arange(EXPERTS),
    },
    os.path.join(HERE, "moe-pass.synthetic.pt"),
)
entry = {
    "record_id": 0,
    "pg_id": 0,
    "process_group": ("0", "default_pg"),
    "collective_seq_id": 1,
    "p2p_seq_id": 0,
    "op_id": 1,
    "profiling_name": "nccl:all_reduce",
    "time_created_ns": 1751410836123456789,
    "duration_ms": 0.5,
    "input_sizes": [[3, 4]],
    "input_dtypes": ["Float"],
    "output_sizes": [[3, 4]],
    "output_dtypes": ["Float"],
    "state": "completed",
    "time_discovered_started_ns": 1751410836123460000,
    "time_discovered_completed_ns": None,
    "retired": True,
    "timeout_ms": 600000,
    "is_p2p": False,
    "frames": [{"name": "step", "filename": "train.py", "line": 12}],
}
dump = {
    "version": "2.5",
    "pg_config": {"0": {"name": "0", "desc": "default_pg", "ranks": "[0, 1]"}},
    "pg_status": {},
    "entries": [entry, {**entry, "record_id": 1, "collective_seq_id": 2, "state": "scheduled", "retired": False}],
}
with open(os.path.join(HERE, "nccl_trace_rank_3.synthetic.pkl"), "wb") as out:
    pickle.dump(dump, out, protocol=2)
