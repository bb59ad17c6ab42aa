"""When a worked-out figure may still be shown."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from debate.enums import DebateKind
from debate.models import Debate, Snapshot, Thread
from debate.rules.limits import BEHIND_MOST, LEASE


def is_current(snapshot: Snapshot, mark: str) -> bool:
    """Nothing was written since the data were read."""
    return snapshot.read_at is not None and snapshot.mark == mark


def is_showable(snapshot: Snapshot, mark: str, now: datetime) -> bool:
    """What it leaves out is at most a few seconds old: it was written after the data were read."""
    return is_current(snapshot, mark) or (snapshot.read_at is not None and now - snapshot.read_at <= BEHIND_MOST)


def is_showable_now(snapshot: Snapshot, mark: str) -> bool:
    return is_showable(snapshot, mark, timezone.now())


def may_take_votes(viewer: Any, debate: Debate) -> bool:
    """Who voted how, without names: in public debates for everyone. In a class a row of votes would point at a pupil."""
    return debate.kind == DebateKind.PUBLIC


def is_band_pending(thread: Thread, now: datetime) -> bool:
    """The stored band leaves out a write that is more than a few seconds old: it is not shown any more."""
    return thread.band_since is not None and now - thread.band_since > BEHIND_MOST


def is_claimed(snapshot: Snapshot, now: datetime) -> bool:
    """Someone is at it; a claim older than the lease belongs to a process that died."""
    return snapshot.claimed_at is not None and now - snapshot.claimed_at <= LEASE
