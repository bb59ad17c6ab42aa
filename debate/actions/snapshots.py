"""Results that readers share: who works one out, and how long the others wait for it.

No write ever touches a snapshot. A reader compares its mark with the state of the debate, claims the work when it is
behind, and leaves it to the background; the claim is one UPDATE, so of many readers one gets it.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from debate.models import Debate, Proposition, Snapshot
from debate.rules.consensus import is_claimed, is_current, is_showable
from debate.rules.limits import LEASE, PATIENCE
from debate.tasks.consensus import work_out_snapshot

LOOK_EVERY = 0.05  # seconds


def fresh(
    *, debate: Debate, kind: str, mark: str, proposition: Proposition | None = None, patience: timedelta | None = None
) -> Snapshot:
    """The snapshot of this kind, worked out anew when it is behind `mark`.

    Waits a moment (`patience`, else `PATIENCE`) for a short computation. A longer one goes on without the reader: then the snapshot that comes back
    is not showable (`rules.consensus`), and carries the progress of the work.
    """
    snapshot, _ = Snapshot.objects.get_or_create(debate=debate, kind=kind, proposition=proposition)
    if is_current(snapshot, mark):
        return snapshot
    now = timezone.now()
    if not is_claimed(snapshot, now):
        ask_for(snapshot=snapshot, now=now)
    if is_showable(snapshot, mark, now):
        return snapshot  # the newest write will be in the next reader's copy
    end = time.monotonic() + (PATIENCE if patience is None else patience).total_seconds()
    while True:
        snapshot.refresh_from_db()
        if is_showable(snapshot, mark, timezone.now()) or time.monotonic() >= end:
            return snapshot
        time.sleep(LOOK_EVERY)


def ask_for(*, snapshot: Snapshot, now: datetime) -> bool:
    """Claim the work and hand it to the background; false where another reader was quicker.

    One who was quicker may even have finished since `snapshot` was read: then there is a newer result, and nothing to do.
    """
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    with transaction.atomic():
        same = Snapshot.objects.filter(free, pk=snapshot.pk, read_at=snapshot.read_at)
        if not same.update(claimed_at=now, progress=0, stage="waiting"):
            return False
        work_out_snapshot.enqueue(snapshot.pk)
    return True


def report(*, snapshot: Snapshot, progress: int, stage: str) -> None:
    """How far the work is; renews the claim, so that only a dead process loses it."""
    Snapshot.objects.filter(pk=snapshot.pk).update(progress=progress, stage=stage, claimed_at=timezone.now())


def store(*, snapshot: Snapshot, mark: str, data: dict, read_at: datetime) -> None:
    """Put the result in place and let go of the claim."""
    took = (timezone.now() - read_at).total_seconds()
    Snapshot.objects.filter(pk=snapshot.pk).update(
        mark=mark, data=data, read_at=read_at, took=took, claimed_at=None, progress=100, stage=""
    )


def let_go(*, snapshot: Snapshot) -> None:
    """After a failure: the next reader may try again."""
    Snapshot.objects.filter(pk=snapshot.pk).update(claimed_at=None, progress=0, stage="")
