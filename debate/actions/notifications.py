"""Telling people what concerns them."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from debate.models import Argument, Notice, Participant


def tell(*, participant_id: int, kind: str, argument: Argument, text: str = "") -> None:
    Notice.objects.create(
        debate_id=argument.debate_id, participant_id=participant_id, kind=kind, argument=argument, text=text
    )


@transaction.atomic
def read_notices(*, actor: Participant) -> int:
    """Everything that was waiting for this participant has been seen."""
    seen = Notice.objects.filter(participant=actor, read_at__isnull=True).update(read_at=timezone.now())
    Participant.objects.filter(pk=actor.pk).update(version=F("version") + 1)
    return seen
