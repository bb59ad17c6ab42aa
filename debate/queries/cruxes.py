"""The article's own argument: where the thesis stands on its premises, and what would fall with each of them."""

from dataclasses import dataclass

from debate.analysis.cruxes import cruxes, strike
from debate.analysis.settings import NOTICED
from debate.analysis.strength import graph_standing
from debate.enums import Relation
from debate.models import Link
from debate.queries.overviews import Row

MOST = 8


@dataclass(frozen=True)
class CruxRow:
    """One proposition that the thesis leans on: where the thesis would go without it."""

    row: Row
    then: float
    flips: bool


@dataclass(frozen=True)
class MovedRow:
    """What a strike moved: standings on the map before and after."""

    row: Row
    before: float
    after: float


@dataclass(frozen=True)
class CruxTable:
    thesis: Row
    now: float  # the thesis on the map, after its premises
    rows: list[CruxRow]
    struck: list[Row]
    then: float  # the thesis with all of `struck` gone
    moved: list[MovedRow]
    is_partial: bool  # something is left out because the viewer has not voted on it

    @property
    def crosses(self) -> bool:
        return (self.now > 0.5) != (self.then > 0.5)


def crux_table(rows: list[Row], links: list[Link], struck: set[int]) -> CruxTable | None:
    """None where the article has no thesis or no links, or where the viewer may not see the thesis's figures yet.

    `struck` are the numbers of propositions that the reader takes away. No statement is asked.
    """
    by_id = {row.thread.proposition_id: row for row in rows}
    thesis = next((row for row in rows if row.proposition.is_thesis), None)
    edges = [
        (link.premise_id, link.conclusion_id, 1 if link.relation == Relation.SUPPORTS else -1)
        for link in links
        if link.premise_id in by_id and link.conclusion_id in by_id
    ]
    if thesis is None or thesis.figures is None or not edges:
        return None
    bases = {key: row.thread.standing for key, row in by_id.items()}
    at = thesis.thread.proposition_id
    now = graph_standing(bases, edges)[at]
    seen = [
        CruxRow(by_id[crux.proposition], crux.without, crux.flips)
        for crux in cruxes(bases, edges, at)
        if by_id[crux.proposition].figures and abs(crux.change) >= NOTICED
    ]
    seen = [crux for crux in seen if crux.row.proposition.number not in struck]
    gone = [row for row in rows if row.proposition.number in struck and row is not thesis and row.figures]
    result = strike(bases, edges, [row.thread.proposition_id for row in gone])
    moved = [
        MovedRow(by_id[one.proposition], one.before, one.after)
        for one in result.moved
        if by_id[one.proposition].figures and one.proposition != at
    ]
    partial = any(row.figures is None for row in rows)
    return CruxTable(thesis, now, seen[:MOST], gone, result.standings[at], moved, partial)
