"""What the propositions of a debate say together, as one viewer may see it: a snapshot read with the viewer's rows.

The snapshot names propositions by key; whatever the viewer has not voted on is left out here and counted.
"""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

from debate.enums import DebateKind, StanceValue
from debate.models import Argument, Snapshot
from debate.queries.overviews import Row
from debate.rules.limits import BREAKDOWN_LEAST

LIST = 6
LETTERS = "ABCDE"


@dataclass(frozen=True)
class MapData:
    """What is drawn, in the coordinates of the analysis: (x, y, group) for people, corners by group, the reader."""

    points: list[tuple[float, float, int]]
    hulls: list[list[tuple[float, float]]]
    sizes: list[int]
    me: tuple[float, float] | None = None


@dataclass(frozen=True)
class Shared:
    """A proposition on which the groups agree (direction +1) or which they turn down together (−1)."""

    row: Row
    direction: int


@dataclass(frozen=True)
class Telling:
    """What a group says more than the others, or agrees on best: shares of it and of the others on that side."""

    row: Row
    agrees: bool
    inside: float
    outside: float

    @property
    def is_apart(self) -> bool:
        return self.inside > self.outside


@dataclass(frozen=True)
class Group:
    letter: str
    size: int
    telling: list[Telling]
    is_mine: bool
    is_shown: bool  # in a class no figure of fewer than five people is told, neither of the group nor of the rest


@dataclass(frozen=True)
class Report:
    """One dissent of the minority report: the minority's own strongest reason."""

    row: Row
    argument: Argument
    people: int
    raters: int
    mean: float
    is_counted: bool  # a figure of fewer than five people is not told in a class

    @property
    def is_for(self) -> bool:
        return self.argument.stand > 0


def reasons_in(snapshot: Snapshot) -> list[int]:
    """The arguments that the snapshot quotes."""
    return [entry["reason"] for entry in snapshot.data.get("minority", ())]


class Together:
    """The parts of the sheet that need all propositions at once."""

    def __init__(self, snapshot: Snapshot, rows: list[Row], reasons: dict[int, Argument], *, is_showable: bool) -> None:
        self.snapshot, self.reasons, self.is_showable = snapshot, reasons, is_showable
        self.data: dict[str, Any] = snapshot.data if is_showable else {}
        self.rows = {row.thread.proposition_id: row for row in rows}
        self.seen = {key: row for key, row in self.rows.items() if row.figures}
        self.is_class = any(row.debate.kind == DebateKind.CLASSROOM for row in rows[:1])

    @cached_property
    def common(self) -> list[Shared]:
        found = self.data.get("common", ())
        return [Shared(self.seen[entry["item"]], entry["direction"]) for entry in found if entry["item"] in self.seen]

    @property
    def common_first(self) -> list[Shared]:
        return self.common[:LIST]

    @property
    def common_rest(self) -> list[Shared]:
        return self.common[LIST:]

    @cached_property
    def fair(self) -> list[Row]:
        return [self.seen[key] for key in self.data.get("fair", {}).get("items", ()) if key in self.seen]

    @property
    def represented(self) -> float | None:
        """The share who agree with one of the set; none while the viewer sees only some of it, whose share it is not."""
        kept = self.data.get("fair", {})
        return kept["represented"] if self.fair and len(self.fair) == len(kept["items"]) else None

    @property
    def split(self) -> dict[str, Any]:
        return self.data.get("groups", {})

    @property
    def is_split(self) -> bool:
        return self.split.get("verdict") == "groups"

    @property
    def of_a_hundred(self) -> int:
        """In how many of a hundred shuffled copies of the votes the split is less clear."""
        return min(99, round(100 * (1 - self.split.get("p", 1.0))))

    def place_of(self, votes: dict[int, int]) -> tuple[float, float] | None:
        """Where {proposition: −1, 0, +1} put somebody, by the components that everybody was put with."""
        split = self.split
        known = [(at, votes[key]) for at, key in enumerate(split.get("items", ())) if key in votes]
        if len(known) < split.get("least", 1):
            return None  # too few votes to say where somebody stands
        unit = sqrt(len(split["items"]) / len(known))
        x, y = (
            unit * sum((value - split["mean"][at]) * axis[at] for at, value in known) for axis in split["components"]
        )
        return x, y

    def group_of(self, votes: dict[int, int]) -> int | None:
        """The group whose centre is nearest; none where there is one group only."""
        place = self.place_of(votes) if self.is_split else None
        if place is None:
            return None
        centers = self.split["centers"]
        return min(
            range(len(centers)),
            key=lambda g: (centers[g][0] - place[0]) ** 2 + (centers[g][1] - place[1]) ** 2,
        )

    @cached_property
    def my_votes(self) -> dict[int, int]:
        mine = {key: row.stance.now for key, row in self.rows.items() if row.stance}
        return {key: (now > 0) - (now < 0) for key, now in mine.items() if now != StanceValue.DONT_KNOW}

    @cached_property
    def votes_missing(self) -> int:
        """How many more votes the viewer needs for a place on the map: as many as those have who shaped it."""
        return max(0, self.split.get("least", 1) - sum(key in self.my_votes for key in self.split.get("items", ())))

    @cached_property
    def me(self) -> tuple[float, float] | None:
        return None if self.votes_missing else self.place_of(self.my_votes)

    @cached_property
    def my_group(self) -> int | None:
        return None if self.votes_missing else self.group_of(self.my_votes)

    @property
    def my_letter(self) -> str:
        return "" if self.my_group is None else LETTERS[self.my_group]

    @property
    def map(self) -> MapData:
        points = [(x, y, g) for x, y, g in self.split["points"]]
        return MapData(
            points, [[(x, y) for x, y in hull] for hull in self.split["hulls"]], self.split["sizes"], self.me
        )

    @cached_property
    def groups(self) -> list[Group]:
        found = []
        for at, size in enumerate(self.split.get("sizes", ())):
            telling = [
                Telling(self.seen[entry["item"]], entry["agrees"], entry["inside"], entry["outside"])
                for entry in self.split["representative"][at]
                if entry["item"] in self.seen
            ]
            shown = self._may_tell(size, sum(self.split["sizes"]) - size)
            found.append(Group(LETTERS[at], size, telling if shown else [], at == self.my_group, shown))
        return found

    @cached_property
    def both(self) -> list[tuple[Row, list[float]]]:
        """What every group accepts, with the share of each that agrees."""
        if not all(group.is_shown for group in self.groups):
            return []
        found = self.split.get("both", ())
        return [(self.seen[entry["item"]], entry["shares"]) for entry in found if entry["item"] in self.seen]

    @cached_property
    def minority(self) -> list[Report]:
        found = []
        for entry in self.data.get("minority", ()):
            row, argument = self.seen.get(entry["proposition"]), self.reasons.get(entry["reason"])
            if row and argument:
                counted = self._may_tell(entry["people"], entry["raters"])
                found.append(Report(row, argument, entry["people"], entry["raters"], entry["mean"], counted))
        return found

    def _may_tell(self, *people: int) -> bool:
        return not self.is_class or min(people) >= BREAKDOWN_LEAST

    @property
    def progress_said(self) -> str:
        """How far the work behind the page is, for those who wait for it."""
        work = self.snapshot
        return f"{work.progress}%: {work.stage}." if work.progress else "Newer votes or arguments have come in."

    @property
    def hidden(self) -> int:
        return len(self.rows) - len(self.seen)
