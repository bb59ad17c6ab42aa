"""What all propositions of a debate say together, as plain numbers and lists that can be kept: the sheet's computation.

Keys are the propositions' own. People appear as points only: nobody can be found in it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np

from debate.analysis.bridging import common_ground, fit
from debate.analysis.groups import Groups, group_informed_consensus, opinion_groups, representative
from debate.analysis.minority import Reason, minority_report
from debate.analysis.panel import fair_set
from debate.analysis.settings import VOTES_TO_GROUP
from debate.analysis.shapes import convex_hull
from debate.analysis.votes import VoteMatrix

POINTS_MOST = 400  # drawn; more would be a stain, and heavier than the page
FAIR = 5
BOTH = 5
ACCEPTED = 0.6  # of each group at least, for "what every group accepts"

Report = Callable[[int, str], None]


def together(
    matrix: VoteMatrix,
    votes: Mapping[Hashable, tuple[int, int, int]],
    reasons: Iterable[Reason],
    report: Report = lambda progress, stage: None,
) -> dict[str, Any]:
    """Common ground, opinion groups, a fair set of five and the minority report; JSON-ready.

    `votes` are (agree, unsure, disagree) by proposition. `report` hears how far the work is, 0–100. O(votes).
    """
    report(5, "looking for opinion groups")
    groups = opinion_groups(matrix)
    report(50, "looking for common ground")
    fitted = fit(matrix)
    labels = placed_labels(groups) if groups.verdict == "groups" else None
    common = [
        {"item": entry.item, "direction": entry.direction, "low": entry.low, "score": entry.score, "n": entry.n}
        for entry in common_ground(fitted, labels)
        if entry.is_common
    ]
    report(80, "choosing a fair set")
    fair = fair_set(matrix, FAIR)
    report(90, "writing the minority report")
    dissents = [
        {
            "proposition": d.proposition, "stand": d.stand, "people": d.people, "reason": d.reason,
            "raters": d.raters, "mean": d.mean,
        }
        for d in minority_report(votes, reasons)
    ]  # fmt: skip
    return {
        "people": matrix.n_people,
        "votes": matrix.n_votes,
        "common": common,
        "fair": {"items": list(fair.items), "represented": fair.represented},
        "groups": split_of(matrix, groups),
        "minority": dissents,
    }


def split_of(matrix: VoteMatrix, groups: Groups) -> dict[str, Any]:
    """The groups with what is needed to draw them and to place one more person; only the verdict where there are none."""
    found: dict[str, Any] = {
        "verdict": groups.verdict,
        "p": float(groups.p_value),
        "people": int(groups.placed.sum()),
    }
    if groups.verdict != "groups":
        return found
    labels, places = placed_labels(groups), np.asarray(groups.projection)
    kinds = range(groups.k)
    clouds = [[(float(x), float(y)) for x, y in places[labels == kind]] for kind in kinds]
    shares = shares_by_group(matrix, labels, groups.k)
    return found | {
        "k": groups.k,
        "least": least_votes(matrix, np.asarray(groups.placed)),
        "sizes": [len(cloud) for cloud in clouds],
        "points": points_of(clouds),
        "hulls": [[[_short(x), _short(y)] for x, y in convex_hull(cloud)] for cloud in clouds],
        "centers": np.asarray(groups.centers, dtype=float).tolist(),
        "items": list(matrix.items),
        "mean": np.asarray(groups.mean, dtype=float).tolist(),
        "components": np.asarray(groups.components, dtype=float).tolist(),
        "representative": telling_of(matrix, labels, groups.k),
        "both": both_of(matrix, labels, shares),
    }


def placed_labels(groups: Groups) -> np.ndarray:
    """The labels of those who voted enough to be placed, −1 for the others: they stand nowhere and speak for no group."""
    return np.where(groups.placed, groups.labels, -1)


def least_votes(matrix: VoteMatrix, placed: np.ndarray) -> int:
    """How many votes say where somebody stands: what the rule asks for, or what it took where people are few."""
    return min(VOTES_TO_GROUP, matrix.n_items, int(matrix.votes_per_person[placed].min()))


def points_of(clouds: list[list[tuple[float, float]]]) -> list[list[float]]:
    """[x, y, group] of everybody, or of every so many where there are too many to draw; groups keep their share."""
    step = max(1, -(-sum(len(cloud) for cloud in clouds) // POINTS_MOST))
    return [[_short(x), _short(y), kind] for kind, cloud in enumerate(clouds) for x, y in sorted(cloud)[::step]]


def _short(value: float) -> float:
    return round(value, 3)


def shares_by_group(matrix: VoteMatrix, labels: np.ndarray, k: int) -> np.ndarray:
    """(k, items, 3): how many of each group disagree, are unsure, agree."""
    group = labels[np.asarray(matrix.rows)]
    cell = (group * matrix.n_items + np.asarray(matrix.columns)) * 3 + np.asarray(matrix.values, dtype=np.int64) + 1
    counts = np.bincount(cell[group >= 0], minlength=3 * matrix.n_items * k)
    return counts[: 3 * matrix.n_items * k].reshape(k, matrix.n_items, 3)


def both_of(matrix: VoteMatrix, labels: np.ndarray, counts: np.ndarray) -> list[dict[str, Any]]:
    """What most of every group accepts, by group-informed consensus, with the share of each that agrees."""
    totals = counts.sum(axis=2)
    share = np.where(totals > 0, counts[:, :, 2] / np.maximum(totals, 1), 0.0)
    informed = np.asarray(group_informed_consensus(matrix, labels), dtype=float)
    order = sorted(np.flatnonzero((share >= ACCEPTED).all(axis=0)), key=lambda j: (-informed[j], j))
    return [{"item": matrix.items[j], "shares": [float(x) for x in share[:, j]]} for j in order[:BOTH]]


def telling_of(matrix: VoteMatrix, labels: np.ndarray, k: int) -> list[list[dict[str, Any]]]:
    """By group: the propositions that tell it apart, with the shares inside and outside."""
    counts = shares_by_group(matrix, labels, k)
    seats = {item: at for at, item in enumerate(matrix.items)}
    found = []
    chosen = representative(matrix, labels)
    for kind in range(k):
        inside, outside = counts[kind], counts.sum(axis=0) - counts[kind]
        rows = []
        for entry in chosen.get(kind, ()):
            agrees = entry.repful_for == "agree" or entry.best_agree
            at, side = seats[entry.item], 2 if agrees else 0
            rows.append(
                {
                    "item": entry.item,
                    "agrees": agrees,
                    "inside": float(inside[at, side] / max(1, inside[at].sum())),
                    "outside": float(outside[at, side] / max(1, outside[at].sum())),
                }
            )
        found.append(rows)
    return found
