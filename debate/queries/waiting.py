"""What awaits an answer."""

from typing import Any

from debate.enums import ArgumentState, Side
from debate.models import Argument, Debate
from debate.queries.debates import readable_by


def awaiting_answer(viewer: Any, debate: Debate, most: int = 5) -> list[Argument]:
    """The strongest rebuttals of a debate that nobody has rebutted."""
    rows = Argument.objects.filter(
        debate=debate, debate__in=readable_by(viewer), state=ArgumentState.VISIBLE, side=Side.CON, rebuttals=0
    )
    return list(rows.select_related("author", "proposition", "parent").order_by("-score", "-id")[:most])
