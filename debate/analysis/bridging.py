"""What is agreed across the camps: a shrunk one-factor model of the votes, and each proposition's support in it.

rating = μ + i_person + i_item + f_person · f_item. The factor takes up what divides the camps; what is left of an
item is what both share. Sources: Community Notes (see `factorisation`); blending by cross-validated errors is stacking
(Wolpert, 1992; Breiman, 1996).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from debate.analysis import blending
from debate.analysis.factorisation import Cells, moments
from debate.analysis.settings import BLEND_LEAST, COMMON_LEAST, LEVEL, PATIENCE, PSEUDO_VOTES, VOTES_LEAST
from debate.analysis.votes import VoteMatrix

HALF = 0.5


@dataclass(frozen=True, eq=False)
class Bridging:
    """A fitted model; n people, m items, k factors (0 … what was asked for).

    `mu`, `person_intercepts` (n,), `item_intercepts` (m,), `person_factors` (n, k), `item_factors` (m, k) make up the
    expected votes; each column of person factors has mean square 1 (all zero where the factor did not predict), and
    the item furthest out on it has a positive factor. `blend` is how much of the offsets, of the factors without the
    people's leanings and of both went in; what is missing from 1 is the plain item means.

    `support` (m,) is each item's expected vote of someone in the middle, between the camps, with its interval `low`,
    `high`, all in [−1, 1]. It is estimated from the item's own votes, given the people, and from two votes more, one for
    and one against: where nobody voted the interval is as wide as can be. `counts` (m, 3) are against, unsure, for.
    """

    people: Sequence[Hashable]
    items: Sequence[Hashable]
    mu: float
    person_intercepts: np.ndarray
    item_intercepts: np.ndarray
    person_factors: np.ndarray
    item_factors: np.ndarray
    blend: tuple[float, float, float]
    support: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray
    matrix: VoteMatrix = field(repr=False)
    _seats: tuple[dict[Hashable, int], dict[Hashable, int]] = field(repr=False)

    @property
    def intervals(self) -> np.ndarray:
        """(m, 2): `low` and `high` of each item's support."""
        return np.stack([self.low, self.high], axis=1)

    def predict(self, person: object, item: object) -> float | np.ndarray:
        """Expected vote in [−1, 1] of a person on an item, by their labels.

        With lists or arrays of labels (of one length, or one of them a single label) an array of as many votes. A label
        that was not in the votes counts as the average one.
        """
        if not isinstance(person, (list, np.ndarray)) and not isinstance(item, (list, np.ndarray)):
            return float(self._expected([person], [item])[0])
        return self._expected(*_paired(person, item))

    def _expected(self, persons: Sequence, items: Sequence) -> np.ndarray:
        rows, columns = (
            np.array([seats.get(_plain(label), -1) for label in labels], dtype=np.int64)
            for seats, labels in zip(self._seats, (persons, items), strict=True)
        )
        # Position −1 is the row of zeros at the end: the average person, the average item.
        expected = np.full(len(rows), self.mu)
        expected += np.append(self.person_intercepts, 0.0)[rows] + np.append(self.item_intercepts, 0.0)[columns]
        for k in range(self.person_factors.shape[1]):
            theirs = np.append(self.item_factors[:, k], 0.0)[columns]
            expected += np.append(self.person_factors[:, k], 0.0)[rows] * theirs
        return np.clip(expected, -1.0, 1.0)


def predict(fitted: Bridging, person: object, item: object) -> float | np.ndarray:
    """The same as `fitted.predict(person, item)`."""
    return fitted.predict(person, item)


