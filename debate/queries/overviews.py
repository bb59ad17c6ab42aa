"""Lists of propositions with their three numbers, for the front, the article, the debate and the sheet."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from debate.enums import KIND_TESTS, Kind
from debate.formats.labels import label_of
from debate.models import Debate, Proposition, Stance, Thread
from debate.queries.debates import Tally, stances_of, tallies, threads_of, visits_of
from debate.queries.figures import Figures, figures_of
from debate.rules.debates import is_blind


@dataclass
class Row:
    """One proposition as a viewer may see it: without figures before their own stance."""

    thread: Thread
    debate: Debate
    tally: Tally
    stance: Stance | None
    is_blind: bool
    seen: int | None = None  # the last argument they had read, where they have visited the thread

    @property
    def proposition(self) -> Proposition:
        return self.thread.proposition

    @property
    def url(self) -> str:
        return f"/debates/{self.debate.pk}/{self.proposition.number}/"

    @property
    def settled(self) -> str:
        return KIND_TESTS[Kind(self.proposition.kind)]

    @property
    def short(self) -> str:
        """A name for pictures and tables: the proposition's own slug in words."""
        return label_of(self.proposition.slug, self.proposition.text)

    @property
    def new(self) -> int:
        """Arguments posted since the viewer's last visit; none before the first one, when everything is new."""
        return 0 if self.seen is None else max(0, self.thread.last_number - self.seen)

    @cached_property
    def figures(self) -> Figures | None:
        return None if self.is_blind else figures_of(self.thread, self.tally)


def rows_of(viewer: Any, debate: Debate) -> list[Row]:
    """Every proposition of a debate in the article's order: four statements, whatever was said."""
    counts, mine, seen = tallies(viewer, debate), stances_of(viewer, debate), visits_of(viewer, debate)
    return [
        Row(
            thread,
            debate,
            counts.get(thread.proposition_id, {}),
            mine.get(thread.proposition_id),
            is_blind(viewer.is_authenticated, thread.proposition_id in mine, debate),
            seen.get(thread.proposition_id),
        )
        for thread in threads_of(viewer, debate)
    ]


def liveliest(rows: list[Row], most: int) -> list[Row]:
    lively = [row for row in rows if row.thread.last_argument_at]
    return sorted(lively, key=lambda row: row.thread.last_argument_at, reverse=True)[:most]


def ordered(rows: list[Row], order: str) -> list[Row]:
    """By activity, by what is unanswered, or by disagreement.

    Activity and unanswered rebuttals are no figures of a proposition. Disagreement is one: rows without enough votes
    come after those with, and blind rows last, in the article's order, so that their places tell nothing.
    """
    if order == "activity":
        quiet = [row for row in rows if not row.thread.last_argument_at]
        return liveliest(rows, len(rows)) + quiet
    if order == "unanswered":
        return sorted(rows, key=lambda row: (-row.thread.unanswered, row.proposition.number))
    if order == "disagreement":
        return sorted(rows, key=lambda row: (*_dispute(row), row.proposition.number))
    return rows


def _dispute(row: Row) -> tuple[int, float]:
    if row.figures is None:
        return 2, 0.0
    return (0, -row.figures.agreement.dispute) if row.figures.agreement.is_enough else (1, 0.0)


def moved_furthest(rows: list[Row], most: int = 3) -> list[Row]:
    """Where the share that agrees changed most among people who voted twice, as far as the viewer may see it."""
    paired = [row for row in rows if row.figures and row.figures.movement.is_enough and row.figures.movement.change]
    return sorted(paired, key=lambda row: (-abs(row.figures.movement.change), row.proposition.number))[:most]
