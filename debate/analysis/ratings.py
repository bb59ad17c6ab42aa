"""From ratings to base scores, and from raters to the doubt about a standing.

x = (stars − 1)/4 and quality q lie in [0, 1]. Bases are posterior means under weak priors (DESIGN, section 4);
the band is the Bayesian bootstrap (Rubin, 1981) over raters.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping
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
from debate.analysis.strength import DanglingParent, Node


def base_score(
    ratings: Mapping[Hashable, float], camps: Mapping[Hashable, Any] | None = None, prior: tuple = PRIOR
) -> float:
    """Base of an argument from {rater: x}; with camps, the mean of the two camps that have two raters or more."""
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


def _sums(weights: np.ndarray, raters: np.ndarray, slots: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """(draws × size): Σ weight·value by slot; one pass over the ratings, sorted by slot."""
    out = np.zeros((weights.shape[0], size))
    if len(slots):
        order = np.argsort(slots, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(slots[order]) != 0])
        products = weights[:, raters[order]] * values[order]
        out[:, slots[order][starts]] = np.add.reduceat(products, starts, axis=1)
    return out


def standing_interval(
    tree: Iterable[Node],
    ratings: Iterable[tuple[Hashable, Hashable, float]],
    camps: Mapping[Hashable, Any] | None = None,
    draws: int = 1000,
    seed: int = 0,
    level: float = BAND,
    evidence: Iterable[tuple[Hashable, Hashable, float, float]] = (),
    citations: Collection[Hashable] = (),
) -> tuple[float, float, float, float]:
    """(low, median, high, share of draws above 0.5) of the root's standing.

    `ratings` are (argument, rater, x); `evidence` (citation, rater, quality 0–1, fit 0–3); `camps` maps raters to
    one of two camps; `citations` are the nodes that are sources, rated or not. Each draw gives every rater one
    Exp(1) weight, used at all nodes, and the prior's pseudo-ratings Gamma weights of their own at each node: an
    argument that nobody rated is in doubt, not certainly weak. Raises DanglingParent for ratings of unknown nodes.
    """
    nodes = list(tree)
    place = {node.id: at for at, node in enumerate(nodes)}
    roots = [at for at, node in enumerate(nodes) if node.parent is None]
    if not roots:
        raise DanglingParent("a tree needs a root")
    stars, cards = list(ratings), list(evidence)
    for row in (*stars, *cards):
        if row[0] not in place:
            raise DanglingParent(f"{row[0]!r} is rated but not in the tree")
    names = {rater: at for at, rater in enumerate(dict.fromkeys([r[1] for r in stars] + [r[1] for r in cards]))}
    rng = np.random.default_rng(seed)
    w = rng.exponential(size=(draws, max(1, len(names))))
    bases = np.tile(np.array([node.base for node in nodes]), (draws, 1))
    weights = np.tile(np.array([node.weight for node in nodes]), (draws, 1))
    sources = {place[node] for node in citations if node in place} | {place[row[0]] for row in cards}
    reasons = np.array([at not in sources and nodes[at].parent is not None for at in range(len(nodes))])
    _draw_bases(bases, w, rng, reasons, stars, place, names, camps or {})
    _draw_evidence(bases, weights, w, rng, sorted(sources), cards, place, names)
    at_root = _propagate(nodes, place, bases, weights)[:, roots[0]]
    tail = (1 - level) / 2
    low, median, high = np.quantile(at_root, [tail, 0.5, 1 - tail])
    return float(low), float(median), float(high), float((at_root > 0.5).mean())


def _pseudo(rng: np.random.Generator, prior: tuple[float, float], shape: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the prior's pseudo-ratings: (those at 1, all of them)."""
    yes, no = rng.gamma(prior[0], size=shape), rng.gamma(prior[1], size=shape)
    return yes, yes + no