def fit(
    matrix: VoteMatrix,
    factors: int = 1,
    l2_intercept: float = 0.15,
    l2_factor: float = 0.03,
    choose: bool = True,
    level: float = LEVEL,
) -> Bridging:
    """Fit the model with *at most* `factors` factors.

    With `choose`, cross-validation inside these votes decides how far to trust the people's leanings and the factors:
    the result blends item means, offsets (μ + i_person + i_item) and the factor model with and without its leanings,
    all with the given ridges, and a factor that does not predict gets no weight. Without `choose` it is the model with
    exactly as many factors; with `factors=0`, and below 20 votes, plain offsets.

    Deterministic, and free of the order and names of people and items. O(votes) time and memory. On large matrices the
    sweeps are bounded, and the blend is chosen on some 100,000 votes, those of every so many people in the matrix' order.

    Raises ValueError for a negative number of factors and for ridges that are not positive.
    """
    if factors < 0 or l2_intercept <= 0 or l2_factor <= 0:
        raise ValueError("factors are 0 or more, ridges more than 0")
    cells = Cells(
        np.asarray(matrix.rows, dtype=np.int64),
        np.asarray(matrix.columns, dtype=np.int64),
        np.asarray(matrix.values, dtype=np.float64),
        (matrix.n_people, matrix.n_items),
    )
    part = blending.sample(cells)
    if factors and choose and len(cells.values) >= BLEND_LEAST:
        weights = blending.weights(part, factors, l2_intercept, l2_factor)
    else:
        weights = np.array([0.0, 0.0, 1.0] if factors and not choose else [1.0, 0.0, 0.0])
    mu, persons, items = blending.blended(cells, part, weights, factors, l2_intercept, l2_factor)
    support, error = _supports(cells, persons, float(weights[1] + weights[2]))
    spread = NormalDist().inv_cdf((1 + level) / 2) * error
    kinds = cells.columns * 3 + cells.values.astype(np.int64) + 1
    counts = np.bincount(kinds, minlength=3 * cells.shape[1]).reshape(-1, 3)
    people, labels = _labels(matrix.people), _labels(matrix.items)
    return Bridging(
        people=people,
        items=labels,
        mu=mu,
        person_intercepts=persons[:, 0],
        item_intercepts=items[:, 0],
        person_factors=persons[:, 1:],
        item_factors=items[:, 1:],
        blend=(float(weights[0]), float(weights[1]), float(weights[2])),
        support=np.clip(support, -1, 1),
        low=np.clip(support - spread, -1, 1),
        high=np.clip(support + spread, -1, 1),
        counts=counts,
        matrix=matrix,
        _seats=({label: at for at, label in enumerate(people)}, {label: at for at, label in enumerate(labels)}),
    )


def _plain(label: object) -> Hashable:
    """NumPy's numbers and strings as Python's own, which is how they are looked up."""
    return label.item() if isinstance(label, np.generic) else label  # type: ignore[return-value]


def _labels(labels: Sequence | np.ndarray) -> list[Hashable]:
    return labels.tolist() if isinstance(labels, np.ndarray) else [_plain(label) for label in labels]


def _paired(person: object, item: object) -> tuple[list, list]:
    one, other = (list(x) if isinstance(x, (list, np.ndarray)) else [x] for x in (person, item))
    size = max(len(one), len(other)) if one and other else 0
    return (one * size if len(one) == 1 else one), (other * size if len(other) == 1 else other)


