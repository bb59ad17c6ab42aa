"""From ratings to base scores, and from raters to the doubt about a standing.

x = (stars − 1)/4 and quality q lie in [0, 1]. Bases are posterior means under weak priors (DESIGN, section 4);
the band is the Bayesian bootstrap (Rubin, 1981) over raters.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from debate.analysis.settings import (
    BAND,
    CAMP_LEAST,
    EVIDENCE_PRIOR,
    PRIOR,
    UNRATED_WEIGHT,
    Z_SORT,
)
from debate.analysis.strength import DanglingParent, Node, standing

Ratings = Iterable[tuple[Hashable, Hashable, float]] | Mapping[Hashable, Mapping[Hashable, float]]


def base_score(
    ratings: Mapping[Hashable, float] | Sequence[float],
    camps: Mapping[Hashable, Any] | Sequence[Any] | None = None,
    prior: tuple[float, float] = PRIOR,
) -> float:
    """Base of an argument from {rater: x}; with camps, the mean of the two camps that have two raters or more.

    A sequence of x stands for as many raters, and camps may then be a sequence of the same length.
    """
    ratings = ratings if isinstance(ratings, Mapping) else dict(enumerate(ratings))
    if camps is not None and not isinstance(camps, Mapping):
        camps = dict(enumerate(camps))
    a, b = prior
    values = list(ratings.values())
    pooled = (a + math.fsum(values)) / (a + b + len(values))
    if camps is None:
        return pooled
    groups: dict[Any, list[float]] = {}
    for rater, x in ratings.items():
        if rater in camps:
            groups.setdefault(camps[rater], []).append(x)
    if len(groups) != 2 or min(len(group) for group in groups.values()) < CAMP_LEAST:
        return pooled
    return sum((a + math.fsum(group)) / (a + b + len(group)) for group in groups.values()) / 2


def base_from_counts(n_a: int, sum_a: float, n_b: int, sum_b: float) -> float:
    """The same from the camps' counts and sums of x."""
    a, b = PRIOR
    if min(n_a, n_b) >= CAMP_LEAST:
        return ((a + sum_a) / (a + b + n_a) + (a + sum_b) / (a + b + n_b)) / 2
    return (a + sum_a + sum_b) / (a + b + n_a + n_b)


def evidence_base(n: int, sum_q: float) -> float:
    """Base of a citation: (0.8 + Σq)/(2 + n)."""
    return (EVIDENCE_PRIOR[0] + sum_q) / (sum(EVIDENCE_PRIOR) + n)


def edge_weight(n: int, sum_fit: float) -> float:
    """Mean fit (0–3) as a share; 0.5 while nobody rated it."""
    return sum_fit / n / 3 if n else UNRATED_WEIGHT


def lower_bound(n: int, sum_x: float) -> float:
    """For "strongest first": mean of the Beta posterior less 1.28 of its standard deviations, at least 0.

    Two people at five stars do not outrank forty at four and a half.
    """
    a, b = PRIOR
    mean = (a + sum_x) / (a + b + n)
    return max(0.0, mean - Z_SORT * math.sqrt(mean * (1 - mean) / (a + b + n + 1)))


def contest(n_a: int, sum_a: float, n_b: int, sum_b: float) -> float:
    """How differently the two camps rate it, in [0, 1]; shrunk while few have rated, 0 where one camp is silent."""
    if not n_a or not n_b:
        return 0.0
    shrink = math.sqrt(n_a / (n_a + 2) * n_b / (n_b + 2))
    return abs(sum_a / n_a - sum_b / n_b) * shrink


def grade_words(q: float, n: int) -> str:
    """Five grades of a source from its mean quality."""
    if not n:
        return "Unrated"
    return "High" if q >= 0.8 else "Moderate" if q >= 0.6 else "Low" if q >= 0.4 else "Very low"


def standing_interval(
    tree: Iterable[Node],
    ratings: Ratings,
    camps: Mapping[Hashable, Any] | None = None,
    draws: int = 1000,
    seed: int = 0,
    level: float = BAND,
    evidence: Iterable[tuple[Hashable, Hashable, float, float]] = (),
    citations: Collection[Hashable] = (),
) -> tuple[float, float, float, float]:
    """(low, median, high, share of draws above 0.5) of the root's standing.

    `ratings` are (argument, rater, x) or {argument: {rater: x}}; `evidence` (citation, rater, quality 0–1, fit 0–3);
    `camps` maps raters to one of two camps; `citations` are the nodes that are sources, rated or not. Each draw gives
    every rater one Exp(1) weight, used at all nodes, and the prior's pseudo-ratings Gamma weights of their own at each
    node: an argument that nobody rated is in doubt, not certainly weak. The order of the input changes nothing.

    Children are evaluated before parents, one vector of draws at a time: O((nodes + ratings) · draws) time, and
    memory for the raters and one line of descent only. Raises DanglingParent for ratings of unknown nodes and for a
    tree without a root, CycleError, and ValueError where x or a quality is not in [0, 1].
    """
    nodes = list(tree)
    rows: list[tuple] = _rows(ratings)
    cards = list(evidence)
    order = _children_first(nodes)
    _check({node.id for node in nodes}, [*rows, *cards])
    seats = {rater: at for at, rater in enumerate(sorted({row[1] for row in [*rows, *cards]}, key=_key))}
    rng = np.random.default_rng(seed)
    people = rng.exponential(size=(len(seats), draws))
    stars, sheets = _by_node(rows, seats), _by_node(cards, seats)
    sources = set(citations) | set(sheets)
    kinds = sorted({camps[row[1]] for row in rows if row[1] in camps}, key=_key) if camps else []
    camp_of = np.array([kinds.index(camps[r]) if camps and r in camps and len(kinds) == 2 else -1 for r in seats])
    pulls: dict[Hashable, list[np.ndarray]] = {}
    value = np.zeros(draws)
    for node in order:
        weight: float | np.ndarray = node.weight
        if node.id in sources:
            base, weight = _drawn_source(rng, people, sheets.get(node.id), node.weight)
        elif node.parent is None:
            base = np.full(draws, node.base)
        else:
            base = _drawn_base(rng, people, stars.get(node.id), camp_of)
        value = _pulled(base, pulls.pop(node.id, None))
        if node.parent is not None:
            pro_con = pulls.setdefault(node.parent, [np.zeros(draws), np.zeros(draws)])
            pro_con[node.polarity < 0] += (weight * value) ** 2
    tail = (1 - level) / 2
    low, median, high = np.quantile(value, [tail, 0.5, 1 - tail])
    return float(low), float(median), float(high), float((value > 0.5).mean())


