"""The argument map of the thesis: columns by distance from it, drawn on the server.

Geometry is in attributes and paint in classes, so nothing is inline. The equal list stands below the picture.
"""

from dataclasses import dataclass
from textwrap import wrap

from debate.models import Link
from debate.queries.overviews import Row

COLUMN, ROW, WIDTH, HEIGHT, TOP = 230, 46, 190, 34, 8


@dataclass(frozen=True)
class Box:
    row: Row
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    path: str
    opposes: bool


@dataclass(frozen=True)
class Map:
    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int
    outside: list[Row]  # propositions that the article does not use for its thesis


def map_of(rows: list[Row], links: list[Link]) -> Map:
    """Propositions that lead to the thesis (or to a conclusion elsewhere), each in the column of its longest way."""
    by_id = {row.thread.proposition_id: row for row in rows}
    used = leading_to_thesis(rows, links)
    usable = [link for link in links if link.premise_id in used and link.conclusion_id in used]
    columns = _columns([(link.premise_id, link.conclusion_id) for link in usable])
    places: dict[int, Box] = {}
    heights: dict[int, int] = {}
    order = {row.thread.proposition_id: (not row.proposition.is_thesis, row.proposition.number) for row in rows}
    last = max(columns.values(), default=0)
    for pk in sorted(columns, key=lambda pk: (columns[pk], order[pk])):
        column = columns[pk]
        y = TOP + heights.get(column, 0) * ROW
        heights[column] = heights.get(column, 0) + 1
        row = by_id[pk]
        places[pk] = Box(row, column * COLUMN + 4, y, WIDTH, HEIGHT, wrapped(row.proposition.text))
    arrows = [
        Arrow(_curve(places[link.premise_id], places[link.conclusion_id]), link.relation == "opposes")
        for link in usable
    ]
    outside = [row for row in rows if row.thread.proposition_id not in places]
    height = TOP * 2 + max(heights.values(), default=1) * ROW
    return Map(list(places.values()), arrows, last * COLUMN + WIDTH + 8, height, outside)


def _columns(edges: list[tuple[int, int]]) -> dict[int, int]:
    """Longest distance to an end of the map; the map has no circles (the loader refuses them)."""
    out: dict[int, list[int]] = {}
    for premise, conclusion in edges:
        out.setdefault(premise, []).append(conclusion)
        out.setdefault(conclusion, [])
    column: dict[int, int] = {}

    def far(pk: int) -> int:
        if pk not in column:
            column[pk] = max((far(next_pk) + 1 for next_pk in out[pk]), default=0)
        return column[pk]

    for pk in out:
        far(pk)
    return column


def _curve(premise: Box, conclusion: Box) -> str:
    x1, x2 = premise.x, conclusion.x + conclusion.width
    bend = (x1 + x2) / 2
    return f"M{x1} {premise.middle:.0f}C{bend:.0f} {premise.middle:.0f} {bend:.0f} {conclusion.middle:.0f} {x2} {conclusion.middle:.0f}"


def leading_to_thesis(rows: list[Row], links: list[Link]) -> set[int]:
    """The thesis and all that leads to it, over however many steps; everything where no thesis is marked."""
    reached = {row.thread.proposition_id for row in rows if row.proposition.is_thesis}
    if not reached:
        return {row.thread.proposition_id for row in rows}
    waiting = list(reached)
    while waiting:
        conclusion = waiting.pop()
        for link in links:
            if link.conclusion_id == conclusion and link.premise_id not in reached:
                reached.add(link.premise_id)
                waiting.append(link.premise_id)
    return reached


def wrapped(text: str, most: int = 30) -> tuple[str, ...]:
    """The beginning of a proposition in at most two lines."""
    return tuple(wrap(text, most, max_lines=2, placeholder=" …"))
