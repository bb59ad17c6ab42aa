"""The stored band of a thread: how far its standing could be off, and what moves it most."""

from django.db import transaction
from django.utils import timezone

from debate.actions.threads import lock_thread
from debate.models import Thread
from debate.queries.standings import band_of


def store_band(*, thread_id: int) -> None:
    """Read the tree, work out its band outside of any lock, then store it; a newer change asks again."""
    Thread.objects.filter(pk=thread_id).update(band_stale=False)
    thread = Thread.objects.get(pk=thread_id)
    band = band_of(thread)
    with transaction.atomic():
        row = lock_thread(thread.debate_id, thread.proposition_id)
        row.band_low, row.band_high = band.low, band.high
        row.raters, row.reasons, row.band_at = band.raters, band.reasons, timezone.now()
        row.version += 1
        row.save(update_fields=["band_low", "band_high", "raters", "reasons", "band_at", "version"])