def _supports(cells: Cells, persons: np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Support of each item and its standard error, given the people's parameters.

    Least squares of the item's votes on (1, factors), less the voter's leaning as far as their votes bear it out, with
    one vote for and one against added at the middle. The slopes are held back the more, the less the factor predicted.
    The model's own intercept would not do: its ridge draws a rarely rated item to μ, that is, to the rest's support.
    """
    counts = cells.counts()
    known = persons.copy()
    known[:, 0] *= counts[0] / (counts[0] + PATIENCE)
    gram, target, squares = moments(cells, 1, known)
    width = persons.shape[1]
    prior = np.full(width, PSEUDO_VOTES / max(weight, 1e-9))
    prior[0] = PSEUDO_VOTES
    inverse = np.linalg.inv(gram + np.diag(prior))
    found = (inverse @ target[:, :, None])[:, :, 0]
    left = squares - 2 * (found * target).sum(axis=1) + np.einsum("ji,jik,jk->j", found, gram, found)
    left += PSEUDO_VOTES * (1 + found[:, 0] ** 2)
    error = np.sqrt(np.maximum(left, 0) / (counts[1] + PSEUDO_VOTES) * inverse[:, 0, 0])
    return found[:, 0], error


@dataclass(frozen=True, slots=True)
class Common:
    """One proposition in the ranking of common ground, seen from the side that it leans to.

    `direction` +1 agreed, −1 rejected, 0 neither. `score` in [0, 1] is the expected vote of someone in the middle, on
    that side, with its interval `low`, `high` in [−1, 1]. Of the `n` who voted, `share` are on that side; `shares` are the
    same by group where groups were given, `weakest` the least of them among groups with five votes or more.
    """

    item: Hashable
    direction: int
    score: float
    low: float
    high: float
    n: int
    share: float
    shares: dict[Hashable, float]
    weakest: float | None = None

    @property
    def is_common(self) -> bool:
        """Joint agreement or joint rejection, even at the cautious end, and no group is mostly elsewhere."""
        return self.low >= COMMON_LEAST and (self.weakest is None or self.weakest >= HALF)


def common_ground(votes: VoteMatrix | Bridging, labels: Sequence | np.ndarray | Mapping | None = None) -> list[Common]:
    """All propositions by the lower bound of their support across camps, agreement and rejection alike.

    `votes` is a matrix, or a model already fitted to it. `labels` are the people's groups, in the matrix' order or
    {person: group}, None or −1 for none; they add the groups' shares and change no rank: one factor cannot speak for
    six groups, so a proposition that one of them rejects stays in its place and is not called common. Equal bounds: more
    votes first, then the items' order.
    """
    fitted = votes if isinstance(votes, Bridging) else fit(votes)
    shares = _shares(fitted, labels)
    found = []
    for j, item in enumerate(fitted.items):
        support = float(fitted.support[j])
        direction = (support > 0) - (support < 0)
        low, high = float(fitted.low[j]), float(fitted.high[j])
        low, high = (-high, -low) if direction < 0 else (low, high)
        n = int(fitted.counts[j].sum())
        side = int(fitted.counts[j, 1 + direction])
        own = {group: float(table[j, 1 + direction] / table[j].sum()) for group, table in shares if table[j].any()}
        weakest = min((own[group] for group, table in shares if table[j].sum() >= VOTES_LEAST), default=None)
        found.append(Common(item, direction, abs(support), low, high, n, side / n if n else 0.0, own, weakest))
    places = range(len(found))
    return [found[j] for j in sorted(places, key=lambda j: (-found[j].low, -found[j].n, j))]


def _shares(fitted: Bridging, labels: Sequence | np.ndarray | Mapping | None) -> list[tuple[Hashable, np.ndarray]]:
    """(group, its votes against, unsure, for on each item), in the order of the groups."""
    if labels is None:
        return []
    own = [labels.get(person) for person in fitted.people] if isinstance(labels, Mapping) else _labels(labels)
    if len(own) != len(fitted.people):
        raise ValueError(f"{len(own)} labels for {len(fitted.people)} people")
    groups = sorted({label for label in own if label is not None and label != -1}, key=lambda x: (str(type(x)), x))
    seats = {group: at for at, group in enumerate(groups)}
    of_person = np.array([seats.get(label, -1) for label in own], dtype=np.int64)
    matrix, m = fitted.matrix, len(fitted.items)
    group = of_person[np.asarray(matrix.rows, dtype=np.int64)]
    cell = (group * m + np.asarray(matrix.columns)) * 3 + np.asarray(matrix.values, dtype=np.int64) + 1
    tables = np.bincount(cell[group >= 0], minlength=3 * m * len(groups)).reshape(len(groups), m, 3)
    return list(zip(groups, tables, strict=True))