def _rows(ratings: Ratings) -> list[tuple]:
    if isinstance(ratings, Mapping):
        return [(node, rater, x) for node, own in ratings.items() for rater, x in own.items()]
    return list(ratings)


def _key(thing: Hashable) -> tuple[str, str]:
    """An order for ids of any kind, so that a seed means the same draws however the rows arrive."""
    return type(thing).__name__, repr(thing)


def _check(known: Collection[Hashable], rows: Iterable[tuple]) -> None:
    for row in rows:
        if row[0] not in known:
            raise DanglingParent(f"{row[0]!r} is rated but not in the tree")
        if not 0 <= row[2] <= 1:
            raise ValueError(f"a rating lies between 0 and 1, not {row[2]!r}: turn stars into (stars - 1)/4")


def _by_node(rows: Iterable[tuple], seats: Mapping[Hashable, int]) -> dict[Hashable, np.ndarray]:
    """{node: array of (seat, value, …)}."""
    found: dict[Hashable, list[tuple]] = {}
    for row in sorted(rows, key=lambda row: seats[row[1]]):
        found.setdefault(row[0], []).append((seats[row[1]], *row[2:]))
    return {node: np.array(own, dtype=float) for node, own in found.items()}


def _children_first(nodes: list[Node]) -> list[Node]:
    """The first root's tree in post-order, siblings in the order of their ids; the root comes last."""
    below: dict[Hashable, list[Node]] = {}
    for node in sorted(nodes, key=lambda node: _key(node.id)):
        below.setdefault(node.parent, []).append(node)
    root = next((node for node in nodes if node.parent is None), None)
    if root is None:
        raise DanglingParent("a tree needs a root")
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(below.get(found[-1].id, ()))
    standing(nodes)  # names cycles and dangling parents as everywhere else
    return found[::-1]


def _drawn(
    rng: np.random.Generator, people: np.ndarray, own: np.ndarray | None, prior: tuple[float, float]
) -> np.ndarray:
    """Weighted share of ones among the ratings and the prior's pseudo-ratings, by draw."""
    draws: int = people.shape[1]
    yes = rng.standard_gamma(prior[0], size=draws)
    both = yes + rng.standard_gamma(prior[1], size=draws)
    if own is not None and len(own):
        mine = people[own[:, 0].astype(int)]
        yes += own[:, 1] @ mine
        both += mine.sum(axis=0)
    return yes / both


def _drawn_base(
    rng: np.random.Generator, people: np.ndarray, own: np.ndarray | None, camp_of: np.ndarray
) -> np.ndarray:
    if own is not None:
        camp = camp_of[own[:, 0].astype(int)]
        if min((camp == 0).sum(), (camp == 1).sum()) >= CAMP_LEAST:
            first, second = (_drawn(rng, people, own[camp == kind], PRIOR) for kind in (0, 1))
            return np.asarray((first + second) / 2)
    return _drawn(rng, people, own, PRIOR)


def _drawn_source(
    rng: np.random.Generator, people: np.ndarray, own: np.ndarray | None, weight: float
) -> tuple[np.ndarray, float | np.ndarray]:
    """Base and edge weight of a citation; while nobody rated its fit the node's own weight stays."""
    base = _drawn(rng, people, own, EVIDENCE_PRIOR)
    if own is None:
        return base, weight
    mine = people[own[:, 0].astype(int)]
    return base, own[:, 2] @ mine / mine.sum(axis=0) / 3


def _pulled(base: np.ndarray, pro_con: list[np.ndarray] | None) -> np.ndarray:
    """`influence` for all draws at once."""
    if pro_con is None:
        return base
    energy = np.sqrt(pro_con[0]) - np.sqrt(pro_con[1])
    pull = energy * energy
    pull /= 1 + pull
    return base + np.where(energy > 0, 1 - base, -base) * pull
