"""The stances of a debate as the mathematics wants them; for computations behind the page, so without a viewer."""

from collections.abc import Hashable
from typing import Any

import numpy as np
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from debate.analysis.settings import VERSION
from debate.enums import ArgumentState, StanceValue
from debate.models import Argument, Debate, Stance, StanceTally, Thread

CHUNK = 20_000


def triples_of(debate: Debate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(participants, propositions, agree +1 / unsure 0 / disagree −1) of the newest stances; "don't know" is no vote."""
    rows = (
        Stance.objects.filter(debate=debate)
        .annotate(now=Coalesce("after", "before"))
        .exclude(now=StanceValue.DONT_KNOW)
    )
    found = rows.order_by().values_list("participant_id", "proposition_id", "now").iterator(CHUNK)
    table = np.fromiter(((p, q, v) for p, q, v in found), dtype=np.dtype("i8,i8,i1"))
    return table["f0"], table["f1"], np.sign(table["f2"]).astype(np.int8)


def counts_of(debate: Debate) -> dict[Hashable, tuple[int, int, int]]:
    """(agree, unsure, disagree) by proposition, from the tally."""
    found: dict[Hashable, list[int]] = {}
    rows = StanceTally.objects.filter(debate=debate, people__gt=0).annotate(now=Coalesce("after", "before"))
    for proposition, value, people in rows.values_list("proposition_id", "now", "people"):
        if value != StanceValue.DONT_KNOW:
            at = 0 if value > 0 else 2 if value < 0 else 1
            found.setdefault(proposition, [0, 0, 0])[at] += people
    return {key: (counts[0], counts[1], counts[2]) for key, counts in found.items()}


def reasons_of(debate: Debate) -> list[tuple]:
    """(id, proposition, stand, raters and sum of camp a, of camp b) of the visible top-level arguments that are rated."""
    rows = Argument.objects.filter(debate=debate, depth=1, state=ArgumentState.VISIBLE)
    rated = rows.annotate(raters=F("raters_a") + F("raters_b")).filter(raters__gt=0)
    return list(rated.values_list("id", "proposition_id", "stand", "raters_a", "sum_a", "raters_b", "sum_b"))


def mark_of(debate: Debate) -> str:
    """Names the state of the whole debate: it changes with every write below it and with the mathematics."""
    total = Thread.objects.filter(debate=debate).aggregate(total=Sum("version"))["total"] or 0
    return f"{VERSION}-{total}"


def mark_from(rows: list[Any]) -> str:
    """The same from rows that a page has read already (`overviews.rows_of`)."""
    return f"{VERSION}-{sum(row.thread.version for row in rows)}"
