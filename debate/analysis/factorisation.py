"""Alternating ridge least squares for rating = μ + i_person + i_item + f_person · f_item, on the votes alone.

Model and weights are those of Community Notes (Wojcik et al., 2022, "Birdwatch: Crowd wisdom and bridging algorithms";
the project's open code). As in that code the errors and the squares of each kind of parameter enter as *means*, which
makes the ridge of one parameter its weight times the votes that such a parameter has on average. Taken as sums the
same weights would shrink next to nothing, and the model would learn a class of twenty by heart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BLOCK = 1 << 16  # votes looked at together: the temporary arrays stay in the processor's cache
POWER_STEPS = 30


@dataclass(frozen=True)
class Cells:
    """Votes as three arrays of one length: row and column (integers) and value (float64); shape is (people, items)."""

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    shape: tuple[int, int]

    def part(self, chosen: np.ndarray) -> Cells:
        """The votes that a mask or a list of positions chooses, in the same shape."""
        return Cells(self.rows[chosen], self.columns[chosen], self.values[chosen], self.shape)

    def blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        for at in range(0, len(self.values), BLOCK):
            cut = slice(at, at + BLOCK)
            yield self.rows[cut], self.columns[cut], self.values[cut]

    def counts(self) -> tuple[np.ndarray, np.ndarray]:
        """Votes by person and by item."""
        return (
            np.bincount(self.rows, minlength=self.shape[0]).astype(float),
            np.bincount(self.columns, minlength=self.shape[1]).astype(float),
        )


@dataclass(frozen=True)
class Solution:
    """`persons` (people, 1 + k) and `items` (items, 1 + k): the intercept, then the factors."""

    mu: float
    persons: np.ndarray
    items: np.ndarray

    def at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Expected votes, one for each pair of row and column."""
        found = self.mu + self.persons[rows, 0] + self.items[columns, 0]
        for k in range(1, self.persons.shape[1]):
            found += self.persons[rows, k] * self.items[columns, k]
        return np.asarray(found)


def ridges(cells: Cells, l2_intercept: float, l2_factor: float, factors: int) -> tuple[np.ndarray, np.ndarray]:
    """Ridge of (intercept, factors…) of a person and of an item, each (1 + k,)."""
    weights = np.array([l2_intercept] + [l2_factor] * factors)
    voters, voted_on = (max(1, int(np.count_nonzero(count))) for count in cells.counts())
    return weights * len(cells.values) / voters, weights * len(cells.values) / voted_on


def item_means(cells: Cells, l2_intercept: float) -> Solution:
    """μ and item intercepts alone."""
    mu = float(cells.values.mean()) if len(cells.values) else 0.0
    ridge = ridges(cells, l2_intercept, 1.0, 0)[1][0]
    sums = np.bincount(cells.columns, cells.values - mu, cells.shape[1])
    items = sums / (cells.counts()[1] + max(ridge, 1e-12))
    return Solution(mu, np.zeros((cells.shape[0], 1)), items[:, None])


