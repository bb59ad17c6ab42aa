"""Every kept figure of a thread again, from the rows: what the increments must always equal."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from debate.actions.evidence import share
from debate.actions.ratings import refigure
from debate.actions.threads import lock_thread
from debate.analysis.strength import influence
from debate.enums import ArgumentState, Side
from debate.models import Argument, Citation, Delta, EvidenceRating, Rating, Stance, StanceTally, Thread

ARGUMENT = [
    "replies", "descendants", "rebuttals", "raters_a", "sum_a", "raters_b", "sum_b", "base", "pro_energy",
    "con_energy", "standing", "score", "contest", "deltas",
]  # fmt: skip
THREAD = [
    "last_number",
    "arguments",
    "unanswered",
    "last_argument_at",
    "last_author",
    "pro_energy",
    "con_energy",
    "standing",
]
CARD = ["raters", "quality_sum", "fit_sum", "checkers"]
CLOSE = 1e-9  # the increments' rounding over thousands of writes


@dataclass
class Recount:
    """How many rows held something else than what the rows below them say."""

    arguments: int = 0
    threads: int = 0
    cards: int = 0
    tallies: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.arguments + self.threads + self.cards + self.tallies


@transaction.atomic
def recount_thread(*, thread: Thread, write: bool = True) -> Recount:
    """Compare, and with `write` mend, one thread under its lock."""
    thread = lock_thread(thread.debate_id, thread.proposition_id)
    where = {"debate_id": thread.debate_id, "proposition_id": thread.proposition_id}
    below = {"debate_id": thread.debate_id, "argument__proposition_id": thread.proposition_id}
    found = Recount()
    rows = list(Argument.objects.filter(**where).select_related("author").defer("text", "html").order_by("-depth"))
    before = {row.pk: _values(row, ARGUMENT) for row in rows}
    cards = _cards(below, found, write)
    _counts(rows, below)
    _figures(thread, rows, cards, found, write)
    changed = [row for row in rows if _differs(before[row.pk], _values(row, ARGUMENT))]
    found.arguments = len(changed)
    found.examples += [f"argument {row.pk}" for row in changed[:3]]
    if write:
        _write(changed)
    _tallies(where, found, write)
    return found


def _write(rows: list[Argument]) -> None:
    """One prepared statement, a row at a time: bulk_update's CASE for each column and row takes minutes for 100,000."""
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(name)} = %s" for name in ARGUMENT)  # none is a key, so names are columns
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(Argument._meta.db_table)} SET {columns} WHERE id = %s",  # nosec B608: our own words
            [[*_values(row, ARGUMENT), row.pk] for row in rows],
        )


def _values(row: Any, names: list[str]) -> list:
    return [getattr(row, name) for name in names]


def _differs(one: list, other: list) -> bool:
    return any(
        abs(a - b) > CLOSE if isinstance(a, float) and isinstance(b, float) else a != b
        for a, b in zip(one, other, strict=True)
    )


def _cards(below: dict, found: Recount, write: bool) -> dict[int, list[Citation]]:
    """Citations by argument, with their sums counted anew."""
    sums = {
        row["citation_id"]: (row["n"], row["q"], row["f"], row["c"])
        for row in EvidenceRating.objects.filter(
            debate_id=below["debate_id"], citation__argument__proposition_id=below["argument__proposition_id"]
        )
        .values("citation_id")
        .annotate(n=Count("pk"), q=Sum("quality"), f=Sum("fit"), c=Count("pk", filter=~Q(checked_where="")))
    }
    cards: dict[int, list[Citation]] = defaultdict(list)
    for card in Citation.objects.filter(**below):
        right = sums.get(card.pk, (0, 0, 0, 0))
        if tuple(_values(card, CARD)) != right:
            found.cards += 1
            for name, value in zip(CARD, right, strict=True):
                setattr(card, name, value)
            if write:
                card.save(update_fields=CARD)
        cards[card.argument_id].append(card)
    return cards


def _counts(rows: list[Argument], below: dict) -> None:
    ratings = (
        Rating.objects.filter(**below).values_list("argument_id", "in_camp_a").annotate(n=Count("pk"), s=Sum("stars"))
    )
    camps = {(argument, camp): (n, s - n) for argument, camp, n, s in ratings}
    credits = Counter(Delta.objects.filter(**below).values_list("argument_id", flat=True))
    for row in rows:
        row.raters_a, row.sum_a = camps.get((row.pk, True), (0, 0))
        row.raters_b, row.sum_b = camps.get((row.pk, False), (0, 0))
        row.deltas = credits.get(row.pk, 0)
        refigure(row)


def _figures(thread: Thread, rows: list[Argument], cards: dict, found: Recount, write: bool) -> None:
    """Deepest first, so that every child is done before its parent; the thread last."""
    old = _values(thread, THREAD)
    children: dict[int | None, list[Argument]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    for row in rows:
        replies = children[row.pk]
        row.replies = len(replies)
        row.descendants = sum(1 + reply.descendants for reply in replies)
        row.rebuttals = sum(reply.is_visible and reply.side == Side.CON for reply in replies)
        row.pro_energy, row.con_energy = _energies(replies)
        row.pro_energy += sum(share(card) ** 2 for card in cards.get(row.pk, ()))
        row.standing = influence(row.base, row.pro_energy, row.con_energy)
    visible = [row for row in rows if row.state == ArgumentState.VISIBLE]
    thread.pro_energy, thread.con_energy = _energies(children[None])
    thread.standing = influence(0.5, thread.pro_energy, thread.con_energy)
    thread.arguments = len(visible)
    thread.unanswered = sum(row.side == Side.CON and not row.rebuttals for row in visible)
    newest = max(rows, key=lambda row: row.number, default=None)
    thread.last_number = newest.number if newest else 0
    thread.last_argument_at = newest.created_at if newest else None
    thread.last_author = newest.author.name if newest else ""
    if _differs(old, _values(thread, THREAD)):
        found.threads = 1
        if write:
            thread.version += 1
            thread.save(update_fields=[*THREAD, "version"])


def _energies(replies: list[Argument]) -> tuple[float, float]:
    sums = {Side.PRO: 0.0, Side.CON: 0.0}
    for reply in replies:
        if reply.is_visible:
            sums[Side(reply.side)] += reply.standing**2
    return sums[Side.PRO], sums[Side.CON]


def _tallies(where: dict, found: Recount, write: bool) -> None:
    right = Counter(Stance.objects.filter(**where).values_list("before", "after"))
    kept = {(row.before, row.after): row.people for row in StanceTally.objects.filter(**where) if row.people}
    if kept == dict(right):
        return
    found.tallies = 1
    if write:
        StanceTally.objects.filter(**where).delete()
        StanceTally.objects.bulk_create(
            StanceTally(**where, before=before, after=after, people=people) for (before, after), people in right.items()
        )
