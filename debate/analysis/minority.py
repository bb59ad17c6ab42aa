"""The minority report: what the smaller side itself holds to be its strongest reason, so that no majority can vote it away."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from debate.analysis.agreement import wilson
from debate.analysis.ratings import lower_bound

MINORITY_LEAST = 3  # people; fewer are a person or two, and would be named by it
RATERS_LEAST = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One visible argument: `stand` +1 for its proposition, −1 against; raters and their sum of stars − 1 by camp.

    Camp a are those who agreed before reading, camp b everybody else.
    """

    id: Hashable
    proposition: Hashable
    stand: int
    raters_a: int
    sum_a: int
    raters_b: int
    sum_b: int


@dataclass(frozen=True, slots=True)
class Dissent:
    """The minority of one proposition and the reason that it rates highest itself (`raters` of its camp, mean stars 1–5)."""

    proposition: Hashable
    stand: int
    people: int
    reason: Hashable
    raters: int
    mean: float


def minority_report(votes: Mapping[Hashable, tuple[int, int, int]], reasons: Iterable[Reason]) -> list[Dissent]:
    """One dissent for each proposition with a majority beyond doubt, the largest minority first.

    `votes` are (agree, unsure, disagree) by proposition. A majority is beyond doubt where the Wilson interval of the
    share that agrees leaves one half out; the minority is then the other side, the unsure not counted in. Only its
    own camp's ratings choose the reason, by their lower bound (`ratings.lower_bound`), the smallest id on a tie.
    """
    best: dict[Hashable, tuple[tuple[float, int], Reason]] = {}
    sides = {key: side for key, counts in votes.items() if (side := _smaller_side(*counts))}
    for reason in reasons:
        stand, _ = sides.get(reason.proposition, (0, 0))
        if reason.stand != stand:
            continue
        n, total = (reason.raters_a, reason.sum_a) if stand > 0 else (reason.raters_b, reason.sum_b)
        if n < RATERS_LEAST:
            continue
        rank = (lower_bound(n, total / 4), n)
        held = best.get(reason.proposition)
        if held is None or rank > held[0] or (rank == held[0] and repr(reason.id) < repr(held[1].id)):
            best[reason.proposition] = (rank, reason)
    found: list[Dissent] = []
    for key, (_, reason) in best.items():
        stand, people = sides[key]
        n, total = (reason.raters_a, reason.sum_a) if stand > 0 else (reason.raters_b, reason.sum_b)
        found.append(Dissent(key, stand, people, reason.id, n, 1 + total / n))
    return sorted(found, key=lambda dissent: (-dissent.people, repr(dissent.proposition)))


def _smaller_side(agree: int, unsure: int, disagree: int) -> tuple[int, int] | None:
    """(+1 or −1, people) of the minority, None where there is no majority beyond doubt or hardly anybody dissents."""
    votes = agree + unsure + disagree
    if not votes:
        return None
    low, high = wilson(agree, votes)
    if low > 0.5 and disagree >= MINORITY_LEAST:
        return -1, disagree
    if high < 0.5 and agree >= MINORITY_LEAST:
        return 1, agree
    return None
