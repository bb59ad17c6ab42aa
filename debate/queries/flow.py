"""The flow sheet: the tree as a table, one column a turn of the exchange, as debate judges take it down."""

from dataclasses import dataclass
from typing import Any

from debate.enums import Side
from debate.models import Argument, Thread
from debate.queries.debates import readable_by
from debate.queries.threads import of_thread

COLUMNS = 4
MOST = 200


@dataclass
class Cell:
    argument: Argument
    span: int = 1  # rows it stands beside
    more: int = 0  # replies beyond the last column

    @property
    def is_for(self) -> bool:
        return self.argument.stand == Side.PRO

    @property
    def is_dropped(self) -> bool:
        """Nobody answered it: a line that stops."""
        return not self.argument.replies


@dataclass
class Sheet:
    rows: list[list[Cell | None]]  # None pads to the right; covered cells are left out
    exchanges: list[list[Cell]]  # the same by top-level argument, for narrow screens
    arguments: int
    left_out: int


def flow_rows(viewer: Any, thread: Thread) -> Sheet:
    """At most 200 arguments, in the order of posting, whole lines first; one statement."""
    rows = of_thread(thread).filter(depth__lte=COLUMNS, debate__in=readable_by(viewer))
    found = list(rows.select_related("author").order_by("path")[: MOST + 1])
    shown = found[:MOST]
    cells = {a.pk: Cell(a) for a in shown}
    lines: list[list[Cell]] = []
    for at, argument in enumerate(shown):
        cell = cells[argument.pk]
        follows = shown[at + 1] if at + 1 < len(shown) else None
        if argument.depth == COLUMNS:
            cell.more = argument.descendants
        if follows is None or follows.depth <= argument.depth:  # the end of a line
            lines.append(_line(cell, cells))
    table = _spans(lines)
    exchanges: list[list[Cell]] = []
    for argument in shown:
        if argument.depth == 1:
            exchanges.append([])
        if exchanges:
            exchanges[-1].append(cells[argument.pk])
    left = max(0, thread.last_number - len(shown))
    return Sheet(table, exchanges, len(shown), left)


def _line(cell: Cell, cells: dict[int, Cell]) -> list[Cell]:
    line = [cell]
    while line[0].argument.parent_id in cells:
        line.insert(0, cells[line[0].argument.parent_id])
    return line


def _spans(lines: list[list[Cell]]) -> list[list[Cell | None]]:
    """Each cell stands once, beside as many rows as there are lines through it."""
    count: dict[int, int] = {}
    for line in lines:
        for cell in line:
            count[cell.argument.pk] = count.get(cell.argument.pk, 0) + 1
    done: set[int] = set()
    table: list[list[Cell | None]] = []
    for line in lines:
        row: list[Cell | None] = []
        for cell in line:
            if cell.argument.pk not in done:
                done.add(cell.argument.pk)
                cell.span = count[cell.argument.pk]
                row.append(cell)
        table.append(row + [None] * (COLUMNS - len(line)))
    return table
