"""The same words twice by one person, and the same words by several."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from debate.actions.arguments import delete_argument, edit_argument, seen_of
from debate.actions.moderation import decide
from debate.enums import ArgumentState, Role, Side
from debate.errors import Refused
from debate.formats.folding import fold
from debate.models import Argument, Thread
from debate.queries.moderation import copied
from debate.rules.moderation import is_handed_out
from tests.factories import client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
WORDS = "States seldom work for free, and this one has no reason to begin."
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def author(debate):
    return make_participant(debate)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.mark.parametrize("again", [WORDS, f"  {WORDS.upper()} ", WORDS.replace(" ", "\n\n").replace(",", " –") + "!!"])
def test_the_same_words_are_refused_with_a_link_to_the_earlier_ones(author, again):
    one = make_argument(author, text=WORDS)
    for place in ({}, {"parent": one}, {"side": Side.CON}):
        with pytest.raises(Refused) as refusal:
            make_argument(author, text=again, **place)
        assert refusal.value.link == (one.get_absolute_url(), "Look at #1 on proposition 1.")
    thread = Thread.objects.get(proposition=one.proposition)
    assert (Argument.objects.count(), thread.arguments, thread.last_number) == (1, 1, 1)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Request-Type": "partial"}], ids=["page", "part"])
def test_the_refusal_links_and_keeps_what_was_typed(author, headers):
    one = make_argument(author, text=WORDS)
    where = reverse("debate:argue", args=[author.debate_id, 2])
    data = {"side": "1", "text": WORDS + "!", "token": uuid4()}
    answer = client_of(author).post(where, data, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="{one.get_absolute_url()}">Look at #1 on proposition 1.</a>' in page and WORDS + "!" in page


def test_the_same_form_twice_is_still_one_argument(author):
    client, where = client_of(author), reverse("debate:argue", args=[author.debate_id, 1])
    data = {"side": "1", "text": WORDS, "token": uuid4()}
    assert {client.post(where, data)["Location"] for _ in range(2)} == {Argument.objects.get().get_absolute_url()}


def test_others_other_debates_and_another_day_are_free(author, debate, clock):
    make_argument(author, text=WORDS)
    make_argument(make_participant(debate), text=WORDS)
    make_argument(make_participant(make_debate(), user=author.user), text=WORDS)
    clock.shift(DAY - dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        make_argument(author, text=WORDS)
    clock.shift(dt.timedelta(seconds=1))
    make_argument(author, text=WORDS)
    assert Argument.objects.count() == 4


def test_what_was_taken_back_may_be_said_again_but_not_what_a_moderator_hid(author, debate):
    delete_argument(actor=author, argument=make_argument(author, text=WORDS))
    again = make_argument(author, text=WORDS)
    moderator = make_participant(debate, role=Role.MODERATOR)
    decide(actor=moderator, argument=again, verdict="hide", reason="It is off topic.", seen=seen_of(again))
    with pytest.raises(Refused):
        make_argument(author, text=WORDS)
    assert Argument.objects.filter(state=ArgumentState.VISIBLE).count() == 0


def test_an_edit_changes_what_counts_as_the_same(author):
    one = make_argument(author, text=WORDS)
    edit_argument(actor=author, argument=one, text="Quite other words for it.", seen=seen_of(one))
    make_argument(author, text=WORDS)
    with pytest.raises(Refused):
        make_argument(author, text="quite other words for it")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ｆｕｌｌ width", "full width", True),
        ("Straße und Weg", "STRASSE UND WEG", True),
        ("x < y is shown", "x > y is shown", False),
        ("it is 3.5 % of it", "it is 35 of it", False),
        ("एक दो तीन", "एक, दो, तीन।", True),
    ],
)
def test_fold(one, other, alike):
    assert (fold(one) == fold(other)) is alike


def test_no_words_have_no_fold():
    assert fold(" … — !?\n") is None


def minutes(*posts):
    return [(NOON + dt.timedelta(minutes=at), who) for at, who in posts]


@pytest.mark.parametrize(
    ("posts", "handed_out"),
    [
        (minutes((0, 1), (10, 2), (60, 3)), True),
        (minutes((0, 1), (10, 2), (61, 3)), False),
        (minutes((0, 1), (10, 2), (20, 1)), False),
        (minutes((0, 1), (90, 2), (100, 3), (110, 4)), True),
        ([], False),
    ],
)
def test_three_people_within_an_hour(posts, handed_out):
    assert is_handed_out(posts) is handed_out


def test_copied_text_is_shown_to_the_moderators_of_that_debate_alone(debate, clock):
    moderator = make_participant(debate, role=Role.MODERATOR)
    stranger = make_participant(make_debate(), role=Role.MODERATOR)
    queue = reverse("debate:moderation")
    people = [make_participant(debate) for _ in range(3)]
    for person in people[:2]:
        make_argument(person, text=WORDS)
    assert copied(moderator.user) == []
    clock.shift(dt.timedelta(minutes=59))
    make_argument(people[2], text=WORDS.upper())
    assert [[row.author for row in rows] for rows in copied(moderator.user)] == [people]
    assert (copied(stranger.user), copied(people[0].user)) == ([], [])
    page = client_of(moderator).get(queue).content.decode()
    assert "The same words by several people" in page and WORDS in page
    assert WORDS not in client_of(stranger).get(queue).content.decode()
    clock.shift(DAY)
    assert copied(moderator.user) == []


def test_a_longer_list_of_copies_costs_no_more(debate, django_assert_num_queries):
    moderator = make_participant(debate, role=Role.MODERATOR).user
    for text in range(3):
        for _ in range(3):
            make_argument(make_participant(debate), text=f"{WORDS} {text}")
        with django_assert_num_queries(2):
            assert len(copied(moderator)) == text + 1
