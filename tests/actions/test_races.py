"""Real threads, each with its own connection, on the database that lets writers run side by side."""

import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection, connections

from debate.actions.arguments import post_argument
from debate.actions.moderation import decide, seen_of
from debate.actions.participants import join_debate
from debate.actions.recount import recount_thread
from debate.actions.stances import cast_stance
from debate.enums import Role, Side, Verdict
from debate.models import Argument, Debate, Participant, Stance, StanceTally, Thread
from tests.factories import first_of, make_argument, make_debate, make_participant, make_user

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