def moments(
    cells: Cells, side: int, other: np.ndarray, offset: float | np.ndarray = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What least squares of one side's parameters on the other's needs, from one pass over the votes.

    `side` 0 fits people, 1 items; `other` are the other side's (intercept, factors…); `offset` is a number or one for
    each of the other side. Returns the Gram matrices (size, 1 + k, 1 + k) of (1, factors…), their products with
    value − offset − intercept (size, 1 + k), and that target's sums of squares (size,).
    """
    size, width = cells.shape[side], other.shape[1]
    gram, target = np.zeros((size, width, width)), np.zeros((size, width))
    squares = np.zeros(size)
    known = other[:, 0] + offset
    for rows, columns, values in cells.blocks():
        own, far = (rows, columns) if side == 0 else (columns, rows)
        # Rows come sorted, so that a block touches few of them: sums over that stretch only.
        low, high = int(own.min()), int(own.max()) + 1
        own, span = own - low, slice(low, high)
        aim = values - known.take(far)
        basis = [None, *(other[:, k].take(far) for k in range(1, width))]
        squares[span] += np.bincount(own, aim * aim, high - low)
        for i, first in enumerate(basis):
            target[span, i] += np.bincount(own, aim if first is None else aim * first, high - low)
            for j, second in enumerate(basis[: i + 1]):
                if first is None:
                    sums = np.bincount(own, minlength=high - low)
                else:
                    sums = np.bincount(own, first if second is None else first * second, high - low)
                gram[span, i, j] += sums
                if i != j:
                    gram[span, j, i] += sums
    return gram, target, squares


def solve(
    cells: Cells,
    factors: int,
    l2_intercept: float,
    l2_factor: float,
    tolerance: float = 1e-6,
    sweeps: int = 300,
    start: Solution | None = None,
) -> Solution:
    """Fit by sweeps over items and people in turn, until a sweep moves the expected votes by less than `tolerance`.

    Deterministic: without `start` the factors begin at the leading singular vectors of what the intercepts leave.
    Of a `start` with as many factors only the items are taken; to one without factors they are added. Each sweep costs
    O(votes · k²); `sweeps` bounds their number.
    """
    rows, items = cells.shape
    if not len(cells.values):
        return Solution(0.0, np.zeros((rows, 1 + factors)), np.zeros((items, 1 + factors)))
    if start is None and factors:
        start = solve(cells, 0, l2_intercept, l2_factor, tolerance, sweeps)
    elif start is None:
        start = item_means(cells, l2_intercept)
    if start.items.shape[1] < 1 + factors:
        start = _with_factors(cells, start, factors)
    mu, persons, theirs = start.mu, start.persons, start.items
    person_ridge, item_ridge = (np.diag(ridge) for ridge in ridges(cells, l2_intercept, l2_factor, factors))
    counts = cells.counts()
    votes, mean = len(cells.values), float(cells.values.mean())
    first = persons.shape != (rows, 1 + factors) or not persons.any()
    for _ in range(sweeps):
        old_mu, old_persons, old_items = mu, persons, theirs
        if not first:
            gram, target, _squares = moments(cells, 1, persons, mu)
            theirs = np.linalg.solve(gram + item_ridge, target[:, :, None])[:, :, 0]
        first = False
        gram, target, _squares = moments(cells, 0, theirs, mu)
        persons = np.linalg.solve(gram + person_ridge, target[:, :, None])[:, :, 0]
        # Σ over votes of f_person · f_item comes free with the Gram matrices' first rows.
        explained = counts[1] @ theirs[:, 0] + (gram[:, 0, :] * persons).sum()
        mu = mean - float(explained) / votes
        moved = (mu - old_mu) ** 2
        for count, new, old in ((counts[0], persons, old_persons), (counts[1], theirs, old_items)):
            moved += float((count @ (new - old) ** 2).sum()) / votes if new.shape == old.shape else 1.0
        if moved < tolerance**2:
            break
    return Solution(mu, persons, theirs)


def _with_factors(cells: Cells, offsets: Solution, factors: int) -> Solution:
    """Offsets with the leading singular vectors of their residuals, by power iteration and deflation."""
    n, m = cells.shape
    left = cells.values - offsets.at(cells.rows, cells.columns)
    persons, items = np.zeros((n, 1 + factors)), np.zeros((m, 1 + factors))
    persons[:, :1], items[:, :1] = offsets.persons, offsets.items
    for k in range(1, 1 + factors):
        u: np.ndarray = np.zeros(n)
        u[np.bincount(cells.rows, left * left, n).argmax()] = 1.0
        v: np.ndarray = np.zeros(m)
        size = 0.0
        for _ in range(POWER_STEPS):
            v = np.bincount(cells.columns, left * u[cells.rows], m)
            size = float(np.linalg.norm(v))
            if size < 1e-9:
                break
            v = v / size
            u = np.bincount(cells.rows, left * v[cells.columns], n)
            size = float(np.linalg.norm(u))
            u = u / max(size, 1e-9)
        if size < 1e-9:
            break  # nothing is left to explain: this factor and the rest stay at zero
        persons[:, k], items[:, k] = u * np.sqrt(size), v * np.sqrt(size)
        left = left - persons[cells.rows, k] * items[cells.columns, k]
    return Solution(offsets.mu, persons, items)
