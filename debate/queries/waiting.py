"""What awaits an answer."""

from typing import Any

from debate.enums import ArgumentState, Side
from debate.models import Argument
from debate.queries.overviews import Row


def awaiting_answer(viewer: Any, rows: list[Row], most: int = 3) -> list[Argument]:
    """The strongest rebuttals of a debate that nobody has rebutted: one statement.

    `rows` are the debate's propositions as the viewer may see them. Only those they have voted on count: the choice
    follows the ratings, and a thread's arguments stay closed until the first vote.
    """
    shown = [row.thread.proposition_id for row in rows if not row.is_blind]
    if not rows:
        return []
    found = Argument.objects.filter(
        debate=rows[0].debate, proposition__in=shown, state=ArgumentState.VISIBLE, side=Side.CON, rebuttals=0
    )
    return list(found.select_related("proposition").order_by("-score", "-id")[:most])


def waiting_unseen(rows: list[Row]) -> int:
    """Unanswered rebuttals below propositions on which the viewer has not voted."""
    return sum(row.thread.unanswered for row in rows if row.is_blind)
