"""The queue, the case, the log: their order, their words, and that the author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from debate.actions.arguments import delete_argument
from debate.actions.moderation import flag_argument
from debate.enums import ArgumentState, FlagReason, Role
from debate.models import Argument, Flag, LogEntry
from tests.factories import client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
WHY = "It attacks a person, not a reason."


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def moderator(debate):
    return client_of(make_participant(debate, role=Role.MODERATOR))


def flagged(debate, text, reason=FlagReason.SPAM, hours=0, **fields):
    argument = make_argument(make_participant(debate), text=text, **fields)
    flag = flag_argument(actor=make_participant(debate), argument=argument, reason=reason, text="See for yourself")
    Flag.objects.filter(pk=flag.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return argument


def decide(client, argument, verdict, reason=WHY):
    where = f"/moderation/{argument.pk}/"
    seen = client.get(where).context["form"]["seen"].value()
    return client.post(where, {"verdict": verdict, "reason": reason, "seen": seen}, follow=True)


def test_the_unsafe_goes_first_then_the_oldest(debate, moderator):
    flagged(debate, "The newer of two reasons.", hours=1)
    flagged(debate, "The older of two reasons.", hours=9)
    flagged(debate, "Words that worry somebody.", reason=FlagReason.UNSAFE)
    settled = flagged(debate, "Its flag was settled long ago.", reason=FlagReason.UNSAFE, hours=90)
    decide(moderator, settled, "dismiss")
    page = moderator.get("/moderation/").content.decode()
    places = [page.index(words) for words in ("Words that worry", "The older of two", "The newer of two")]
    assert places == sorted(places)
    assert "settled long ago" not in page


def test_the_case_shows_the_item_in_its_place_and_the_reasons_given(debate, moderator):
    parent = make_argument(make_participant(debate), text="The argument that was answered.")
    item = flagged(debate, "You have not read a line of it.", reason=FlagReason.PERSONAL_ATTACK, parent=parent)
    page = moderator.get(f"/moderation/{item.pk}/").content.decode()
    page = page[page.index('id="ch"') :]  # beside the queue
    places = [
        page.index(words) for words in ("that was answered", "not read a line", "Personal attack", "See for yourself")
    ]
    assert places == sorted(places)
    assert "Hide" in page and "Remove" in page and "Keep" in page and "Restore" not in page


def test_hide_tells_the_author_leaves_a_tombstone_and_can_be_taken_back(debate, moderator):
    item = flagged(debate, "Nobody but the author may read this now.")
    make_argument(make_participant(debate), parent=item, text="A reply that keeps its place.")
    answer = decide(moderator, item, "hide")
    assert "The author is told." in answer.content.decode()
    entry = LogEntry.objects.get()
    stranger = client_of()
    thread = stranger.get(f"/debates/{debate.pk}/1/").content.decode()
    assert "Nobody but the author" not in thread and "A reply that keeps its place." in thread
    assert f'<a href="/log/?argument={item.pk}">Log entry {entry.number}</a>' in thread
    assert WHY in stranger.get("/log/").content.decode()
    author = client_of(item.author)
    notices = author.get("/accounts/notices/").content.decode()
    assert f"It was hidden. {WHY}" in notices and "Nobody but the author" in notices
    assert "Nobody but the author" in author.get(item.get_absolute_url()).content.decode()
    decide(moderator, item, "restore", "Read again: it speaks of the reason.")
    assert "Nobody but the author" in stranger.get(f"/debates/{debate.pk}/1/").content.decode()
    assert "It is shown again." in author.get("/accounts/notices/").content.decode()


def test_keeping_says_that_nobody_is_told_and_is_recorded_once(debate, moderator):
    item = flagged(debate, "A reason that is sharp and fair.")
    assert "Nobody is told" in decide(moderator, item, "dismiss").content.decode()
    assert decide(moderator, item, "dismiss").status_code == 409  # the same button pressed twice
    assert LogEntry.objects.count() == 1


def test_a_decision_on_what_changed_meanwhile_keeps_the_words(debate, moderator):
    item = flagged(debate, "Words that are about to be changed.")
    where = f"/moderation/{item.pk}/"
    form = {"verdict": "hide", "reason": WHY, "seen": moderator.get(where).context["form"]["seen"].value()}
    Argument.objects.filter(pk=item.pk).update(version=2)
    answer = moderator.post(where, form)
    assert answer.status_code == 409 and WHY in answer.content.decode()
    assert moderator.post(where, {**form, "seen": answer.context["form"]["seen"].value()}).status_code == 302


def test_what_its_author_deleted_waits_no_longer_and_is_read_by_nobody(debate, moderator):
    item = flagged(debate, "Words that were taken back.")
    reply = make_argument(make_participant(debate), parent=item, text="The one that stays.")
    delete_argument(actor=item.author, argument=item)
    for where in ("/moderation/", f"/moderation/{item.pk}/", item.get_absolute_url()):
        assert "Words that were taken back" not in moderator.get(where).content.decode(), where
    assert "Nothing is left to decide" in moderator.get(f"/moderation/{item.pk}/").content.decode()
    assert "Words that were taken back" not in moderator.get(f"/moderation/{reply.pk}/").content.decode()


def test_a_moderator_does_not_decide_on_their_own_words(debate):
    me = make_participant(debate, role=Role.MODERATOR)
    mine = make_argument(me)
    flag_argument(actor=make_participant(debate), argument=mine, reason=FlagReason.SPAM)
    assert "another moderator decides" in client_of(me).get(f"/moderation/{mine.pk}/").content.decode()
    assert decide(client_of(me), mine, "hide").status_code == 403
    assert Argument.objects.get(pk=mine.pk).state == ArgumentState.VISIBLE


@pytest.mark.parametrize("where", ["/moderation/", "/log/"])
def test_statements_do_not_grow(debate, moderator, where, django_assert_max_num_queries):
    for at in range(12):
        decide(moderator, flagged(debate, f"Reason number {at} of many."), "hide")
        flagged(debate, f"Waiting number {at} of many.")
    with django_assert_max_num_queries(12):
        moderator.get(where)
