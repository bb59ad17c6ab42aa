"""The stored band of a thread: how far its standing could be off, and what moves it most."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from debate.actions.threads import lock_thread
from debate.models import Thread
from debate.queries.standings import band_of
from debate.rules.limits import LEASE
from debate.tasks.standings import work_out_band


def store_band(*, thread_id: int) -> None:
    """Read the tree, work out its band outside of any lock, then store it.

    Whoever comes while another is at it leaves at once; the one at it looks again for writes that came meanwhile.
    """
    while _claim(thread_id):
        began = timezone.now()
        thread = Thread.objects.get(pk=thread_id)
        band = band_of(thread)
        with transaction.atomic():
            row = lock_thread(thread.debate_id, thread.proposition_id)
            row.band_low, row.band_high = band.low, band.high
            row.raters, row.reasons, row.band_at = band.raters, band.reasons, timezone.now()
            row.band_claimed_at, row.band_since = None, began if row.band_stale else None
            row.version += 1
            row.save(
                update_fields=[
                    "band_low", "band_high", "raters", "reasons", "band_at", "band_claimed_at", "band_since", "version",
                ]
            )  # fmt: skip
        if not row.band_stale:
            return


def _unclaimed(now: datetime) -> Q:
    """A claim older than the lease belongs to a process that died."""
    return Q(band_claimed_at__isnull=True) | Q(band_claimed_at__lt=now - LEASE)


def _claim(thread_id: int) -> bool:
    now = timezone.now()
    free = Thread.objects.filter(_unclaimed(now), pk=thread_id)
    return bool(free.update(band_claimed_at=now, band_stale=False))


def ask_again(*, thread: Thread) -> None:
    """For a reader who finds a band that nobody is working on any more: its process died. One of many readers asks."""
    now = timezone.now()
    dead = Thread.objects.filter(pk=thread.pk, band_claimed_at__lt=now - LEASE)
    if dead.update(band_claimed_at=None, band_stale=True):
        work_out_band.enqueue(thread.pk)
