"""Every source of a debate, who cites it for what, and how it was rated."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from debate.enums import ArgumentState
from debate.models import Argument, Citation, Debate, Source
from debate.queries.debates import readable_by, stances_of
from debate.rules.debates import is_blind


@dataclass
class Cited:
    """One card, and whether its ratings are shown: not before the viewer's own vote on the proposition."""

    card: Citation
    is_blind: bool


@dataclass
class CitedSource:
    source: Source
    citations: list[Cited]

    @property
    def is_blind(self) -> bool:
        return all(cited.is_blind for cited in self.citations)

    @property
    def raters(self) -> int:
        return sum(cited.card.raters for cited in self.citations if not cited.is_blind)

    @property
    def quality_sum(self) -> int:
        return sum(cited.card.quality_sum for cited in self.citations if not cited.is_blind)


def sources_of(viewer: Any, debate: Debate) -> list[CitedSource]:
    """Sources with their citations in visible arguments; three statements."""
    found = {
        source.pk: CitedSource(source, [])
        for source in Source.objects.filter(debate=debate, debate__in=readable_by(viewer)).order_by("title", "pk")
    }
    voted = stances_of(viewer, debate)
    rows = Citation.objects.filter(source__in=list(found), argument__state=ArgumentState.VISIBLE)
    for card in rows.select_related("argument__author", "argument__proposition").order_by("pk"):
        blind = is_blind(viewer.is_authenticated, card.argument.proposition_id in voted, debate)
        found[card.source_id].citations.append(Cited(card, blind))
    return [entry for entry in found.values() if entry.citations]


@dataclass
class SourceHere:
    """A source that the arguments of one page cite."""

    source: Source
    is_hindsight: bool
    numbers: list[int] = field(default_factory=list)


def cited_by(shown: list[Argument], cards: dict[int, list[Citation]], article_date: date | None) -> list[SourceHere]:
    """The sources of a page in the order of its rows, from the cards that it has loaded; nothing is read here."""
    found: dict[int, SourceHere] = {}
    for argument in shown:
        for card in cards.get(argument.pk, ()) if argument.is_visible else ():
            on = card.source.published_on
            late = bool(on and article_date and on > article_date)
            found.setdefault(card.source_id, SourceHere(card.source, late)).numbers.append(argument.number)
    return list(found.values())


def register(viewer: Any, debate: Debate) -> list[Source]:
    """For the compose form: what has been cited here before, newest first."""
    rows = Source.objects.filter(debate=debate, debate__in=readable_by(viewer))
    return list(rows.order_by("-pk")[:60])
