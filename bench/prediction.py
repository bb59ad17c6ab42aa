"""How well hidden votes are predicted, and what the bridging model costs: `python -m bench.prediction`.

The first table hides a tenth of the votes of so many people of a real conversation and gives the root mean square errors of
five ways to predict them, means over the repeats; the second grows a made conversation tenfold at a time. The groups are
those that were published, which saw the hidden votes too, and those that Polis would make of the rest.
Conversations lie in ../shared/polis, in the columns that Polis exports; without that folder only the second is made.
"""

import argparse
import csv
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np

from debate.analysis.bridging import fit
from debate.analysis.clustering import best_split
from debate.analysis.components import principal_components, project
from debate.analysis.groups import PEOPLE_PER_GROUP, opinion_groups
from debate.analysis.settings import GROUP_LEAST, GROUPS_MOST
from debate.analysis.votes import VoteMatrix

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "polis"
CONVERSATIONS = ("bg2050-volunteers", "brexit-consensus", "london.youth.policing")
PEOPLE = (20, 30, 60)
WAYS = ("statement", "published groups", "own groups", "offsets", "bridging")


def conversation(name):
    """(people, items, values) as arrays, the last vote of a person on an item alone; and {person: published group}."""
    last = {}
    with (FOLDER / name / "votes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            last[int(row["voter-id"]), int(row["comment-id"])] = int(row["vote"])
    with (FOLDER / name / "participants-votes.csv").open(encoding="utf-8") as file:
        groups = {int(row["participant"]): row["group-id"] or "none" for row in csv.DictReader(file)}
    cells = sorted(last)
    people, items = np.array(cells).T
    return people, items, np.array([last[cell] for cell in cells]), groups


def of_some(votes, size, seed):
    """The votes of `size` people drawn at random, and which tenth of them is hidden."""
    people, items, values, _groups = votes
    rng = np.random.default_rng([size, seed])
    chosen = rng.choice(np.unique(people), size, replace=False)
    kept = np.isin(people, chosen)
    hidden = np.zeros(kept.sum(), dtype=bool)
    hidden[rng.choice(len(hidden), max(1, len(hidden) // 10), replace=False)] = True
    return people[kept], items[kept], values[kept], hidden


def polis_groups(matrix):
    """{person: label} of the split that Polis would make of these votes, chance or not."""
    places = project(matrix, principal_components(matrix))
    split = best_split(places, min(GROUPS_MOST, 2 + matrix.n_people // PEOPLE_PER_GROUP), GROUP_LEAST)
    return dict(zip(matrix.people, split.labels.tolist(), strict=True))


def means(people, items, values, groups=None):
    """Predicts the mean of the person's group on the item, else of the item, else of everything."""
    sums = {}
    for person, item, value in zip(people.tolist(), items.tolist(), values.tolist(), strict=True):
        for key in [(), (item,)] + ([(item, groups.get(person))] if groups else []):
            total, count = sums.get(key, (0, 0))
            sums[key] = total + value, count + 1

    def predict(person, item):
        keys = ([(item, groups.get(person))] if groups else []) + [(item,), ()]
        total, count = next(sums[key] for key in keys if key in sums)
        return total / count

    return lambda persons, things: np.array(
        [predict(*pair) for pair in zip(persons.tolist(), things.tolist(), strict=True)]
    )


def errors(votes, size, seed):
    """Root mean square error of each way on the hidden tenth, in the order of WAYS, and the model's blend."""
    people, items, values, hidden = of_some(votes, size, seed)
    seen = people[~hidden], items[~hidden], values[~hidden]
    matrix = VoteMatrix.from_triples(*(part.tolist() for part in seen))
    model = fit(matrix)
    ways = (
        means(*seen),
        means(*seen, votes[3]),
        means(*seen, polis_groups(matrix)),
        fit(matrix, factors=0).predict,
        model.predict,
    )
    found = [np.sqrt(np.mean((predict(people[hidden], items[hidden]) - values[hidden]) ** 2)) for predict in ways]
    return found, model.blend


def prediction_table(repeats, sizes=PEOPLE):
    """Rows (conversation, people, mean errors, mean blend)."""
    for name in CONVERSATIONS:
        votes = conversation(name)
        for size in sizes:
            if size <= len(np.unique(votes[0])):
                found, blends = zip(*(errors(votes, size, seed) for seed in range(repeats)), strict=True)
                yield name, size, np.mean(found, axis=0), np.mean(blends, axis=0)


def made(people, items=1000, each=50, seed=0):
    """Two camps, leanings and noise: `each` votes of each person, on items spread over all."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.arange(people), each)
    stride = items // each
    columns = np.tile(np.arange(each) * stride, people) + rng.integers(0, stride, people * each)
    camp = np.where(rng.random(people) < 0.4, -1, 1)[rows]
    expected = 0.2 + rng.normal(0, 0.2, people)[rows] + (rng.normal(0, 0.5, items) + 0.0)[columns]
    expected += camp * rng.normal(0, 0.4, items)[columns] + rng.normal(0, 0.5, len(rows))
    return VoteMatrix.from_triples(rows, columns, np.sign(np.round(expected * 1.5)).astype(int))


def growth_table(sizes):
    """Rows (people, votes, CPU seconds of the model, of groups and model, MB at most beyond the matrix)."""
    for people in sizes:
        matrix = made(people)
        clocks = [time.process_time()]
        for work in (opinion_groups, fit):
            work(matrix)
            clocks.append(time.process_time())
        tracemalloc.start()
        fit(matrix)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        yield people, matrix.n_votes, clocks[2] - clocks[1], clocks[2] - clocks[0], peak / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=12)
    parser.add_argument(
        "--people", default="500,5000,50000", help="sizes of the made conversation, separated by commas"
    )
    options = parser.parse_args()
    broken = 0
    if FOLDER.exists():
        print(f"{'':<24}{'people':>8}" + "".join(f"{way:>18}" for way in WAYS) + f"{'to the best':>14}{'blend':>20}")
        for name, size, found, blend in prediction_table(options.repeats):
            ratio = found[-1] / found[:-1].min()
            broken += ratio > 1.02
            print(f"{name:<24}{size:>8}" + "".join(f"{error:>18.4f}" for error in found)
                  + f"{ratio:>14.3f}" + f"{blend[0]:>8.2f}{blend[1]:>6.2f}{blend[2]:>6.2f}", flush=True)  # fmt: skip
    print(f"\n{'':<24}{'people':>8}{'votes':>14}{'CPU s':>10}{'with groups':>14}{'MB':>8}")
    for people, votes, own, both, size in growth_table([int(size) for size in options.people.split(",")]):
        print(f"{'made':<24}{people:>8}{votes:>14,}{own:>10.2f}{both:>14.2f}{size:>8.0f}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
