"""Measure the mathematics across propositions: `python -m bench.analysis`, or `--noise` for how often it errs.

Without options a growth table: CPU seconds and peak memory of each part, votes times ten from row to row, every size in
a process of its own. Leaves with 1 when the largest size breaks its ceiling.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from bench.votes import CONVERSATIONS, POLIS, camps, conversation, crowd, shuffled, subset
from debate.analysis.bridging import common_ground, fit
from debate.analysis.groups import group_informed_consensus, majority_consensus, opinion_groups, representative
from debate.analysis.panel import fair_set
from debate.analysis.votes import VoteMatrix

CEILING = {"votes": 2_500_000, "cpu": 6.0, "memory": 450}
ROOT_MB = 1024 if sys.platform != "darwin" else 1024 * 1024


def group_work(matrix: VoteMatrix) -> Any:
    found = opinion_groups(matrix)
    representative(matrix, found.labels)
    majority_consensus(matrix)
    group_informed_consensus(matrix, found.labels)
    return f"{found.k} groups" if found.k > 1 else found.verdict


# Each is (name, what to do with the matrix); add a line to measure one more.
PARTS: list[tuple[str, Callable[[VoteMatrix], Any]]] = [
    ("groups", group_work),
    ("bridging", lambda matrix: f"{len(common_ground(fit(matrix)))} propositions ranked"),
    ("fair set", lambda matrix: f"{100 * fair_set(matrix, 5).represented:.0f} % agree with one of five"),
]


def measured(votes: int) -> dict[str, Any]:
    people, items, values = crowd(votes)
    began = time.process_time()
    matrix = VoteMatrix.from_triples(people, items, values)
    rows = [("matrix", time.process_time() - began, f"{matrix.n_people:,} × {matrix.n_items:,}")]
    for name, work in PARTS:
        began = time.process_time()
        found = work(matrix)
        rows.append((name, time.process_time() - began, str(found)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / ROOT_MB
    return {"votes": votes, "rows": rows, "memory": peak}


def growth(sizes: list[int]) -> int:
    broken = 0
    for size in sizes:
        command = [sys.executable, "-m", "bench.analysis", "--one", str(size)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout)
        cpu = sum(seconds for _, seconds, _ in found["rows"])
        bad = size <= CEILING["votes"] and (cpu > CEILING["cpu"] or found["memory"] > CEILING["memory"])
        broken += bad
        print(f"\n{size:,} votes: {cpu:.2f} s CPU, {found['memory']:.0f} MB at the peak{' > ceiling' if bad else ''}")
        for name, seconds, what in found["rows"]:
            print(f"  {name:<12}{seconds:>8.2f} s   {what}", flush=True)
    return broken


def noise_cells(times: int) -> Iterator[tuple[str, float, float]]:
    """(name, share of "groups", CPU seconds each) on votes shuffled within each proposition."""
    for name in CONVERSATIONS:
        whole = conversation(name)
        for people in (12, 20, 30, 60):
            if people > whole.n_people:
                continue
            rng = np.random.default_rng(people)
            began, said = time.process_time(), 0
            for at in range(times):
                said += opinion_groups(shuffled(subset(whole, people, rng), rng), seed=at).verdict == "groups"
            yield f"{name}, {people} people", said / times, (time.process_time() - began) / times


def noise(times: int) -> int:
    print(f'"groups" on shuffled votes, {times} times each (at most 7 %):')
    broken = 0
    if not POLIS.exists():
        print("  skipped: the conversations are not beside the project")
    else:
        for name, share, seconds in noise_cells(times):
            broken += share > 0.07
            print(f"  {name:<36}{share:>7.1%}{seconds:>9.3f} s", flush=True)
    print(f'\n"groups" on two camps of 15 that differ on 10 of 30 propositions, {times} times each:')
    for agree in (0.9, 0.85, 0.8, 0.75, 0.7):
        for missing in (0.0, 0.3):
            said = sum(
                opinion_groups(camps(agree=agree, missing=missing, seed=at)[0]).verdict == "groups"
                for at in range(times)
            )
            broken += agree >= 0.8 and not missing and said / times < 0.9
            label = f"{agree:.0%} against {1 - agree:.0%}, {missing:.0%} not cast"
            print(f"  {label:<36}{said / times:>7.1%}", flush=True)
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.analysis", description=__doc__.splitlines()[0])
    parser.add_argument("--votes", default="25000,250000,2500000", help="votes in the debate, separated by commas")
    parser.add_argument("--noise", action="store_true", help="how often groups are seen in noise, and in planted camps")
    parser.add_argument("--times", type=int, default=200, help="with --noise: repeats of each")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one)))
        return 0
    broken = noise(options.times) if options.noise else growth([int(size) for size in options.votes.split(",")])
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
