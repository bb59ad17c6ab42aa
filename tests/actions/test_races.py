"""Real threads, each with its own connection, on the database that lets writers run side by side."""

import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from debate.actions import consensus, snapshots
from debate.actions.arguments import post_argument
from debate.actions.log import correct_entry
from debate.actions.moderation import decide, seen_of
from debate.actions.participants import join_debate
from debate.actions.recount import recount_thread
from debate.actions.snapshots import fresh
from debate.actions.stances import cast_stance
from debate.enums import Role, Side, SnapshotKind, Verdict
from debate.models import Argument, Debate, LogEntry, Participant, Snapshot, Stance, StanceTally, Thread
from debate.queries.log import check_chain
from debate.queries.votes import mark_of
from tests.factories import first_of, make_argument, make_debate, make_entry, make_participant, make_user

WIDE = 32


@pytest.fixture(autouse=True)
def _side_by_side(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, so nothing can race; set DATABASE_URL to PostgreSQL.")


def at_once(acts):
    """Start every act at the same moment; what any of them raises fails the test."""
    gate, problems = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(30)
            act()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    assert problems == []


def tallies_equal_rows(debate):
    rows = Counter(Stance.objects.filter(debate=debate).values_list("before", "after"))
    kept = StanceTally.objects.filter(debate=debate, people__gt=0).values_list("before", "after", "people")
    return {(before, after): people for before, after, people in kept} == dict(rows)


def test_32_stances_by_one_person_are_one_row():
    debate, user = make_debate(), make_user()
    claim = first_of(debate)

    def vote(value):
        me = join_debate(user=user, debate=Debate.objects.get(pk=debate.pk))
        cast_stance(actor=me, proposition=claim, value=value)

    at_once([lambda at=at: vote(at % 5 - 2) for at in range(WIDE)])
    assert (Participant.objects.count(), Stance.objects.count()) == (1, 1)
    assert sum(StanceTally.objects.values_list("people", flat=True)) == 1
    assert tallies_equal_rows(debate)
    assert Thread.objects.get(proposition=claim).version == WIDE


def test_32_replies_at_once_are_all_there():
    debate = make_debate()
    top = make_argument(make_participant(debate))
    people = [make_participant(debate) for _ in range(8)]
    at_once([
        lambda at=at: make_argument(people[at % 8], parent=top, side=Side.CON if at % 2 else Side.PRO)
        for at in range(WIDE)
    ])  # fmt: skip
    rows = Argument.objects.filter(parent=top)
    assert sorted(rows.values_list("number", flat=True)) == list(range(2, WIDE + 2))
    assert len(set(rows.values_list("path", flat=True))) == WIDE
    top.refresh_from_db()
    assert (top.replies, top.descendants, top.rebuttals) == (WIDE, WIDE, WIDE // 2)
    thread = Thread.objects.get(proposition=top.proposition)
    assert (thread.arguments, thread.last_number, thread.unanswered) == (WIDE + 1, WIDE + 1, WIDE // 2)
    assert recount_thread(thread=thread, write=False).total == 0


def test_one_form_sent_many_times_at_once_is_one_argument():
    debate = make_debate()
    me, claim, token = make_participant(debate), first_of(debate), uuid4()
    made = []

    def post():
        argument = post_argument(
            actor=me, proposition=claim, parent=None, side=1, text="The very same reason, sent again.", token=token
        )
        made.append(argument.pk)

    at_once([post] * 8)
    assert Argument.objects.count() == 1 and len(made) == 8 and len(set(made)) == 1
    assert recount_thread(thread=Thread.objects.get(proposition=claim), write=False).total == 0


def test_voting_posting_and_moderating_at_once():
    debate = make_debate()
    claim = first_of(debate)
    tops = [make_argument(make_participant(debate)) for _ in range(8)]
    voters = [make_participant(debate) for _ in range(8)]
    judge = make_participant(debate, role=Role.MODERATOR)

    def hide(top):
        decide(actor=judge, argument=top, verdict=Verdict.HIDE, reason="Hidden in a race.", seen=seen_of(top))

    at_once(
        [lambda top=top: hide(top) for top in tops]
        + [lambda me=me: cast_stance(actor=me, proposition=claim, value=1) for me in voters]
        + [lambda me=me: make_argument(me, side=Side.CON) for me in voters]
    )
    assert tallies_equal_rows(debate)
    assert Stance.objects.filter(debate=debate).count() == 8
    thread = Thread.objects.get(proposition=claim)
    assert (thread.arguments, Argument.objects.filter(state="hidden").count()) == (8, 8)
    assert recount_thread(thread=thread, write=False).total == 0


def test_16_readers_of_a_stale_sheet_have_it_worked_out_once(monkeypatch):
    """Also those who looked before the first was done and ask after it: what they wanted is there by then."""
    debate = make_debate()
    make_participant(debate, stance=1)
    worked, real = [], consensus.sheet_data

    def sheet_data(snapshot, tell):
        worked.append(snapshot.pk)
        return real(snapshot, tell)

    monkeypatch.setitem(consensus.WORK, SnapshotKind.SHEET, (consensus.sheet_mark, sheet_data))
    stale = fresh(debate=debate, kind=SnapshotKind.SHEET, mark=mark_of(debate))
    assert len(worked) == 1
    make_participant(debate, stance=-1)
    Snapshot.objects.filter(pk=stale.pk).update(read_at=timezone.now() - timedelta(minutes=1))
    found, mark = [], mark_of(debate)

    def read():
        found.append(fresh(debate=debate, kind=SnapshotKind.SHEET, mark=mark))

    at_once([read] * 16)
    assert len(worked) == 2
    assert {snapshot.data["votes"] for snapshot in found} == {4} and len(found) == 16


def test_16_readers_of_a_stale_sheet_enqueue_one_task(settings, monkeypatch):
    """With a worker elsewhere: nobody works it out meanwhile, so the claim alone keeps the others from asking."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(0))
    debate = make_debate()
    make_participant(debate, stance=1)
    mark = mark_of(debate)
    snapshot = Snapshot.objects.create(debate=debate, kind=SnapshotKind.SHEET)
    at_once([lambda: snapshots.ask_for(snapshot=Snapshot.objects.get(pk=snapshot.pk), now=timezone.now())] * 16)
    at_once([lambda: fresh(debate=debate, kind=SnapshotKind.SHEET, mark=mark)] * 16)
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all() if "snapshot" in task.task_path] == [
        [snapshot.pk]
    ]


def test_20_entries_appended_at_once_are_one_chain():
    """In each of two debates; the very first entry, which makes the head, is raced for as well."""
    debates = [make_debate(), make_debate()]
    judges = [make_participant(debate, role=Role.MODERATOR) for debate in debates]
    tops = [[make_argument(make_participant(debate)) for _ in range(20)] for debate in debates]
    at_once([lambda top=top, at=at: make_entry(top, judges[at]) for at in (0, 1) for top in tops[at]])
    for debate in debates:
        entries = LogEntry.objects.filter(debate=debate)
        assert sorted(entries.values_list("number", flat=True)) == list(range(1, 21))
        assert check_chain(debate.pk)[0] == 20 and check_chain(debate.pk)[2] is None
    old = LogEntry.objects.filter(debate=debates[0]).first()
    assert old.argument.proposition_id  # read here: the threads share it
    words = "The same correction, sent from many windows."
    at_once([lambda: correct_entry(actor=judges[0], entry=old, reason=words)] * 8)
    assert LogEntry.objects.filter(corrects=old).count() == 1
    assert check_chain(debates[0].pk)[2] is None
