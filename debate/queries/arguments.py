"""Arguments one may read, and what hangs on them: cards, marks, revisions."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from debate.models import Argument, Citation, Delta, EvidenceRating, Flag, Notice, Participant, Rating, Revision
from debate.models.paths import numbers_in
from debate.queries.debates import readable_by


def readable(viewer: Any) -> QuerySet[Argument]:
    """Arguments in debates that the viewer may read; tombstones included, their words are withheld when shown."""
    return Argument.objects.filter(debate__in=readable_by(viewer)).select_related("author")


def find(viewer: Any, pk: int) -> Argument | None:
    return (
        readable(viewer)
        .select_related("debate__article", "proposition__paragraph", "author", "parent__author")
        .filter(pk=pk)
        .first()
    )


def path_to(viewer: Any, argument: Argument) -> list[Argument]:
    """From the top down to the argument's parent."""
    numbers = numbers_in(argument.path)[:-1]
    if not numbers:
        return []
    same = readable(viewer).filter(debate=argument.debate_id, proposition=argument.proposition_id)
    return list(same.filter(number__in=numbers).order_by("depth"))


def beside(viewer: Any, argument: Argument) -> tuple[Argument | None, Argument | None]:
    """The ones posted before and after it that answer the same thing; two statements."""
    level = readable(viewer).filter(
        debate=argument.debate_id, proposition=argument.proposition_id, parent=argument.parent_id
    )
    before = level.filter(number__lt=argument.number).order_by("-number").first()
    return before, level.filter(number__gt=argument.number).order_by("number").first()


def cards_for(viewer: Any, ids: list[int]) -> dict[int, list[Citation]]:
    """Source cards by argument."""
    found: dict[int, list[Citation]] = {}
    rows = Citation.objects.filter(argument__in=ids, debate__in=readable_by(viewer)).select_related("source")
    for card in rows.order_by("pk"):
        found.setdefault(card.argument_id, []).append(card)
    return found


@dataclass
class Marks:
    """What this viewer did to the arguments shown, and who credits them."""

    stars: dict[int, int] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)
    credits: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    credited: set[int] = field(default_factory=set)


def marks_for(me_id: int | None, ids: list[int]) -> Marks:
    """One statement for all three kinds."""

    def row(kind: str, number: Any, text: Any, name: Any) -> dict:
        return {
            "kind": Value(kind, CharField()),
            "aid": F("argument_id"),
            "amount": number,
            "words": Cast(text, TextField()),
            "who": Cast(name, TextField()),
        }

    none, zero = Value(""), Value(0, IntegerField())
    rated = Rating.objects.filter(argument__in=ids, rater=me_id).annotate(
        **row("rating", Cast(F("stars"), IntegerField()), none, none)
    )
    flags = Flag.objects.filter(argument__in=ids, flagger=me_id).annotate(**row("flag", zero, none, none))
    deltas = Delta.objects.filter(argument__in=ids).annotate(
        **row("delta", Cast(F("participant_id"), IntegerField()), F("text"), F("participant__name"))
    )
    names = ("kind", "aid", "amount", "words", "who")
    parts = [part.order_by().values_list(*names) for part in (rated, flags, deltas)]
    marks = Marks()
    rows = parts[0].union(*parts[1:], all=True) if me_id else parts[2]
    for kind, argument, amount, words, who in rows:
        if kind == "rating":
            marks.stars[argument] = amount
        elif kind == "flag":
            marks.flagged.add(argument)
        else:
            marks.credits.setdefault(argument, []).append((who, words))
            if amount == me_id:
                marks.credited.add(argument)
    return marks


def revisions_of(viewer: Any, argument: Argument) -> list[Revision]:
    return list(argument.revisions.filter(debate__in=readable_by(viewer)).order_by("version"))


def citation(viewer: Any, pk: int) -> Citation | None:
    rows = Citation.objects.filter(debate__in=readable_by(viewer))
    return (
        rows.select_related("argument__author", "argument__proposition", "argument__debate__article", "source")
        .filter(pk=pk)
        .first()
    )


def said_before(viewer: Any, argument: Argument, what: str) -> dict[str, Any]:
    """The viewer's own "rating", "delta" or "flag" on an argument, as its form takes it; empty where there is none."""
    if what == "rating":
        rows = Rating.objects.filter(argument=argument, rater__user=viewer).values("stars")
    elif what == "delta":
        rows = Delta.objects.filter(argument=argument, participant__user=viewer).values("text")
    else:
        rows = Flag.objects.filter(argument=argument, flagger__user=viewer).values("reason", "text")
    return rows.first() or {}


def checked_before(viewer: Any, card: Citation) -> dict[str, Any]:
    """The viewer's own rating of a source card, as its form takes it."""
    rows = EvidenceRating.objects.filter(citation=card, rater__user=viewer)
    return rows.values("quality", "fit", "checked_where").first() or {}


def contributions_of(viewer: Any, most: int = 200) -> list[Argument]:
    """What the viewer has posted, newest first, in every debate."""
    rows = Argument.objects.filter(author__user=viewer).select_related("proposition", "debate__article")
    return list(rows.order_by("-created_at")[:most])


def notices_for(viewer: Any, most: int = 100) -> list[Notice]:
    rows = Notice.objects.filter(participant__user=viewer)
    return list(rows.select_related("argument__proposition", "argument__author").order_by("-created_at", "-pk")[:most])


def unread_for(viewer: Any) -> int:
    return Notice.objects.filter(participant__user=viewer, read_at__isnull=True).count()


def participants_of(viewer: Any) -> list[Participant]:
    return list(Participant.objects.filter(user=viewer).select_related("debate__article").order_by("pk"))
