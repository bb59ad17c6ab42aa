"""The sources of a debate: who cites what, hindsight, and no rating before one's own vote."""

import re
from datetime import date

import pytest
from django.test import Client

from debate.actions.evidence import rate_evidence
from debate.actions.stances import cast_stance
from debate.enums import ArgumentState, DebateState, StanceValue
from debate.models import Argument, Article, Citation, Debate
from debate.queries import sources
from debate.queries.sources import CARDS, SOURCES
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant
from tests.views.test_thread_cost import statements

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


def test_statements_do_not_grow_with_the_sources(debate):
    client = client_of(make_participant(debate))
    author = make_participant(debate)
    where = f"/debates/{debate.pk}/sources/"
    before = len(statements(lambda: client.get(where), 200))
    for at in range(SOURCES):
        make_argument(author, sources=[{"title": f"Report {at}"}])
    assert len(statements(lambda: client.get(where), 200)) == before <= 12
    assert page(client, debate).count("<h2>") == SOURCES


def test_sources_come_a_page_at_a_time_by_title(debate):
    author = make_participant(debate)
    for at in range(SOURCES):
        make_argument(author, sources=[{"title": f"Report {at:02}", "author": str(at % 2)}])
    first = Client().get(f"/debates/{debate.pk}/sources/").content.decode()
    assert f"{SOURCES + 2} cited" in first and f"Show more of the {SOURCES + 2} sources" in first
    key = re.search(r'href="(\?after=\d+)#works"', first).group(1)
    second = Client().get(f"/debates/{debate.pk}/sources/{key}").content.decode()
    titles = [title for text in (first, second) for title in re.findall(r"<h2><cite>([^<]+)", text)]
    assert len(titles) == SOURCES + 2 and titles == sorted(titles) and "Show more" not in second


def test_a_much_cited_source_shows_its_strongest_and_the_rest_on_a_page_of_its_own(debate, monkeypatch):
    monkeypatch.setattr(sources, "ALONE", 5)
    author = make_participant(debate, stance=StanceValue.AGREE)
    for at in range(CARDS):
        made = make_argument(author, sources=[BEFORE])
        Argument.objects.filter(pk=made.pk).update(score=(at + 1) / 20)
    source = Citation.objects.filter(source__title=BEFORE["title"]).first().source_id
    shown = page(Client(), debate)
    numbers = re.findall(r">#(\d+) on", shown[shown.index(BEFORE["title"]) :])
    assert numbers == [str(number) for number in range(CARDS + 2, 2, -1)]
    assert f'href="?source={source}">and 1 more citation of' in shown
    found, key = [], f"?source={source}"
    while key:
        alone = Client().get(f"/debates/{debate.pk}/sources/{key}").content.decode()
        assert "3 ratings, 3 by" in alone or len(found) < CARDS
        found += re.findall(r">#(\d+) on", alone)
        more = re.search(r'href="([^"#]+)#works"', alone)
        key = more.group(1).replace("&amp;", "&") if more else ""
    assert len(found) == len(set(found)) == CARDS + 1 and found[:CARDS] == numbers


def test_the_place_of_a_card_tells_nothing_before_the_vote(debate):
    author = make_participant(debate)
    for _ in range(3):
        make_argument(author, sources=[BEFORE])
    Argument.objects.filter(number=5).update(score=0.9)
    shown = page(client_of(make_participant(debate)), debate)
    numbers = re.findall(r">#(\d+) on", shown[shown.index(BEFORE["title"]) :])
    assert numbers == ["1", "3", "4", "5"]


def test_a_source_that_nobody_cites_here_shows_the_list(debate):
    other = make_argument(make_participant(make_debate()), sources=[{"title": "Of another debate"}])
    pk = Citation.objects.get(argument=other).source_id
    for which in (str(pk), "999999", "x"):
        shown = Client().get(f"/debates/{debate.pk}/sources/?source={which}").content.decode()
        assert "Of another debate" not in shown and shown.count("<h2>") == 2
