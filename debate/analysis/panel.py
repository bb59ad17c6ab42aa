"""A few propositions that speak for everyone: proportional approval voting with local search.

Score of a set: Σ over people of 1 + 1/2 + … + 1/(members of the set that they agree with) (Thiele, 1895). A set that no
swap improves satisfies extended justified representation (Aziz, Elkind, Huang, Lackner, Sánchez-Fernández & Skowron,
2018): of any ℓ · n/k people who agree on ℓ same propositions, one at least has ℓ of them in the set.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np

from debate.analysis.votes import VoteMatrix

LEAST = 1e-9  # a gain below it is rounding


@dataclass(frozen=True)
class FairSet:
    """The chosen items' labels, most agreed with first; it can be iterated like a list of them.

    `approvals` are the people who agree with each; `represented` is the share of all people, in [0, 1], who agree with
    one at least, `members` (n_people,) with how many each person agrees.
    """

    items: tuple[Hashable, ...]
    approvals: tuple[int, ...]
    represented: float
    members: np.ndarray = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, at: int) -> Hashable:
        return self.items[at]

    def __contains__(self, item: object) -> bool:
        return item in self.items


def fair_set(matrix: VoteMatrix, size: int) -> FairSet:
    """At most `size` items such that every n/size people who agree on one have one that some of them agree with.

    Greedy, then the best swap again and again until none improves the score. Items with which nobody agrees are never
    chosen, so the set is smaller where too few are left. Ties go to the item that comes first. O(size · votes) for each
    swap tried. Raises ValueError for a negative size.
    """
    if size < 0:
        raise ValueError("a set has 0 or more items")
    agreed = np.asarray(matrix.values) > 0
    rows = np.asarray(matrix.rows, dtype=np.int64)[agreed]
    columns = np.asarray(matrix.columns, dtype=np.int64)[agreed]
    total = np.bincount(columns, minlength=matrix.n_items)
    order = np.argsort(columns, kind="stable")
    voters = np.split(rows[order], np.cumsum(total)[:-1])
    members = np.zeros(matrix.n_people, dtype=np.int64)
    chosen: list[int] = []

    def gains() -> np.ndarray:
        """What each item outside the set would add; −1 for those inside and those that nobody agrees with."""
        found = np.bincount(columns, 1 / (members[rows] + 1), matrix.n_items)
        found[chosen] = -1.0
        found[total == 0] = -1.0
        return found

    for _ in range(min(size, int((total > 0).sum()))):
        chosen.append(_first_best(gains()))
        members[voters[chosen[-1]]] += 1
    while swap := _best_swap(chosen, members, voters, gains):
        out, new = swap
        members[voters[out]] -= 1
        members[voters[new]] += 1
        chosen[chosen.index(out)] = new
    chosen.sort(key=lambda j: (-total[j], j))
    labels = [label.item() if isinstance(label, np.generic) else label for label in (matrix.items[j] for j in chosen)]
    share = float((members > 0).mean()) if matrix.n_people else 0.0
    return FairSet(tuple(labels), tuple(int(total[j]) for j in chosen), share, members)


def _first_best(gains: np.ndarray) -> int:
    """The largest, and of those that differ by rounding alone the first."""
    return int(np.argmax(gains >= gains.max() - LEAST))


def _best_swap(
    chosen: list[int], members: np.ndarray, voters: list[np.ndarray], gains: Callable[[], np.ndarray]
) -> tuple[int, int] | None:
    """The swap (out, in) that raises the score most; None where none does."""
    best, found = LEAST, None
    for out in sorted(chosen):
        loss = float((1 / members[voters[out]]).sum())
        members[voters[out]] -= 1
        without = gains()
        members[voters[out]] += 1
        new = _first_best(without)
        if without[new] - loss > best + LEAST:
            best, found = float(without[new] - loss), (out, new)
    return found
