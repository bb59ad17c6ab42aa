"""Casting and moving a stance."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from debate.actions.threads import lock_thread
from debate.models import Participant, Proposition, Stance, StanceTally, Thread
from debate.rules import ask, require
from debate.rules.arguments import can_post
from debate.rules.debates import is_open


@transaction.atomic
def cast_stance(*, actor: Participant, proposition: Proposition, value: int, why: str = "") -> Stance:
    """Record where `actor` stands: the first vote is kept as “before”, each later one moves “after”."""
    require(can_post(actor, actor.debate), "Only participants of this debate may vote in it.")
    ask(is_open(actor.debate), "This debate is closed, so stances no longer change.")
    thread = lock_thread(actor.debate_id, proposition.pk)  # one person's two windows follow one another
    where = {"debate_id": actor.debate_id, "proposition": proposition}
    stance = Stance.objects.filter(participant=actor, **where).first()
    if stance is None:
        stance = Stance.objects.create(participant=actor, before=value, why=why, **where)
        _count(thread, value, None, +1)
    elif stance.after != value and not (stance.after is None and stance.before == value):
        _count(thread, stance.before, stance.after, -1)
        stance.after, stance.after_at = value, timezone.now()
        stance.save(update_fields=["after", "after_at"])
        _count(thread, stance.before, value, +1)
    Thread.objects.filter(pk=thread.pk).update(version=F("version") + 1)
    return stance


def _count(thread: Thread, before: int, after: int | None, step: int) -> None:
    cell = {"debate_id": thread.debate_id, "proposition_id": thread.proposition_id, "before": before, "after": after}
    if not StanceTally.objects.filter(**cell).update(people=F("people") + step):
        StanceTally.objects.create(**cell, people=step)
