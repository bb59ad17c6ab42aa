"""Shared results: claimed by one reader, never asked for twice, never shown when five seconds behind."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from debate.actions import snapshots
from debate.actions.snapshots import ask_for, fresh, let_go, report, store
from debate.actions.stances import cast_stance
from debate.enums import SnapshotKind, StanceValue
from debate.models import Snapshot
from debate.queries.votes import mark_of
from debate.rules.consensus import is_claimed, is_current, is_showable
from debate.rules.limits import BEHIND_MOST, LEASE
from tests.factories import first_of, make_debate, make_participant

pytestmark = pytest.mark.django_db
SHEET = SnapshotKind.SHEET


@pytest.fixture
def nobody_works(settings, monkeypatch):
    """Tasks are asked for and stay where they are; readers do not wait for them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(0))


def asked():
    from django_tasks import default_task_backend

    return len(default_task_backend.results)


def test_the_first_reader_gets_it_worked_out():
    debate = make_debate()
    make_participant(debate, stance=StanceValue.AGREE)
    snapshot = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    assert is_current(snapshot, mark_of(debate)) and snapshot.claimed_at is None
    assert snapshot.data["votes"] == 2 and snapshot.progress == 100


def test_nothing_is_worked_out_twice_for_one_state():
    debate = make_debate()
    first = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    again = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    assert again.read_at == first.read_at and Snapshot.objects.count() == 1


def test_a_write_makes_it_behind_and_the_next_reader_gets_the_new_one():
    debate = make_debate()
    fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    make_participant(debate, stance=StanceValue.AGREE)
    with time_machine.travel(timezone.now() + BEHIND_MOST + timedelta(seconds=1)):
        snapshot = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    assert snapshot.data["votes"] == 2


def test_many_readers_ask_once(nobody_works):
    debate = make_debate()
    for _ in range(5):
        fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    assert asked() == 1


def test_a_copy_that_is_seconds_old_is_shown_while_the_next_is_made(nobody_works):
    debate = make_debate()
    me = make_participant(debate)
    snapshot = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    now = timezone.now()
    store(snapshot=snapshot, mark=mark_of(debate), data={"votes": 0}, read_at=now)
    cast_stance(actor=me, proposition=first_of(debate), value=1)
    mark = mark_of(debate)
    with time_machine.travel(now + timedelta(seconds=4), tick=False):
        assert is_showable(fresh(debate=debate, kind=SHEET, mark=mark), mark, timezone.now())
    assert asked() == 2
    with time_machine.travel(now + timedelta(seconds=6), tick=False):
        assert not is_showable(fresh(debate=debate, kind=SHEET, mark=mark), mark, timezone.now())
    assert asked() == 2  # somebody is at it already


def test_a_dead_claim_is_taken_over_and_progress_keeps_a_living_one(nobody_works):
    debate = make_debate()
    snapshot = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    claimed = Snapshot.objects.get(pk=snapshot.pk).claimed_at
    late = claimed + LEASE + timedelta(seconds=1)
    with time_machine.travel(late - timedelta(seconds=30), tick=False):
        report(snapshot=snapshot, progress=40, stage="half way")
    with time_machine.travel(late, tick=False):
        snapshot.refresh_from_db()
        assert is_claimed(snapshot, timezone.now()) and not ask_for(snapshot=snapshot, now=timezone.now())
    with time_machine.travel(late + LEASE, tick=False):
        assert ask_for(snapshot=snapshot, now=timezone.now())
    assert asked() == 2


def test_a_failure_lets_the_next_reader_try_again(nobody_works):
    debate = make_debate()
    snapshot = fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    let_go(snapshot=snapshot)
    fresh(debate=debate, kind=SHEET, mark=mark_of(debate))
    assert asked() == 2
