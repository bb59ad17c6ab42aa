"""Do the answers hang together more than chance would have it? A permutation test on the votes that were cast.

Under "no camps" it does not matter who gave which of an item's votes. So the values are shuffled within each item among
the people who voted on it: every item keeps its counts, everybody keeps which items they voted on. A split into camps
puts more of the variance into the first directions than shuffled votes do (the idea of parallel analysis, Horn, 1965).
"""

import numpy as np

from debate.analysis.components import centred, principal_components
from debate.analysis.votes import VoteMatrix

CELLS = 200_000  # people × items whose directions are worked out anew for every shuffle
WORK = 10_000_000  # cells over all shuffles: what small matrices may spend on finer p-values
BATCH = 1_000_000
DRAWS = (59, 399)
TURNS = 8
WIDTH = 5
SAME = 1 - 1e-5  # single precision: an equal arrangement may come out this much smaller
LEARN, TRY = 300_000, 150_000  # votes of the two halves of a large matrix, at most
TRIES = 99


def chance_of_structure(matrix: VoteMatrix, seed: int = 0) -> float:
    """p-value in (0, 1] of "everybody answers independently of everybody else", for these votes.

    The variance along the first component, which is what two camps add to, must beat the shuffled votes; that along the
    first two, the map, must beat them at twice the level. Each has a rank p-value (1 + shuffles at least as high) /
    (1 + shuffles), and p is the first or half of the second, whichever is larger. The first is exactly valid for any
    number of people, so p is too: on shuffled votes it falls below 5 % in about 3 to 4 % of cases. 1 where there is
    nothing to shuffle.

    Up to 200,000 cells (people × items) the components are found anew for each of 59 to 399 shuffles, fewer for larger
    matrices. Beyond that they are found once, from half of the people, and the other half's votes are shuffled 99 times
    along them; people enter a half by lot, up to 300,000 and 150,000 votes. Cost is bounded: about half a second.
    """
    rng = np.random.default_rng(seed)
    if matrix.n_people * matrix.n_items <= CELLS:
        return _of_all(matrix, rng)
    return _of_halves(matrix, rng)


def _of_all(matrix: VoteMatrix, rng: np.random.Generator) -> float:
    differ = (matrix.agrees > 0).astype(int) + (matrix.disagrees > 0) + (matrix.passes > 0) > 1
    n, m = matrix.n_people, int(differ.sum())
    if not m:
        return 1.0
    votes = np.flatnonzero(differ[matrix.columns])
    votes = votes[np.argsort(matrix.columns[votes], kind="stable")]
    rows, columns, cells = matrix.rows[votes], (np.cumsum(differ) - 1)[matrix.columns[votes]], centred(matrix)[votes]
    draws = 20 * int(np.clip(WORK // (20 * n * m), (DRAWS[0] + 1) // 20, (DRAWS[1] + 1) // 20)) - 1
    probe = rng.normal(size=(m, min(WIDTH, n, m))).astype(np.float32)
    real = _variances(_filled(n, m, rows, columns, cells[None]), probe)
    higher = np.zeros(2)
    step = max(1, BATCH // (n * m))
    for first in range(0, draws, step):
        lots = columns + rng.random((min(step, draws - first), len(columns)))
        shuffled = cells[np.argsort(lots, axis=1)]  # columns ascend: each item's votes change places among themselves
        higher += (_variances(_filled(n, m, rows, columns, shuffled), probe) >= real * SAME).sum(axis=0)
    return _larger(higher, draws)


def _filled(n: int, m: int, rows: np.ndarray, columns: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """(draws, n, m) with the cells (draws, votes) in their places, 0 elsewhere."""
    filled = np.zeros((len(cells), n, m), dtype=np.float32)
    filled[:, rows, columns] = cells
    return filled


def _variances(votes: np.ndarray, probe: np.ndarray) -> np.ndarray:
    """(draws, 2): squared singular values, the first and the sum of the first two, by a few turns of block iteration.

    They need not have settled: the same function of real and shuffled votes makes the test valid as it is. The start
    lies on the items' side, so the order of the people plays no part.
    """
    turned = np.swapaxes(votes, 1, 2)
    if votes.shape[1] <= votes.shape[2]:
        products, along = votes @ turned, votes @ probe
    else:
        products, along = turned @ votes, np.broadcast_to(probe, (len(votes), *probe.shape))
    for _ in range(TURNS):
        basis = np.linalg.qr(along)[0]
        along = products @ basis
    values = np.linalg.eigvalsh(np.swapaxes(basis, 1, 2) @ along)[:, ::-1]
    return np.stack([values[:, 0], values[:, :2].sum(axis=1)], axis=1)


def _of_halves(matrix: VoteMatrix, rng: np.random.Generator) -> float:
    """The votes of one half, turned round within each item by a lot of its own, along the directions of the other.

    Turning round a fixed order is a shuffle that costs no sorting; all its turns are equally likely under "no camps",
    which is all that the test needs. The order is itself by lot.
    """
    people = rng.permutation(matrix.n_people)
    so_far = np.cumsum(matrix.votes_per_person[people])
    cut = int(np.searchsorted(so_far, min(TRY, matrix.n_votes // 2))) + 1
    end = int(np.searchsorted(so_far, so_far[cut - 1] + LEARN)) + 1
    directions = principal_components(matrix.only(np.sort(people[cut:end]))).components
    half = matrix.only(np.sort(people[:cut]))
    order = np.lexsort((rng.random(half.n_votes), half.columns))
    rows, columns, cells = half.rows[order], half.columns[order], centred(half)[order]
    counts = half.votes_per_item
    first = (np.cumsum(counts) - counts)[columns]
    place, size = np.arange(len(columns)) - first, counts[columns]
    weights = directions[:, columns]

    def variances(votes: np.ndarray) -> np.ndarray:
        return np.cumsum([np.sum(np.bincount(rows, votes * weight) ** 2) for weight in weights])

    real, higher = variances(cells), np.zeros(2)
    for _ in range(TRIES):
        turns = (rng.random(half.n_items) * counts).astype(np.int64)
        higher += variances(cells[first + (place + turns[columns]) % size]) >= real * SAME
    return _larger(higher, TRIES)


def _larger(higher: np.ndarray, draws: int) -> float:
    first, both = (1 + higher) / (1 + draws)
    return float(max(first, both / 2))
