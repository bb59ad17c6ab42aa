"""The replay of a proposition: its dated rows for the mathematics, and what was worked out as one viewer may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from debate.analysis.history import Card, Checked, Credit, History, Rated, Said, Vote
from debate.analysis.settings import VERSION
from debate.enums import ArgumentState, StanceValue
from debate.models import Argument, Citation, Delta, EvidenceRating, Rating, Snapshot, Stance, Thread
from debate.queries.debates import readable_by

CHUNK = 20_000
ENOUGH_VOTES = 5  # below this many people no share is named
ENOUGH = 3  # arguments and raters; below, no standing is


def replay_mark(thread: Thread) -> str:
    """Names the state of one thread: it changes with every write below it and with the mathematics."""
    return f"{VERSION}-{thread.version}"


def thread_of(snapshot: Snapshot) -> Thread:
    return Thread.objects.get(debate_id=snapshot.debate_id, proposition_id=snapshot.proposition_id)


def history_of(thread: Thread) -> History:
    """All dated rows of a thread, for a computation behind the page and so without a viewer. Six statements.

    What is not visible now is left out throughout, with all that stands below it.
    """
    below = {"debate_id": thread.debate_id, "argument__proposition_id": thread.proposition_id}
    said = list(_counted(thread))
    inside = {one.id for one in said}
    ratings = Rating.objects.filter(**below).order_by().values_list(
        "argument_id", "rater_id", "stars", "in_camp_a", "rated_at"
    )  # fmt: skip
    cards = [
        Card(*row) for row in Citation.objects.filter(**below).values_list("pk", "argument_id") if row[1] in inside
    ]
    shown = {card.id for card in cards}
    checks = EvidenceRating.objects.filter(
        debate_id=thread.debate_id, citation__argument__proposition_id=thread.proposition_id
    ).values_list("citation_id", "quality", "fit", "rated_at")
    credits = Delta.objects.filter(**below).values_list("argument_id", "created_at")
    return History(
        votes=list(_votes(thread)),
        arguments=said,
        ratings=[Rated(*row, at.timestamp()) for *row, at in ratings.iterator(CHUNK) if row[0] in inside],
        cards=cards,
        checks=[Checked(*row, at.timestamp()) for *row, at in checks.iterator(CHUNK) if row[0] in shown],
        credits=[Credit(argument, at.timestamp()) for argument, at in credits if argument in inside],
    )


def _counted(thread: Thread) -> Iterator[Said]:
    """The visible arguments whose ancestors are all visible, parents first."""
    rows = Argument.objects.filter(
        debate_id=thread.debate_id, proposition_id=thread.proposition_id, state=ArgumentState.VISIBLE
    ).order_by("depth", "id")
    alive: set[int | None] = {None}
    for pk, parent, side, at in rows.values_list("pk", "parent_id", "side", "created_at").iterator(CHUNK):
        if parent in alive:
            alive.add(pk)
            yield Said(pk, parent, side, at.timestamp())


def _votes(thread: Thread) -> Iterator[Vote]:
    """A change of mind whose time is not known is taken for the first vote."""
    rows = Stance.objects.filter(debate_id=thread.debate_id, proposition_id=thread.proposition_id).order_by()
    for before, before_at, after, after_at in rows.values_list("before", "before_at", "after", "after_at"):
        if after is None or after_at is None:
            yield Vote(_value(before if after is None else after), before_at.timestamp())
        else:
            yield Vote(_value(before), before_at.timestamp(), _value(after), after_at.timestamp())


def _value(stance: int) -> int | None:
    return None if stance == StanceValue.DONT_KNOW else stance


@dataclass(frozen=True)
class Pushed:
    """A top-level argument whose branch moved the standing in a step."""

    argument: Argument
    change: float
    is_new: bool
    replies: int
    ratings: int


@dataclass(frozen=True)
class Credited:
    argument: Argument
    people: int


@dataclass(frozen=True)
class Step:
    """The figures at one moment and what came since the one before; `number` counts from 0, before anything."""

    number: int
    at: datetime
    votes: int
    agree: int
    low: float
    high: float
    joined: int
    changed: int
    standing: float
    arguments: int
    raters: int
    moved: list[Pushed]
    credited: list[Credited]

    @property
    def share(self) -> float:
        return self.agree / self.votes if self.votes else 0.0

    @property
    def has_share(self) -> bool:
        return self.votes >= ENOUGH_VOTES

    @property
    def has_standing(self) -> bool:
        return self.arguments >= ENOUGH and self.raters >= ENOUGH


@dataclass(frozen=True)
class Replay:
    steps: list[Step]
    here: Step

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    @property
    def before(self) -> int | None:
        return self.here.number - 1 if self.here.number else None

    @property
    def after(self) -> int | None:
        return self.here.number + 1 if self.here.number < self.last else None


def replay_of(viewer: Any, snapshot: Snapshot, asked: str) -> Replay | None:
    """What was worked out, at the step `asked` for (a number as text; the last for anything else). One statement.

    None where nothing was worked out yet. An argument taken down since then is not named.
    """
    entries = snapshot.data.get("moments")
    if not entries:
        return None
    wanted = {
        pk for entry in entries for pk in (*(row[0] for row in entry["moved"]), *(row[0] for row in entry["credited"]))
    }
    rows = Argument.objects.filter(debate__in=readable_by(viewer), pk__in=wanted, state=ArgumentState.VISIBLE)
    found = rows.only("pk", "number", "gist", "side", "stand").in_bulk()
    steps = [_step(number, entry, found) for number, entry in enumerate(entries)]
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
    return Replay(steps, steps[min(int(asked), len(steps) - 1) if is_number else -1])


def _step(number: int, entry: dict[str, Any], found: dict[int, Argument]) -> Step:
    plain = {key: value for key, value in entry.items() if key not in ("at", "moved", "credited")}
    return Step(
        number=number,
        at=datetime.fromtimestamp(entry["at"], UTC),
        moved=[Pushed(found[pk], *rest) for pk, *rest in entry["moved"] if pk in found],
        credited=[Credited(found[pk], people) for pk, people in entry["credited"] if pk in found],
        **plain,
    )