def _draw_bases(
    bases: np.ndarray, w: np.ndarray, rng: np.random.Generator, reasons: np.ndarray,
    stars: list, place: dict, names: dict, camps: Mapping,
) -> None:  # fmt: skip
    """Fill the columns of arguments (`reasons`), pooled or as the mean of two camps."""
    size = bases.shape[1]
    slots = np.array([place[row[0]] for row in stars], dtype=int)
    raters = np.array([names[row[1]] for row in stars], dtype=int)
    x = np.array([row[2] for row in stars], dtype=float)

    def half(ours: np.ndarray) -> np.ndarray:
        yes, both = _pseudo(rng, PRIOR, bases.shape)
        total = _sums(w, raters[ours], slots[ours], x[ours], size)
        return (yes + total) / (both + _sums(w, raters[ours], slots[ours], np.ones(len(x[ours])), size))

    bases[:, reasons] = half(np.ones(len(stars), dtype=bool))[:, reasons]
    kinds = list(dict.fromkeys(camps[row[1]] for row in stars if row[1] in camps))
    if len(kinds) != 2:
        return
    members = [np.array([row[1] in camps and camps[row[1]] == kind for row in stars]) for kind in kinds]
    enough = reasons.copy()
    for ours in members:
        enough &= np.bincount(slots[ours], minlength=size) >= CAMP_LEAST
    if enough.any():
        bases[:, enough] = ((half(members[0]) + half(members[1])) / 2)[:, enough]


def _draw_evidence(
    bases: np.ndarray, weights: np.ndarray, w: np.ndarray, rng: np.random.Generator, sources: list[int],
    cards: list, place: dict, names: dict,
) -> None:  # fmt: skip
    """Fill the columns of citations, and the weight of their edges where someone rated the fit."""
    if not sources:
        return
    size = bases.shape[1]
    slots = np.array([place[row[0]] for row in cards], dtype=int)
    raters = np.array([names[row[1]] for row in cards], dtype=int)
    quality = _sums(w, raters, slots, np.array([row[2] for row in cards], dtype=float), size)
    fit = _sums(w, raters, slots, np.array([row[3] for row in cards], dtype=float), size)
    count = _sums(w, raters, slots, np.ones(len(cards)), size)
    yes, both = _pseudo(rng, EVIDENCE_PRIOR, (bases.shape[0], len(sources)))
    bases[:, sources] = (yes + quality[:, sources]) / (both + count[:, sources])
    rated = np.bincount(slots, minlength=size) > 0
    weights[:, rated] = fit[:, rated] / count[:, rated] / 3


def _propagate(nodes: list[Node], place: dict, bases: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """qe2 from the leaves up, a level at a time, all draws at once; (draws × nodes)."""
    parents = np.array([-1 if n.parent is None else place[n.parent] for n in nodes])
    polarity = np.array([n.polarity for n in nodes])
    values = bases.copy()
    pro, con = np.zeros_like(bases), np.zeros_like(bases)
    for level in reversed(_levels(nodes, parents)):
        e = np.sqrt(pro[:, level]) - np.sqrt(con[:, level])
        pull = e * e / (1 + e * e)
        base = bases[:, level]
        values[:, level] = base + np.where(e > 0, (1 - base) * pull, -base * pull)
        share = (weights[:, level] * values[:, level]) ** 2
        for energies, ours in ((pro, polarity[level] > 0), (con, polarity[level] < 0)):
            above = parents[level][ours]
            order = np.argsort(above, kind="stable")
            if len(order):
                starts = np.flatnonzero(np.r_[True, np.diff(above[order]) != 0])
                energies[:, above[order][starts]] += np.add.reduceat(share[:, ours][:, order], starts, axis=1)
    return values


def _levels(nodes: list[Node], parents: np.ndarray) -> list[np.ndarray]:
    """Indices by depth, the roots first."""
    children: dict[int, list[int]] = {}
    for at, parent in enumerate(parents):
        children.setdefault(int(parent), []).append(at)
    levels, now = [], children.get(-1, [])
    while now:
        levels.append(np.array(now))
        now = [child for at in now for child in children.get(at, ())]
    if sum(len(level) for level in levels) < len(nodes):
        raise DanglingParent("some nodes hang below nothing, or below one another")
    return levels
