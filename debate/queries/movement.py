"""What moved people: the arguments that they credited."""

from typing import Any

from debate.enums import ArgumentState
from debate.models import Argument, Debate
from debate.queries.debates import readable_by


def credited(viewer: Any, debate: Debate, propositions: list[int], most: int = 10) -> list[Argument]:
    """Visible arguments below these propositions that have deltas, most credited first: one statement."""
    rows = Argument.objects.filter(
        debate=debate, debate__in=readable_by(viewer), proposition__in=propositions,
        state=ArgumentState.VISIBLE, deltas__gt=0,
    )  # fmt: skip
    return list(rows.select_related("author", "proposition").order_by("-deltas", "-score", "-id")[:most])


def visible_by_id(viewer: Any, debate: Debate, ids: list[int]) -> dict[int, Argument]:
    """Those of the arguments that may still be read: one statement."""
    rows = Argument.objects.filter(
        pk__in=ids, debate=debate, debate__in=readable_by(viewer), state=ArgumentState.VISIBLE
    )
    return {row.pk: row for row in rows.select_related("author", "proposition")}
