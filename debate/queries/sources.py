"""Every source of a debate, who cites it for what, and how it was rated: a page at a time, by key."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from debate.enums import ArgumentState
from debate.models import Argument, Citation, Debate, Source
from debate.queries.debates import readable_by, stances_of
from debate.rules.debates import is_blind

SOURCES = 20  # a page
CARDS = 10  # shown below a source in the list; the rest stands on a page of its own
ALONE = 50  # cards a page where a source stands alone
COUNTED_MOST = 1000  # sources up to which they are counted
OUT_OF_SIGHT = -1.0  # the rank of a card whose strength the viewer may not know: behind all others, as posted


@dataclass
class Cited:
    """One card, and whether its ratings are shown: not before the viewer's own vote on the proposition."""

    card: Citation
    is_blind: bool


@dataclass
class CitedSource:
    """A source with some of its cards; the sums are over those of all cards that the viewer may see."""

    source: Source
    cards: int
    is_blind: bool
    raters: int
    quality_sum: int
    citations: list[Cited] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.cards - len(self.citations)


@dataclass
class SourcesPage:
    entries: list[CitedSource]
    total: int | None  # None for "many", where counting them would take long
    next_key: str  # of the next page, empty at the end


def sources_of(viewer: Any, debate: Debate, key: str = "") -> SourcesPage:
    """Those cited in visible arguments, by title, from behind `key` (the last page's last source): five statements."""
    rows = _cited(viewer, debate)
    found = list(_behind(rows, key).order_by("title", "pk")[: SOURCES + 1])
    shown = found[:SOURCES]
    count = rows.order_by().values("pk")[: COUNTED_MOST + 1].count()
    seen = _in_sight(viewer, debate)
    entries, cards = _summed(shown, seen), _ranked(shown, seen)
    place = Window(RowNumber(), partition_by=F("source_id"), order_by=[F("rank").desc(), F("pk").asc()])
    _attach(entries, cards.annotate(place=place).filter(place__lte=CARDS))
    return SourcesPage(
        [entries[source.pk] for source in shown if source.pk in entries],
        count if count <= COUNTED_MOST else None,
        str(shown[-1].pk) if len(found) > SOURCES else "",
    )


def source_alone(viewer: Any, debate: Debate, pk: str, key: str = "") -> SourcesPage | None:
    """One source with its cards, the strongest argument first, from behind `key` (rank~card): four statements."""
    source = _cited(viewer, debate).filter(pk=pk).first() if _is_id(pk) else None
    if source is None:
        return None
    seen = _in_sight(viewer, debate)
    entries = _summed([source], seen)
    cards, (rank, last) = _ranked([source], seen), _edge(key)
    if last:
        cards = cards.filter(Q(rank__lt=rank) | Q(rank=rank, pk__gt=last))
    found = _attach(entries, cards.order_by("-rank", "pk")[: ALONE + 1])
    entry = entries.get(source.pk) or CitedSource(source, 0, False, 0, 0)
    del entry.citations[ALONE:]
    edge = found[ALONE - 1] if len(found) > ALONE else None
    return SourcesPage([entry], entry.cards, f"{edge.rank!r}~{edge.pk}" if edge else "")


def _cited(viewer: Any, debate: Debate) -> QuerySet[Source]:
    cards = Citation.objects.filter(source=OuterRef("pk"), argument__state=ArgumentState.VISIBLE)
    return Source.objects.filter(Exists(cards), debate=debate, debate__in=readable_by(viewer))


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 18


def _behind(rows: QuerySet[Source], key: str) -> QuerySet[Source]:
    """The key names the last source shown, as titles are long; one that is not of this debate starts at the top."""
    last = rows.filter(pk=key).values_list("title", flat=True).first() if _is_id(key) else None
    if last is None:
        return rows
    # The first bound is implied by the rest; said by itself it is where the index is entered.
    return rows.filter(Q(title__gte=last) & (Q(title__gt=last) | Q(title=last, pk__gt=key)))


def _edge(key: str) -> tuple[float, int]:
    rank, _, last = key.partition("~")
    try:
        return (float(rank), int(last)) if _is_id(last) else (0.0, 0)
    except ValueError:
        return 0.0, 0


def _in_sight(viewer: Any, debate: Debate) -> Q:
    """The cards whose ratings this viewer may see."""
    if not is_blind(viewer.is_authenticated, False, debate):
        return Q(pk__gt=0)
    return Q(argument__proposition__in=[0, *stances_of(viewer, debate)])


def _visible(sources: list[Source]) -> QuerySet[Citation]:
    ids = [source.pk for source in sources]
    return Citation.objects.filter(source__in=ids, argument__state=ArgumentState.VISIBLE)


def _summed(sources: list[Source], seen: Q) -> dict[int, CitedSource]:
    """One statement over the cards of these sources only."""
    by_id = {source.pk: source for source in sources}
    sums = _visible(sources).order_by().values_list("source_id").annotate(
        Count("pk"),
        seen=Count("pk", filter=seen),
        given=Sum("raters", filter=seen, default=0),
        worth=Sum("quality_sum", filter=seen, default=0),
    )  # fmt: skip
    return {pk: CitedSource(by_id[pk], cards, not open_, given, worth) for pk, cards, open_, given, worth in sums}


def _ranked(sources: list[Source], seen: Q) -> QuerySet[Citation]:
    """Their cards with a rank: the strength of the argument where it may be known, so that no place tells a figure."""
    rank = Case(When(seen, then=F("argument__score")), default=Value(OUT_OF_SIGHT), output_field=FloatField())
    return _visible(sources).annotate(rank=rank)


def _attach(entries: dict[int, CitedSource], cards: QuerySet[Citation]) -> list[Any]:
    """Hangs the cards below their sources; one statement."""
    found: list[Any] = list(cards.select_related("argument__author", "argument__proposition"))
    found.sort(key=lambda card: (-card.rank, card.pk))
    for card in found:
        entries[card.source_id].citations.append(Cited(card, card.rank == OUT_OF_SIGHT))
    return found


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
