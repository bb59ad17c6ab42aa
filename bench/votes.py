"""Made-up and real votes to measure the analysis with: camps of known size, shuffled votes, exported conversations."""

import csv
from pathlib import Path

import numpy as np

from debate.analysis.votes import VoteMatrix

POLIS = Path(__file__).resolve().parents[2] / "shared" / "polis"  # beside the project, where it is there at all
CONVERSATIONS = ("bg2050-volunteers", "brexit-consensus", "london.youth.policing")


def conversation(name: str) -> VoteMatrix:
    """An exported conversation; the later vote of a person on a statement counts."""
    with (POLIS / name / "votes.csv").open(encoding="utf-8", newline="") as file:
        votes = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    parts = [[int(row[column]) for row in votes] for column in ("voter-id", "comment-id", "vote")]
    return VoteMatrix.from_triples(*parts)


def shuffled(matrix: VoteMatrix, rng: np.random.Generator) -> VoteMatrix:
    """Each item's votes dealt out anew among the people who voted on it."""
    values = np.empty_like(matrix.values)
    values[np.argsort(matrix.columns, kind="stable")] = matrix.values[
        np.lexsort((rng.random(matrix.n_votes), matrix.columns))
    ]
    return with_values(matrix, values)


def with_values(matrix: VoteMatrix, values: np.ndarray) -> VoteMatrix:
    return VoteMatrix.from_triples(matrix.rows, np.asarray(matrix.items)[matrix.columns], values)


def subset(matrix: VoteMatrix, people: int, rng: np.random.Generator) -> VoteMatrix:
    """So many of the people, by lot, with the items that they voted on."""
    some = matrix.only(rng.choice(matrix.n_people, people, replace=False))
    return with_values(some, some.values)


def camps(
    sizes: tuple[int, ...] = (15, 15),
    items: int = 30,
    differing: int = 10,
    agree: float = 0.8,
    missing: float = 0.0,
    seed: int = 0,
) -> tuple[VoteMatrix, np.ndarray]:
    """Camps that answer alike but for some items, on which each leans its own way; (votes, camp by person).

    On a differing item a camp agrees with probability `agree` or 1 − agree, two camps always one each.
    """
    rng = np.random.default_rng(seed)
    camp = np.repeat(np.arange(len(sizes)), sizes)
    chance = np.tile(rng.uniform(0.1, 0.9, items), (len(sizes), 1))
    sides = np.where(rng.random((len(sizes), differing)) < 0.5, agree, 1 - agree)
    if len(sizes) == 2:
        sides[1] = 1 - sides[0]
    chance[:, :differing] = sides
    votes = np.where(rng.random((len(camp), items)) < chance[camp], 1, -1)
    rows, columns = np.nonzero(rng.random(votes.shape) >= missing)
    return VoteMatrix.from_triples(rows, columns, votes[rows, columns]), camp


def crowd(votes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(people, items, values) with 50 votes a person and items that grow with the root, 1,000 at 2.5 million; two camps."""
    rng = np.random.default_rng(seed)
    n, m = max(votes // 50, 1), max(round(1000 * (votes / 2_500_000) ** 0.5), 60)
    people, items = rng.integers(0, n, votes, dtype=np.int32), rng.integers(0, m, votes, dtype=np.int32)
    lean = np.where(rng.random(n) < 0.4, 1, -1).astype(np.float32)
    side, base = rng.normal(size=m).astype(np.float32) / 2, rng.normal(size=m).astype(np.float32)
    felt = base[items] + lean[people] * side[items] + rng.normal(size=votes).astype(np.float32) * 1.5
    return people, items, np.where(np.abs(felt) < 0.3, 0, np.sign(felt)).astype(np.int8)
