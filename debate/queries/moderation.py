"""The queue for moderators, and one case of it."""

from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from accounts.factors import has_second_factor
from debate.enums import ArgumentState, FlagReason, FlagState, Role
from debate.models import Argument, Flag, Participant
from debate.rules.limits import COPIED_LEAST, REPEAT
from debate.rules.moderation import is_handed_out, is_second_factor_asked

COPIED_MOST = 20  # texts shown; who sees twenty knows enough


def moderated_by(viewer: Any) -> QuerySet[Participant]:
    if not viewer.is_authenticated:
        return Participant.objects.none()
    return Participant.objects.filter(user=viewer, role=Role.MODERATOR)


def is_moderator(viewer: Any) -> bool:
    return moderated_by(viewer).exists()


def lacks_second_factor(viewer: Any) -> bool:
    """Whether this moderator must set one up first; where the site asks for none, nothing is read."""
    return is_second_factor_asked() and not has_second_factor(viewer)


def queue(viewer: Any) -> list[Argument]:
    """Arguments with open flags in the debates the viewer moderates: the unsafe first, then the oldest.

    What its author has deleted is out of sight already; nothing is left to decide.
    """
    waiting = Q(flags__state=FlagState.OPEN)
    unsafe = Q(flags__reason=FlagReason.UNSAFE)
    mine = Argument.objects.exclude(state=ArgumentState.DELETED).filter(debate__participants__in=moderated_by(viewer))
    first = Flag.objects.filter(argument=OuterRef("pk"), state=FlagState.OPEN).order_by("created_at", "pk")
    rows = mine.filter(waiting).annotate(
        reason=Subquery(first.values("reason")[:1]),
        people=Count("flags__flagger", distinct=True),
        since=Min("flags__created_at"),
        worst=Max(Case(When(unsafe, then=Value(1)), default=Value(0), output_field=IntegerField())),
    )
    found = list(rows.select_related("author", "proposition", "debate").order_by("-worst", "since", "pk")[:200])
    for item in found:
        item.reason_label = FlagReason(FlagReason.UNSAFE if item.worst else item.reason).label
    return found


def copied(viewer: Any) -> list[list[Argument]]:
    """The same words by several people within an hour, in the debates the viewer moderates; of the last day.

    It is shown and nothing follows from it: a class may have been asked for one sentence.
    """
    since = timezone.now() - REPEAT
    mine = Argument.objects.filter(debate__participants__in=moderated_by(viewer), state=ArgumentState.VISIBLE)
    mine = mine.filter(fold__isnull=False, created_at__gt=since)
    by_words = mine.order_by().values("debate_id", "fold").annotate(people=Count("author", distinct=True))
    folds = [row["fold"] for row in by_words.filter(people__gte=COPIED_LEAST)[:COPIED_MOST]]
    groups: dict[tuple[int, str | None], list[Argument]] = {}
    for row in mine.filter(fold__in=folds).select_related("author", "proposition").order_by("created_at", "pk"):
        groups.setdefault((row.debate_id, row.fold), []).append(row)
    return [rows for rows in groups.values() if is_handed_out([(row.created_at, row.author_id) for row in rows])]


def case(viewer: Any, pk: int) -> Argument | None:
    """One argument of a debate the viewer moderates, flagged or not."""
    rows = Argument.objects.filter(pk=pk, debate__participants__in=moderated_by(viewer))
    return rows.select_related("author", "parent__author", "proposition", "debate__article").first()


def flags_on(viewer: Any, argument: Argument) -> list[Flag]:
    rows = Flag.objects.filter(argument=argument, debate__participants__in=moderated_by(viewer))
    return list(rows.order_by("created_at", "pk"))
