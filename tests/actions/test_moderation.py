"""Flag → hide → restore, and every no on the way."""

import pytest
from django.core.exceptions import PermissionDenied

from debate.actions.arguments import edit_argument, seen_of
from debate.actions.moderation import decide, flag_argument
from debate.enums import ArgumentState, FlagReason, FlagState, NoticeKind, Role, Verdict
from debate.errors import Refused
from debate.models import Argument, Flag, LogEntry, Notice, Thread
from tests.factories import make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
WHY = "It attacks a person, not a reason."


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def judge(debate):
    return make_participant(debate, role=Role.MODERATOR)


@pytest.fixture
def argument(debate):
    return make_argument(make_participant(debate))


def verdict_on(argument, judge, verdict, seen=""):
    argument.refresh_from_db()
    return decide(actor=judge, argument=argument, verdict=verdict, reason=WHY, seen=seen or seen_of(argument))


def test_flag_hide_restore(debate, judge, argument):
    thread = Thread.objects.get(debate=debate, proposition=argument.proposition)
    flagger = make_participant(debate)
    flag_argument(actor=flagger, argument=argument, reason=FlagReason.SPAM)
    flag_argument(actor=flagger, argument=argument, reason=FlagReason.PERSONAL_ATTACK, text="Second thought")
    assert Flag.objects.get().reason == FlagReason.PERSONAL_ATTACK
    hidden = verdict_on(argument, judge, Verdict.HIDE)
    assert (hidden.before, hidden.after, hidden.reason) == ("visible", "hidden", WHY)
    assert Flag.objects.get().state == FlagState.UPHELD
    after = Thread.objects.get(pk=thread.pk)
    assert (after.arguments, after.standing) == (0, pytest.approx(0.5))
    restored = verdict_on(argument, judge, Verdict.RESTORE)
    assert (restored.before, restored.after) == ("hidden", "visible")
    again = Thread.objects.get(pk=thread.pk)
    assert (again.arguments, again.standing) == (1, pytest.approx(thread.standing))
    told = Notice.objects.filter(participant=argument.author, kind=NoticeKind.DECISION)
    assert [notice.text for notice in told] == [f"It was hidden. {WHY}", f"It is shown again. {WHY}"]
    with pytest.raises(Refused):
        flag_argument(actor=flagger, argument=argument, reason=FlagReason.SPAM)


def test_a_decision_on_an_older_state_is_refused(judge, argument):
    seen = seen_of(argument)
    edit_argument(actor=argument.author, argument=argument, text="Quite another reason than before.", seen=seen)
    with pytest.raises(Refused, match="changed while"):
        verdict_on(argument, judge, Verdict.HIDE, seen)
    assert Argument.objects.get().state == ArgumentState.VISIBLE
    assert not LogEntry.objects.exists()


def test_two_moderators_one_decision(debate, judge, argument):
    seen = seen_of(argument)
    verdict_on(argument, judge, Verdict.HIDE)
    with pytest.raises(Refused):
        verdict_on(argument, make_participant(debate, role=Role.MODERATOR), Verdict.HIDE, seen)
    assert LogEntry.objects.count() == 1


def test_keeping_settles_the_flag_and_tells_nobody(debate, judge, argument):
    flag_argument(actor=make_participant(debate), argument=argument, reason=FlagReason.OFF_TOPIC)
    verdict_on(argument, judge, Verdict.DISMISS)
    assert Flag.objects.get().state == FlagState.DISMISSED
    assert Argument.objects.get().state == ArgumentState.VISIBLE
    assert not Notice.objects.exists()


def test_who_may_not(debate, judge, argument):
    with pytest.raises(PermissionDenied):
        verdict_on(argument, make_participant(debate), Verdict.HIDE)
    with pytest.raises(PermissionDenied):
        verdict_on(make_argument(judge), judge, Verdict.HIDE)
    with pytest.raises(PermissionDenied):
        verdict_on(argument, make_participant(make_debate(), role=Role.MODERATOR), Verdict.HIDE)
    with pytest.raises(PermissionDenied):
        flag_argument(actor=argument.author, argument=argument, reason=FlagReason.SPAM)
    assert not LogEntry.objects.exists() and not Flag.objects.exists()


def test_who_answered_does_not_flag(debate, argument):
    me = make_participant(debate)
    make_argument(me, parent=argument)
    with pytest.raises(Refused):
        flag_argument(actor=me, argument=argument, reason=FlagReason.SPAM)


def test_who_flagged_does_not_answer_until_a_moderator_has_decided(debate, judge, argument):
    me = make_participant(debate)
    flag_argument(actor=me, argument=argument, reason=FlagReason.OFF_TOPIC)
    with pytest.raises(Refused, match="Flag or answer"):
        make_argument(me, parent=argument)
    make_argument(make_participant(debate), parent=argument)  # others may
    verdict_on(argument, judge, Verdict.DISMISS)
    assert make_argument(me, parent=argument).number == 3


def test_restore_needs_something_taken_down(judge, argument):
    with pytest.raises(Refused):
        verdict_on(argument, judge, Verdict.RESTORE)
    assert not LogEntry.objects.exists()
