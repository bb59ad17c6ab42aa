"""Joining, reading on, and what becomes of a person who changes their name or leaves."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.dispatch import receiver

from accounts.signals import account_closed, display_name_changed
from debate.actions.names import draw_pseudonym
from debate.errors import Refused
from debate.models import Debate, Notice, Participant, Proposition, Stance, Visit
from debate.rules import require
from debate.rules.debates import can_join

TRIES = 5


def join_debate(*, user: Any, debate: Debate) -> Participant:
    """The user's participant in this debate, made with a fresh pseudonym the first time."""
    me = Participant.objects.filter(debate=debate, user=user).first()
    if me is None:
        require(can_join(user, debate), "Ask the instructor of this class to let you in.")
        me = _make(user, debate)
    me.debate, me.user = debate, user
    return me


def _make(user: Any, debate: Debate) -> Participant:
    """Two windows, or two people with one name, can come at once: the database decides, we try again."""
    for attempt in range(TRIES):
        pseudonym = draw_pseudonym(set(_names_near(debate)))
        name = user.display_name if user.display_name and attempt == 0 else pseudonym
        try:
            with transaction.atomic():
                return Participant.objects.create(debate=debate, user=user, pseudonym=pseudonym, name=name)
        except IntegrityError:
            me = Participant.objects.filter(debate=debate, user=user).first()
            if me is not None:
                return me
    raise Refused("No free name was found for you in this debate. Please try once more.")


def _names_near(debate: Debate) -> list[str]:
    return list(Participant.objects.filter(debate=debate).order_by("-pk").values_list("pseudonym", flat=True)[:1000])


@transaction.atomic
def mark_read(*, actor: Participant, proposition: Proposition, number: int) -> Visit:
    """Everything up to `number` has been read; an older page never takes that back."""
    visit, is_new = Visit.objects.get_or_create(
        debate_id=actor.debate_id, proposition=proposition, participant=actor, defaults={"seen_number": number}
    )
    if not is_new and number > visit.seen_number:
        visit.seen_number = number
        Visit.objects.filter(pk=visit.pk, seen_number__lt=number).update(seen_number=number)
    Participant.objects.filter(pk=actor.pk).update(version=F("version") + 1)
    return visit


@receiver(display_name_changed)
def rename(sender: Any, user: Any, **kwargs: Any) -> None:
    """The new display name is shown in the public debates, or the pseudonym again where it was taken back."""
    for me in Participant.objects.filter(user=user, debate__kind="public"):
        was, me.name = me.name, user.display_name or me.pseudonym
        try:
            with transaction.atomic():
                me.save(update_fields=["name"])
        except IntegrityError as problem:
            raise Refused("Someone in one of your debates already goes by that name. Choose another.") from problem
        _rename_in_threads(me, was)


def _rename_in_threads(me: Participant, was: str) -> None:
    """The thread's row repeats the name of whoever wrote last; it must not keep one that was taken back."""
    me.debate.threads.filter(last_author=was).update(last_author=me.name)
    me.debate.threads.update(version=F("version") + 1)


@receiver(account_closed)
def leave_all(sender: Any, user: Any, **kwargs: Any) -> None:
    """Threads stay whole: the words remain under the pseudonym, with nobody behind it.

    What only this person could read (notices, how far they have read, the line beside a vote) goes.
    """
    for me in Participant.objects.filter(user=user):
        was, me.name = me.name, me.pseudonym
        Participant.objects.filter(pk=me.pk).update(user=None, name=me.pseudonym, role="participant")
        _rename_in_threads(me, was)
        Notice.objects.filter(participant=me).delete()
        Visit.objects.filter(participant=me).delete()
        Stance.objects.filter(participant=me).update(why="")
