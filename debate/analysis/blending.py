"""How far to trust each model: item means, offsets and factors, blended by their errors on votes they had not seen."""

import numpy as np

from debate.analysis.factorisation import Cells, Solution, item_means, solve
from debate.analysis.folds import folds

SAMPLE = 100_000  # votes that are enough to choose the blend
MANY = 10_000  # votes from which on fewer folds do
SWEEPS = (6, 300)  # least and most
WORK = {"try": 10_000_000, "fit": 25_000_000}  # votes that all sweeps together may visit: it bounds their number
STEPS = 20  # of the grid of blends: twentieths


def sample(cells: Cells) -> Cells:
    """All votes, or those of every so-manieth person where there are too many to try things on."""
    step = -(-len(cells.values) // SAMPLE)
    return cells if step <= 1 else cells.part(cells.rows % step == 0)


def _sweeps(purpose: str, votes: int) -> int:
    return max(SWEEPS[0], min(SWEEPS[1], WORK[purpose] // max(1, votes)))


def weights(cells: Cells, factors: int, l2_intercept: float, l2_factor: float) -> np.ndarray:
    """Shares of offsets, of factors without the people's leanings and of both, twentieths that sum to 1 at most.

    What is missing from 1 goes to the item means. Chosen for the least squared error on votes that the models had not
    seen; between equals the simpler one.
    """
    count = 10 if len(cells.values) <= MANY else 4
    fold = folds(cells.rows, cells.columns, cells.values, cells.shape, count)
    sweeps = _sweeps("try", count * len(cells.values))
    gram, target = np.zeros((3, 3)), np.zeros(3)
    for k in range(count):
        seen, hidden = cells.part(fold != k), cells.part(fold == k)
        offsets = solve(seen, 0, l2_intercept, l2_factor, 1e-3, sweeps)
        full = solve(seen, factors, l2_intercept, l2_factor, 1e-3, sweeps, offsets)
        plain = item_means(seen, l2_intercept).at(hidden.rows, hidden.columns)
        both = full.at(hidden.rows, hidden.columns)
        steps = np.stack([offsets.at(hidden.rows, hidden.columns), both - full.persons[hidden.rows, 0], both]) - plain
        gram += steps @ steps.T
        target += steps @ (hidden.values - plain)
    twentieths = range(STEPS + 1)
    grid = np.array(
        [(i, j, k) for k in twentieths for j in twentieths[: STEPS + 1 - k] for i in twentieths[: STEPS + 1 - j - k]]
    )
    losses = np.einsum("gi,ij,gj->g", grid, gram, grid) / STEPS - 2 * grid @ target
    return np.asarray(grid[losses.argmin()] / STEPS)


def blended(
    cells: Cells, part: Cells, shares: np.ndarray, factors: int, l2_intercept: float, l2_factor: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """μ, persons (n, 1 + k) and items (m, 1 + k) of the blend, fitted to all votes.

    Each column of the persons' factors has mean square 1, and the item furthest out on it has a positive factor.
    """
    offsets, alone, both = shares.tolist()
    plain = item_means(cells, l2_intercept)
    rest = 1 - offsets - alone - both
    mu = rest * plain.mu
    persons, items = np.zeros((cells.shape[0], 1 + factors)), np.zeros((cells.shape[1], 1 + factors))
    items[:, 0] = rest * plain.items[:, 0]
    for k, leanings, weight in ((0, offsets, offsets), (factors, both, alone + both)):
        if weight:
            model = _fitted(cells, part, k, l2_intercept, l2_factor)
            mu += weight * model.mu
            persons[:, 0] += leanings * model.persons[:, 0]
            items[:, 0] += weight * model.items[:, 0]
            if k:
                scale = _scale(model)
                persons[:, 1:] = model.persons[:, 1:] / np.where(scale == 0, 1.0, scale)
                items[:, 1:] = weight * model.items[:, 1:] * scale
    return mu, persons, items


def _fitted(cells: Cells, part: Cells, factors: int, l2_intercept: float, l2_factor: float) -> Solution:
    if len(part.values) == len(cells.values):
        return solve(cells, factors, l2_intercept, l2_factor, sweeps=_sweeps("fit", len(cells.values)))
    # A large matrix starts where a part of it ended, with few sweeps to go.
    start = solve(part, factors, l2_intercept, l2_factor, 1e-4, 40)
    return solve(cells, factors, l2_intercept, l2_factor, 1e-3, _sweeps("fit", len(cells.values)), start)


def _scale(model: Solution) -> np.ndarray:
    """(k,): size of the persons' factors, negative where the item furthest out has a negative one."""
    theirs = model.items[:, 1:]
    furthest = np.take_along_axis(theirs, np.abs(theirs).argmax(axis=0)[None, :], axis=0)[0]
    size = np.sqrt((model.persons[:, 1:] ** 2).mean(axis=0))
    return np.asarray(np.where(furthest < 0, -size, size))
