"""Every source of a debate, who cites it for what, and how it was rated."""

from dataclasses import dataclass
from typing import Any

from debate.enums import ArgumentState
from debate.models import Citation, Debate, Source
from debate.queries.debates import readable_by


@dataclass
class CitedSource:
    source: Source
    citations: list[Citation]

    @property
    def raters(self) -> int:
        return sum(card.raters for card in self.citations)

    @property
    def quality_sum(self) -> int:
        return sum(card.quality_sum for card in self.citations)


def sources_of(viewer: Any, debate: Debate) -> list[CitedSource]:
    """Sources with their citations in visible arguments; two statements."""
    found = {
        source.pk: CitedSource(source, [])
        for source in Source.objects.filter(debate=debate, debate__in=readable_by(viewer)).order_by("title", "pk")
    }
    rows = Citation.objects.filter(source__in=list(found), argument__state=ArgumentState.VISIBLE)
    for card in rows.select_related("argument__author", "argument__proposition").order_by("pk"):
        found[card.source_id].citations.append(card)
    return [entry for entry in found.values() if entry.citations]


def register(viewer: Any, debate: Debate) -> list[Source]:
    """For the compose form: what has been cited here before, newest first."""
    rows = Source.objects.filter(debate=debate, debate__in=readable_by(viewer))
    return list(rows.order_by("-pk")[:60])
