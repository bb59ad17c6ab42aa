"""What a group stands for, and what everybody agrees on: the tests and the selection of Polis.

Source: the Computational Democracy Project's `repness` and `stats` (Clojure) and the definition of group-informed
consensus in Small et al. (2021). na, nd, ns are a group's agreements, disagreements and votes on an item.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

import numpy as np

from debate.analysis.settings import SHOWN_MOST, Z_REPRESENTATIVE
from debate.analysis.votes import VoteMatrix, in_order

Side = Literal["agree", "disagree"]
Labels = Mapping[Hashable, Hashable] | Sequence[Hashable] | np.ndarray


@dataclass(frozen=True)
class Representative:
    """Why an item stands for a group, which answers it on the side `repful_for`.

    `n_success` of `n_trials` votes are on that side; `p_success` is (n_success + 1)/(n_trials + 2) and `p_test` its z
    against one half. `repness` is p_success over the same figure of all other groups (above 0), `repness_test` the z of
    the difference. `best_agree` marks the one chosen as what the group agrees on most, with `n_agree` of them: show it as an
    agreement. Polis words even that one by the side on which the group differs more, so `repful_for` may be "disagree".
    """

    item: Hashable
    repful_for: Side
    n_success: int
    n_trials: int
    p_success: float
    p_test: float
    repness: float
    repness_test: float
    best_agree: bool = False
    n_agree: int | None = None


@dataclass(frozen=True)
class Majority:
    """An item on which most are of one mind; fields as in `Representative`, over all people."""

    item: Hashable
    n_success: int
    n_trials: int
    p_success: float
    p_test: float


class Consensus(TypedDict):
    """Strongest first."""

    agree: list[Majority]
    disagree: list[Majority]


@dataclass(frozen=True, eq=False)
class _Side:
    """Figures of one side, agree or disagree, each (groups, n_items)."""

    n: np.ndarray
    p: np.ndarray
    p_test: np.ndarray
    rep: np.ndarray
    rep_test: np.ndarray


def representative(
    matrix: VoteMatrix, labels: Labels, most: int = SHOWN_MOST, excluded: Collection[Hashable] = ()
) -> dict[Hashable, list[Representative]]:
    """{group: its representative items}, groups in ascending order, items as Polis lists them, at most `most` each.

    `labels` are one a person in the order of `matrix.people`, or {person: label}; None, NaN and negative numbers mean
    no group, and such votes count nowhere. An item qualifies where both z, of the share and of the difference to the
    other groups, exceed 1.2816 on the same side. Ordered by repness · its z · share · its z; before them the best
    agreement, so that a group is shown by something it says yes to; then agreements before disagreements. Where none
    qualifies, the best agreement alone, or else the item that differs most. Equal ones stay in the order of the items.
    `excluded` items are never listed. Raises ValueError for labels of another number than people.
    """
    names, member = _members(matrix, labels)
    agrees, disagrees, votes = _counts(matrix, member, len(names))
    pro, con = _side(agrees, votes), _side(disagrees, votes)
    hidden = set(excluded)
    shown = [at for at, item in enumerate(matrix.items) if item not in hidden]
    return {name: _chosen(matrix, group, pro, con, votes, shown, most) for group, name in enumerate(names)}


def majority_consensus(matrix: VoteMatrix, most: int = SHOWN_MOST, excluded: Collection[Hashable] = ()) -> Consensus:
    """{"agree": […], "disagree": […]}: items with (n + 1)/(votes + 2) above one half and its z above 1.2816.

    Over all people, in a group or not. At most `most` a side, by share · z; equal ones in the order of the items.
    """
    votes = matrix.votes_per_item
    hidden = set(excluded)
    shown = np.array([item not in hidden for item in matrix.items], dtype=bool)

    def top(n: np.ndarray) -> list[Majority]:
        p, z = (n + 1) / (votes + 2), prop_test(n, votes)
        found = np.flatnonzero(shown & (p > 0.5) & (z > Z_REPRESENTATIVE))
        found = found[np.argsort(-(p * z)[found], kind="stable")][:most]
        return [Majority(matrix.items[i], int(n[i]), int(votes[i]), float(p[i]), float(z[i])) for i in found]

    return {"agree": top(matrix.agrees), "disagree": top(matrix.disagrees)}


def group_informed_consensus(matrix: VoteMatrix, labels: Labels) -> np.ndarray:
    """Π over groups of (A + 1)/(S + 2), A agreements among S votes: (n_items,) in (0, 1), 1 where there is no group.

    `labels` as for `representative`. Comparable within one debate only: more groups make smaller products.
    """
    names, member = _members(matrix, labels)
    agrees, _, votes = _counts(matrix, member, len(names))
    return np.asarray(((agrees + 1) / (votes + 2)).prod(axis=0))


def prop_test(n: np.ndarray, votes: np.ndarray) -> np.ndarray:
    """z of a share against one half, with one success and one trial added; any real number."""
    return 2 * np.sqrt(votes + 1) * ((n + 1) / (votes + 1) - 0.5)


def two_prop_test(n: np.ndarray, others: np.ndarray, votes: np.ndarray, others_votes: np.ndarray) -> np.ndarray:
    """z of the difference of two shares, one success and one trial added to each; 0 where all succeed."""
    a, b, s, t = n + 1, others + 1, votes + 1, others_votes + 1
    pooled = (a + b) / (s + t)
    spread = np.sqrt(pooled * np.maximum(1 - pooled, 0) * (1 / s + 1 / t))
    return np.where(a + b < s + t, (a * t - b * s) / (s * t) / np.where(spread > 0, spread, 1), 0.0)


def _members(matrix: VoteMatrix, labels: Labels) -> tuple[tuple[Hashable, ...], np.ndarray]:
    """(names of the groups, position among them of each person or −1)."""
    if isinstance(labels, Mapping):
        given = [labels.get(person) for person in matrix.people]
    else:
        given = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(given) != matrix.n_people:
        raise ValueError(f"{len(given)} labels for {matrix.n_people} people.")
    names = in_order({label for label in given if _is_group(label)})
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[label] if _is_group(label) else -1 for label in given], dtype=np.int64)


def _is_group(label: object) -> bool:
    return label is not None and not (isinstance(label, (int, float, np.number)) and not label >= 0)


def _counts(matrix: VoteMatrix, member: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Agreements, disagreements and votes, each (k, n_items)."""
    group = member[matrix.rows]
    cells = group * matrix.n_items + matrix.columns
    shape, size = (k, matrix.n_items), k * matrix.n_items

    def count(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(cells[chosen & (group >= 0)], minlength=size).reshape(shape)

    return count(matrix.values == 1), count(matrix.values == -1), count(np.ones(matrix.n_votes, dtype=bool))


def _side(n: np.ndarray, votes: np.ndarray) -> _Side:
    others, others_votes = n.sum(axis=0) - n, votes.sum(axis=0) - votes
    p = (n + 1) / (votes + 2)
    rep = (n + 1) * (others_votes + 2) / ((votes + 2) * (others + 1))
    return _Side(n, p, prop_test(n, votes), rep, two_prop_test(n, others, votes, others_votes))


def _chosen(
    matrix: VoteMatrix, group: int, pro: _Side, con: _Side, votes: np.ndarray, shown: list[int], most: int
) -> list[Representative]:
    def passes(side: _Side, at: int) -> bool:
        return bool(side.rep_test[group, at] > Z_REPRESENTATIVE and side.p_test[group, at] > Z_REPRESENTATIVE)

    def finished(at: int) -> Representative:
        is_pro = pro.rep_test[group, at] > con.rep_test[group, at]
        side: _Side = pro if is_pro else con
        return Representative(
            item=matrix.items[at],
            repful_for="agree" if is_pro else "disagree",
            n_success=int(side.n[group, at]),
            n_trials=int(votes[group, at]),
            p_success=float(side.p[group, at]),
            p_test=float(side.p_test[group, at]),
            repness=float(side.rep[group, at]),
            repness_test=float(side.rep_test[group, at]),
        )

    sufficient = [finished(at) for at in shown if passes(pro, at) or passes(con, at)]
    best, best_z, agreed = None, 0.0, None
    for at in shown:
        z = max(pro.rep_test[group, at], con.rep_test[group, at])
        if best is None or z > best_z:
            best, best_z = at, _single(z)
        if _beats_best_agreement(group, pro, con, at, agreed):
            agreed = at
    head = [] if agreed is None else [replace(finished(agreed), best_agree=True, n_agree=int(pro.n[group, agreed]))]
    if not sufficient:
        return head or ([] if best is None else [finished(best)])
    first = head[0].item if head else None
    rest = sorted((one for one in sufficient if not head or one.item != first), key=_weight)
    listed = [*head, *rest][:most]
    return sorted(listed, key=lambda one: one.repful_for != "agree")


def _beats_best_agreement(group: int, pro: _Side, con: _Side, at: int, best: int | None) -> bool:
    """Polis's rule: by all four figures once the best one is more agreed to here than elsewhere, by the share till then."""
    if pro.n[group, at] == 0 and con.n[group, at] == 0:
        return False
    if best is None:
        return bool(pro.p_test[group, at] > Z_REPRESENTATIVE or (pro.rep[group, at] > 1 and pro.p[group, at] > 0.5))
    parts = (pro.rep, pro.rep_test, pro.p, pro.p_test) if pro.rep[group, best] > 1 else (pro.p, pro.p_test)
    here = there = 1.0
    for part in parts:
        here, there = here * part[group, at], there * part[group, best]
    return bool(here > there)


def _weight(one: Representative) -> float:
    return -(one.repness * _single(one.repness_test) * one.p_success * one.p_test)


def _single(z: float) -> float:
    """Polis keeps this z in single precision, and compares with what it kept."""
    return float(np.float32(z))
