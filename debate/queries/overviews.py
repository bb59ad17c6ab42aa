"""Lists of propositions with their three numbers, for the front, the article, the debate and the sheet."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from debate.models import Debate, Proposition, Stance, Thread
from debate.queries.debates import Tally, stances_of, tallies, threads_of
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

    @property
    def proposition(self) -> Proposition:
        return self.thread.proposition

    @property
    def url(self) -> str:
        return f"/debates/{self.debate.pk}/{self.proposition.number}/"

    @property
    def short(self) -> str:
        """A name for pictures and tables: the proposition's own slug in words."""
        return self.proposition.slug.replace("-", " ").capitalize()

    @cached_property
    def figures(self) -> Figures | None:
        return None if self.is_blind else figures_of(self.thread, self.tally)


def rows_of(viewer: Any, debate: Debate) -> list[Row]:
    """Every proposition of a debate in the article's order: three statements, whatever was said."""
    counts, mine = tallies(viewer, debate), stances_of(viewer, debate)
    return [
        Row(
            thread,
            debate,
            counts.get(thread.proposition_id, {}),
            mine.get(thread.proposition_id),
            is_blind(viewer.is_authenticated, thread.proposition_id in mine, debate),
        )
        for thread in threads_of(viewer, debate)
    ]


def liveliest(rows: list[Row], most: int) -> list[Row]:
    lively = [row for row in rows if row.thread.last_argument_at]
    return sorted(lively, key=lambda row: row.thread.last_argument_at, reverse=True)[:most]


def ordered(rows: list[Row], order: str) -> list[Row]:
    """By activity, disagreement or what is unanswered; blind rows keep the article's order at the end."""
    if order == "activity":
        quiet = [row for row in rows if not row.thread.last_argument_at]
        return liveliest(rows, len(rows)) + quiet
    if order == "unanswered":
        return sorted(rows, key=lambda row: (-row.thread.unanswered, row.proposition.number))
    if order == "disagreement":
        return sorted(
            rows, key=lambda row: (-row.figures.agreement.dispute if row.figures else 1, row.proposition.number)
        )
    return rows
