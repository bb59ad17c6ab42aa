"""The queue for moderators, and one case of it."""

from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from debate.enums import ArgumentState, FlagReason, FlagState, Role
from debate.models import Argument, Flag, Participant


def moderated_by(viewer: Any) -> QuerySet[Participant]:
    if not viewer.is_authenticated:
        return Participant.objects.none()
    return Participant.objects.filter(user=viewer, role=Role.MODERATOR)


def is_moderator(viewer: Any) -> bool:
    return moderated_by(viewer).exists()


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


def case(viewer: Any, pk: int) -> Argument | None:
    """One argument of a debate the viewer moderates, flagged or not."""
    rows = Argument.objects.filter(pk=pk, debate__participants__in=moderated_by(viewer))
    return rows.select_related("author", "parent__author", "proposition", "debate__article").first()


def flags_on(viewer: Any, argument: Argument) -> list[Flag]:
    rows = Flag.objects.filter(argument=argument, debate__participants__in=moderated_by(viewer))
    return list(rows.order_by("created_at", "pk"))
