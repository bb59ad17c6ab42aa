"""The flow sheet: the tree as a table, one column a turn of the exchange, as debate judges take it down."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from debate.enums import ArgumentState, Side
from debate.models import Argument, Citation, Thread
from debate.queries.debates import readable_by
from debate.queries.log import entries_for
from debate.queries.threads import Me, of_thread

COLUMNS = 4
MOST = 200


@dataclass
class Cell:
    argument: Argument
    span: int = 1  # rows it stands beside
    more: int = 0  # replies beyond the last column
    cards: int = 0  # sources cited
    entry: int = 0  # the log entry of a tombstone
    is_new: bool = False  # since the viewer's last visit

    @property
    def is_for(self) -> bool:
        return self.argument.stand == Side.PRO

    @property
    def is_dropped(self) -> bool:
        """Nobody answered it: a line that stops."""
        return self.argument.is_visible and not self.argument.replies

    @property
    def is_rated(self) -> bool:
        return bool(self.argument.raters_a + self.argument.raters_b)


@dataclass
class Sheet:
    rows: list[list[Cell | None]]  # None pads to the right; covered cells are left out
    exchanges: list[list[Cell]]  # the same by top-level argument, for narrow screens
    arguments: int
    unanswered: int
    left_out: int  # beyond the 200; what lies deeper than the last column is counted in its cells


def flow_rows(viewer: Any, thread: Thread, me: Me) -> Sheet:
    """At most 200 arguments, in the order of posting, whole lines first; three statements."""
    rows = of_thread(thread).filter(depth__lte=COLUMNS, debate__in=readable_by(viewer))
    found = list(rows.select_related("author").order_by("path")[: MOST + 1])
    shown = found[:MOST]
    cells = {a.pk: Cell(a, is_new=is_new(a, me)) for a in shown}
    _mark(viewer, cells)
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
    deeper = sum(cell.more for cell in cells.values())
    left = max(0, thread.last_number - len(shown) - deeper) if len(found) > MOST else 0
    return Sheet(table, exchanges, len(shown), sum(cell.is_dropped for cell in cells.values()), left)


def is_new(argument: Argument, me: Me) -> bool:
    return bool(me.seen_at and argument.number > me.seen and argument.author_id != me.id)


def _mark(viewer: Any, cells: dict[int, Cell]) -> None:
    """How many sources each cites, and which log entry explains a tombstone."""
    cited = Citation.objects.filter(argument__in=list(cells), debate__in=readable_by(viewer))
    for pk, count in cited.order_by().values_list("argument_id").annotate(Count("pk")):
        cells[pk].cards = count
    down = [pk for pk, cell in cells.items() if cell.argument.state in (ArgumentState.HIDDEN, ArgumentState.REMOVED)]
    for pk, entry in (entries_for(viewer, down) if down else {}).items():
        cells[pk].entry = entry


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
