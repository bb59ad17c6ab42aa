"""Posting, editing and deleting: numbers, paths, one form once, and who is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from debate.actions.arguments import delete_argument, edit_argument, seen_of
from debate.actions.moderation import decide
from debate.actions.ratings import rate_argument
from debate.enums import ArgumentState, DebateState, NoticeKind, Role, Side, StanceValue
from debate.errors import Refused
from debate.models import Argument, Notice, Thread
from debate.models.paths import numbers_in
from tests.factories import first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
NEW = "Other words for the same reason."


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def author(debate):
    return make_participant(debate)


@pytest.fixture
def other(debate):
    return make_participant(debate)


def test_numbers_paths_and_stands(author, other):
    top = make_argument(author, side=Side.CON)
    reply = make_argument(other, parent=top, side=Side.CON)
    deeper = make_argument(author, parent=reply, side=Side.CON)
    second = make_argument(other)
    assert [a.number for a in (top, reply, deeper, second)] == [1, 2, 3, 4]
    assert [a.depth for a in (top, reply, deeper, second)] == [1, 2, 3, 1]
    assert numbers_in(deeper.path) == [1, 2, 3]
    assert (deeper.parent_id, deeper.top_id) == (reply.pk, top.pk)
    assert [a.stand for a in (top, reply, deeper)] == [-1, 1, -1]
    assert list(Argument.objects.order_by("path")) == [top, reply, deeper, second]
    top.refresh_from_db()
    assert (top.replies, top.descendants, top.rebuttals) == (1, 2, 1)
    thread = Thread.objects.get(proposition=top.proposition)
    assert (thread.last_number, thread.arguments, thread.unanswered) == (4, 4, 1)
    assert Notice.objects.get(participant=author).kind == NoticeKind.REPLY


def test_a_form_sent_twice_is_one_argument(author):
    form = {"token": uuid4(), "text": NEW}
    one, again = make_argument(author, **form), make_argument(author, **form)
    assert one.pk == again.pk
    thread = Thread.objects.get(proposition=one.proposition)
    assert (Argument.objects.count(), thread.arguments, thread.last_number) == (1, 1, 1)


def test_what_else_is_sent_with_the_token_of_a_cached_page_is_kept(author, other):
    """The browser hands out a page from its cache, and with it the token of an argument that was posted."""
    token, text = uuid4(), NEW
    one = make_argument(author, token=token, text=text)
    others = [
        make_argument(author, token=token, text="Another reason from the same page."),
        make_argument(author, token=token, text="And a third.", parent=one),
        make_argument(other, token=token, text=text),
    ]
    assert Argument.objects.count() == 4
    assert make_argument(author, token=token, text="Another reason from the same page.").pk == others[0].pk
    assert Argument.objects.count() == 4


@pytest.mark.parametrize("state", [ArgumentState.HIDDEN, ArgumentState.REMOVED, ArgumentState.DELETED])
def test_what_is_taken_down_cannot_be_answered(author, other, state):
    top = make_argument(author)
    Argument.objects.filter(pk=top.pk).update(state=state)  # `top` in hand still says visible, as in an old window
    with pytest.raises(Refused):
        make_argument(other, parent=top)
    assert Argument.objects.count() == 1


def test_a_closed_debate_takes_no_argument():
    with pytest.raises(Refused):
        make_argument(make_participant(make_debate(state=DebateState.CLOSED)))
    assert not Argument.objects.exists()


def test_a_slip_mended_at_once_leaves_no_revision(author):
    top = make_argument(author)
    edited = edit_argument(actor=author, argument=top, text=NEW, seen=seen_of(top))
    assert (edited.text, edited.version, edited.revisions.count()) == (NEW, 1, 0)


def test_an_edit_after_a_reply_keeps_the_earlier_words(author, other):
    top = make_argument(author)
    make_argument(other, parent=top)
    edited = edit_argument(actor=author, argument=top, text=NEW, seen=seen_of(top))
    revision = edited.revisions.get()
    assert (edited.text, edited.version) == (NEW, 2)
    assert (revision.version, revision.text) == (1, top.text)
    with pytest.raises(Refused):  # the second window still shows version 1
        edit_argument(actor=author, argument=top, text="Words of another window.", seen=seen_of(top))
    assert Argument.objects.get(pk=top.pk).text == NEW


def test_who_edits_and_until_when(author, other):
    top = make_argument(author)
    with pytest.raises(PermissionDenied):
        edit_argument(actor=other, argument=top, text=NEW, seen=seen_of(top))
    Argument.objects.filter(pk=top.pk).update(created_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refused):
        edit_argument(actor=author, argument=top, text=NEW, seen=seen_of(top))
    assert Argument.objects.get(pk=top.pk).text == top.text


def test_deleting_keeps_replies_and_takes_the_weight_away(author, other):
    top = make_argument(author)
    make_argument(other, parent=top, side=Side.CON)
    with pytest.raises(PermissionDenied):
        delete_argument(actor=other, argument=top)
    delete_argument(actor=author, argument=top)
    thread = Thread.objects.get(proposition=top.proposition)
    assert Argument.objects.get(pk=top.pk).state == ArgumentState.DELETED
    assert (Argument.objects.count(), thread.arguments) == (2, 1)
    assert thread.pro_energy == pytest.approx(0) and thread.standing == pytest.approx(0.5)
    with pytest.raises(PermissionDenied):
        delete_argument(actor=author, argument=top)


def test_nobody_deletes_what_was_removed(debate, author):
    top = make_argument(author)
    judge = make_participant(debate, role=Role.MODERATOR)
    decide(actor=judge, argument=top, verdict="remove", reason="It names a private person.", seen=seen_of(top))
    with pytest.raises(PermissionDenied):
        delete_argument(actor=author, argument=top)


def test_a_side_that_lost_its_last_argument_pushes_with_nothing():
    """The square root of rounding's leftovers would be seen in the eighth place of a standing."""
    debate = make_debate()
    raters = [make_participant(debate, stance=value) for value in StanceValue.values[:5]]
    for seed in range(6):
        author = make_participant(debate)
        rows = [make_argument(author, side=Side.CON) for _ in range(4)]
        for at, row in enumerate(rows):
            for stars, rater in enumerate(raters, start=1):
                if (at + stars + seed) % 3:
                    rate_argument(actor=rater, argument=row, stars=stars)
        for row in rows[seed % 4 :] + rows[: seed % 4]:
            delete_argument(actor=author, argument=row)
        thread = Thread.objects.get(debate=debate, proposition=first_of(debate))
        assert (thread.con_energy, thread.standing) == (0.0, 0.5)
