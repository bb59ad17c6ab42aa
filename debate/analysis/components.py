"""The two directions in which people differ most, and where everybody stands along them.

The method of Polis (Small et al., 2021, "Polis: scaling deliberation by mapping high dimensional opinion spaces"), as the
Computational Democracy Project publishes it: each item is centred on its mean among those who voted, a vote that was
not cast is exactly zero then, and a person's place is pushed outwards by √(items / own votes) to make up for the
zeros. Signs are those of Polis's exports: agree is +1.
"""

from dataclasses import dataclass

import numpy as np

from debate.analysis.votes import VoteMatrix

WHOLE_SIDE = 1000  # up to this, and this much work, the smaller side's scalar products are decomposed whole
WHOLE_WORK = 2_000_000_000
STEPS = (40, 300)  # of Lanczos: the more votes, the fewer
STEP_WORK = 100_000_000  # votes over all steps
CHECK = 6  # steps between looks at how far off the components still are
OFF = 1e-7  # of the eigenvalue
FLAT = 1e-10  # an eigenvalue below this share of all variance is rounding, not a direction


@dataclass(frozen=True, eq=False)
class Components:
    """`mean` (n_items,) in [−1, 1]; `components` (n, n_items), orthogonal rows of length 1, strongest first.

    A row is all zeros where the votes have no such direction (fewer people or items than components, equal votes).
    `shares` (n,) is each component's part of all variance, in [0, 1]. The sign of a row is arbitrary in the method;
    here the entry that is largest in size is positive.
    """

    mean: np.ndarray
    components: np.ndarray
    shares: np.ndarray


def centred(matrix: VoteMatrix) -> np.ndarray:
    """Each vote less its item's mean: (n_votes,) in [−2, 2]."""
    return np.asarray(matrix.values - matrix.means[matrix.columns])


def principal_components(matrix: VoteMatrix, n: int = 2) -> Components:
    """The n principal components of the centred votes, over all people; see `Components` for shapes and ranges.

    Small matrices are decomposed whole, large ones by Lanczos steps on the cast votes alone: O(votes · steps) time,
    O(votes) memory. The steps end when an eigenvalue is known to 1e-7, or after 300 of them, 40 from 2.5 million votes
    on: a direction of structure has long settled then, one of noise may not have. Never NaN, also for an empty matrix. Raises ValueError where n is below 1.
    """
    if n < 1:
        raise ValueError(f"Ask for one component or more, not {n}.")
    cells = centred(matrix)
    total = float(cells @ cells)
    found, strengths = np.zeros((n, matrix.n_items)), np.zeros(n)
    if total > 0:
        side, length = sorted((matrix.n_people, matrix.n_items))
        if side <= WHOLE_SIDE and side * side * length <= WHOLE_WORK:
            values, vectors = _whole(matrix, cells, n)
        else:
            values, vectors = _lanczos(matrix, cells, n)
        real = values > FLAT * total
        found[: len(values)][real] = vectors[real]
        strengths[: len(values)][real] = values[real]
    return Components(matrix.means, _signed(found), strengths / total if total > 0 else strengths)


def project(matrix: VoteMatrix, space: Components) -> np.ndarray:
    """Where people stand: (n_people, n), the centred votes along each component times √(n_items / own votes).

    `space` may come from another matrix with the same items. Someone without votes stands at the origin.
    """
    cells = matrix.values - space.mean[matrix.columns]
    places = np.empty((matrix.n_people, len(space.components)))
    for at, component in enumerate(space.components):
        places[:, at] = np.bincount(matrix.rows, cells * component[matrix.columns], minlength=matrix.n_people)
    return places * np.sqrt(matrix.n_items / np.maximum(matrix.votes_per_person, 1))[:, None]


def project_items(space: Components) -> np.ndarray:
    """Where somebody would stand who agreed with this item and voted on nothing else: (n_items, n)."""
    n_items = len(space.mean)
    return np.sqrt(n_items) * (1 - space.mean)[:, None] * space.components.T


def extremity(matrix: VoteMatrix) -> np.ndarray:
    """How far each item lies from the middle of the map: (n_items,), the length of its projection, at least 0."""
    return np.linalg.norm(project_items(principal_components(matrix)), axis=1)


def _signed(components: np.ndarray) -> np.ndarray:
    """The first of the entries that are largest in size becomes positive; rounding must not choose among equals."""
    for component in components:
        size = np.abs(component)
        if size.any() and component[np.argmax(size > size.max() * (1 - 1e-6))] < 0:
            component *= -1
    return components


def _whole(matrix: VoteMatrix, cells: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """(eigenvalues, strongest first, at most n; components) from the scalar products of the smaller side."""
    by_item = matrix.n_items <= matrix.n_people
    products = _products(matrix, cells, by_item)
    values, vectors = np.linalg.eigh(products)
    values, vectors = values[::-1][:n], vectors[:, ::-1][:, :n].T
    if by_item:
        return values, vectors
    rows = np.array([np.bincount(matrix.columns, cells * v[matrix.rows], minlength=matrix.n_items) for v in vectors])
    return values, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-300)


def _products(matrix: VoteMatrix, cells: np.ndarray, by_item: bool) -> np.ndarray:
    """XᵀX or XXᵀ, worked out a slab of the longer side at a time so that memory stays small."""
    if by_item:
        long, short = matrix.rows, matrix.columns
        length, side = matrix.n_people, matrix.n_items
    else:
        order = np.argsort(matrix.columns, kind="stable")
        long, short = matrix.columns[order], matrix.rows[order]
        cells = cells[order]
        length, side = matrix.n_items, matrix.n_people
    step = max(1, 2_000_000 // side)
    products = np.zeros((side, side))
    for low in range(0, length, step):
        first, last = np.searchsorted(long, [low, low + step])
        slab = np.zeros((min(step, length - low), side))
        slab[long[first:last] - low, short[first:last]] = cells[first:last]
        products += slab.T @ slab
    return products


def _lanczos(matrix: VoteMatrix, cells: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The same by Lanczos' method with full reorthogonalisation, from a fixed start."""
    size = matrix.n_items
    most = min(size, 2 * n + int(np.clip(STEP_WORK // matrix.n_votes, *STEPS)))
    counts = matrix.votes_per_person
    voters = np.flatnonzero(counts)
    basis = np.zeros((most, size))
    diagonal, beside = np.zeros(most), np.zeros(most)
    vector = np.random.default_rng(0).normal(size=size)
    vector /= np.linalg.norm(vector)
    values, vectors = np.zeros(0), np.zeros((0, size))
    for step in range(most):
        basis[step] = vector
        along = np.add.reduceat(cells * vector[matrix.columns], matrix.starts[voters])
        image: np.ndarray = np.bincount(matrix.columns, cells * np.repeat(along, counts[voters]), minlength=size)
        diagonal[step] = vector @ image
        for _ in range(2):  # once is not enough to keep the basis orthogonal to the last digit
            image = image - basis[: step + 1].T @ (basis[: step + 1] @ image)
        beside[step] = np.linalg.norm(image)
        done = step + 1 == most or beside[step] <= 1e-12 * diagonal[0]
        if done or (step >= 2 * n and step % CHECK == 0):
            inner = np.diag(diagonal[: step + 1]) + np.diag(beside[:step], 1) + np.diag(beside[:step], -1)
            ritz, turn = np.linalg.eigh(inner)
            values, turn = ritz[::-1][:n], turn[:, ::-1][:, :n]
            if done or np.all(beside[step] * np.abs(turn[-1]) <= OFF * values):
                vectors = turn.T @ basis[: step + 1]
                break
        vector = image / beside[step]
    return values, vectors
