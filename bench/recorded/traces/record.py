"""Records small distributed runs on the CPU with gloo: `python record.py SCENARIO OUT`.

Scenarios: dp (4 ranks), dp-slow-rank (rank 2 is stopped 30 ms in every 40, as a throttled processor would be),
dp-slow-loader (rank 1 waits 150 ms for its data),
pipeline (4 stages, send and receive), moe (4 ranks, uneven all-to-all).
Needs PyTorch; the files beside this one were made with the version that `versions.txt` names.
Writes OUT/rank-R.pt.trace.json.gz.
"""

import gzip
import os
import shutil
import signal
import sys
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.profiler import ProfilerActivity, profile, record_function, schedule

WARM, STEPS = 2, 6
WIDTH, BATCH = 192, 64
SLOW_RANK, SLOW_LOADER = 2, 1


def model():
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Linear(WIDTH, 2 * WIDTH), torch.nn.ReLU(), torch.nn.Linear(2 * WIDTH, WIDTH)
    )


def load(rank, scenario):
    """A batch, and the time that a loader takes for it."""
    with record_function("DataLoader"):
        time.sleep(0.150 if scenario == "dp-slow-loader" and rank == SLOW_LOADER else 0.001)
        return torch.randn(BATCH, WIDTH)


def data_parallel(rank, scenario, net, optimiser):
    batch = load(rank, scenario)
    loss = net(batch).square().mean()
    optimiser.zero_grad()
    loss.backward()
    for parameter in net.parameters():
        dist.all_reduce(parameter.grad)
        parameter.grad /= dist.get_world_size()
    optimiser.step()


def pipeline(rank, world, net):
    for _ in range(4):
        batch = load(rank, "pipeline") if rank == 0 else torch.empty(BATCH, WIDTH)
        if rank > 0:
            dist.recv(batch, rank - 1)
        out = net(batch).detach()
        if rank + 1 < world:
            dist.send(out, rank + 1)
    dist.barrier()


def experts(rank, world, net):
    """Tokens go to experts with shares 1 : 2 : 4 : 8, by point to point: gloo has no uneven all-to-all."""
    tokens = load(rank, "moe")
    shares = [2**r for r in range(world)]
    counts = [BATCH * share // sum(shares) for share in shares]
    counts[-1] += BATCH - sum(counts)
    received = [torch.empty(counts[rank], WIDTH) for _ in range(world)]
    outgoing = list(tokens.split(counts))
    exchange(rank, world, outgoing, received)
    answers = [net(part).detach() for part in received]
    returned = [torch.empty_like(part) for part in outgoing]
    exchange(rank, world, answers, returned)
    dist.all_reduce(torch.cat(returned).sum())


def exchange(rank, world, outgoing, received):
    with record_function("all_to_all"):
        received[rank].copy_(outgoing[rank])
        requests = []
        for other in range(world):
            if other != rank:
                requests.append(dist.P2POp(dist.isend, outgoing[other].contiguous(), other))
                requests.append(dist.P2POp(dist.irecv, received[other], other))
        for request in dist.batch_isend_irecv(requests):
            request.wait()


def work(rank, world, scenario, out):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29517", RANK=str(rank), WORLD_SIZE=str(world))
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=rank, world_size=world)
    net = model()
    optimiser = torch.optim.SGD(net.parameters(), lr=0.01)
    path = os.path.join(out, f"rank-{rank}.pt.trace.json")
    plan = schedule(wait=0, warmup=WARM, active=STEPS, repeat=1)
    with profile(
        activities=[ProfilerActivity.CPU],
        schedule=plan,
        record_shapes=True,
        on_trace_ready=lambda made: made.export_chrome_trace(path),
    ) as profiler:
        for _ in range(WARM + STEPS):
            if scenario == "pipeline":
                pipeline(rank, world, net)
            elif scenario == "moe":
                experts(rank, world, net)
            else:
                data_parallel(rank, scenario, net, optimiser)
            profiler.step()
    with open(path, "rb") as plain, open(f"{path}.gz", "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
            shutil.copyfileobj(plain, packed)
    os.remove(path)
    dist.destroy_process_group()


def throttle(pid):
    """Stops a process 30 ms in every 40 until it ends."""
    try:
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.030)
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.010)
    except (ProcessLookupError, ChildProcessError):
        pass


if __name__ == "__main__":
    scenario, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    ranks = 4
    job = mp.spawn(work, args=(ranks, scenario, out), nprocs=ranks, join=False)
    if scenario == "dp-slow-rank":
        throttle(job.pids()[SLOW_RANK])
    while not job.join():
        pass
