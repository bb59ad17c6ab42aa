"""The sources of a debate: who cites what, hindsight, and no rating before one's own vote."""

from datetime import date

import pytest
from django.test import Client

from debate.actions.evidence import rate_evidence
from debate.actions.stances import cast_stance
from debate.enums import ArgumentState, DebateState, StanceValue
from debate.models import Argument, Article, Citation, Debate
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
BEFORE = {
    "title": "An earlier report",
    "author": "B. Writer",
    "published_on": date(2015, 5, 1),
    "shows": "It shows this.",
}
AFTER = {"title": "A later report", "url": "https://example.org/later", "published_on": date(2017, 5, 1)}


@pytest.fixture
def debate():
    debate = make_debate()
    Article.objects.update(published_on=date(2016, 2, 10))
    author = make_participant(debate, stance=StanceValue.AGREE)
    for source in (BEFORE, AFTER):
        make_argument(author, sources=[source])
    card = Citation.objects.get(source__title=BEFORE["title"])
    for _ in range(3):
        me = make_participant(debate, stance=StanceValue.AGREE)
        rate_evidence(actor=me, citation=card, quality=4, fit=3, checked_where="In the library")
    return debate


def page(client, debate):
    return client.get(f"/debates/{debate.pk}/sources/").content.decode()


def test_a_source_names_who_cites_it_for_what_and_how_it_was_rated(debate):
    shown = page(Client(), debate)
    for words in (
        BEFORE["title"],
        "B. Writer",
        "1 May 2015",
        BEFORE["shows"],
        "3 ratings, 3 by leaving the page",
        "High",
    ):
        assert words in shown
    assert 'href="https://example.org/later" rel="nofollow noopener noreferrer ugc"' in shown
    assert shown.count("Hindsight</span>") == 1 and shown.index("A later report") < shown.index("Hindsight</span>")


def test_no_rating_of_a_source_before_ones_own_vote(debate):
    me = make_participant(debate)
    shown = page(client_of(me), debate)
    assert "3 ratings" not in shown and "High" not in shown and "Not rated yet" not in shown
    assert shown.count("Ratings hidden until you") == 4  # each source, and each of its cards
    cast_stance(actor=me, proposition=first_of(debate), value=StanceValue.DONT_KNOW)
    shown = page(client_of(me), debate)
    assert "3 ratings, 3 by leaving" in shown and "High" in shown


def test_the_grade_of_a_source_counts_only_where_one_has_voted(debate):
    """One source, cited on two propositions: a vote on the second says nothing about the first."""
    author = make_participant(debate, stance=StanceValue.AGREE)
    second = debate.article.propositions.get(number=2)
    top = make_argument(author, sources=[BEFORE])
    Argument.objects.filter(pk=top.pk).update(proposition=second)
    me = make_participant(debate)
    cast_stance(actor=me, proposition=second, value=StanceValue.AGREE)
    shown = page(client_of(me), debate)
    assert "Unrated" in shown and "High" not in shown and "3 ratings" not in shown


def test_a_closed_debate_hides_nothing(debate):
    Debate.objects.update(state=DebateState.CLOSED)
    assert "3 ratings" in page(client_of(make_participant(debate)), debate)


def test_what_was_taken_down_cites_nothing(debate):
    Argument.objects.update(state=ArgumentState.HIDDEN)
    assert BEFORE["title"] not in page(Client(), debate)


def test_statements_do_not_grow_with_the_sources(debate, django_assert_max_num_queries):
    client = client_of(make_participant(debate))
    author = make_participant(debate)
    for at in range(12):
        make_argument(author, sources=[{"title": f"Report {at}"}])
    with django_assert_max_num_queries(12):
        assert page(client, debate).count("<h2>") == 14
