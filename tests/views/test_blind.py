"""Nobody who is signed in sees a figure of a proposition before their own vote on it."""

import re

import pytest
from django.urls import reverse

from debate.actions.stances import cast_stance
from debate.enums import StanceValue
from debate.models import Snapshot, Thread
from tests.camps import make_whole_debate
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
VOTED = 17  # people; a number that nothing else on these pages shows
REASON = "Only who has voted may read this reason."


@pytest.fixture
def debate():
    debate = make_debate(propositions=1)
    for _ in range(VOTED):
        make_participant(debate, stance=StanceValue.STRONGLY_AGREE)
    make_argument(make_participant(debate), text=REASON)
    Thread.objects.filter(debate=debate).update(standing=0.731)
    return debate


def pages(debate):
    return {
        "thread": reverse("debate:thread", args=[debate.pk, 1]),
        "flow": reverse("debate:flow", args=[debate.pk, 1]),
        "replay": reverse("debate:replay", args=[debate.pk, 1]),
        "article": debate.article.get_absolute_url(),
        "front": "/",
        "debate": debate.get_absolute_url(),
        "consensus": reverse("debate:consensus", args=[debate.pk]),
        "csv": reverse("debate:consensus", args=[debate.pk]) + "?format=csv",
        "argument": debate.arguments.get().get_absolute_url(),
        "json": reverse("debate:consensus", args=[debate.pk]) + "?format=json",
        "struck": reverse("debate:consensus", args=[debate.pk]) + "?strike=1&moved=1",
        "how": reverse("debate:how", args=[debate.pk]) + "?of=1",
        "votes": reverse("debate:votes-file", args=[debate.pk, "participants-votes.csv"]),
        "comments": reverse("debate:votes-file", args=[debate.pk, "comments.csv"]),
        "sources": reverse("debate:sources", args=[debate.pk]),
    }


def figures_in(text):
    """The vote count, the share who agree and the standing, in the ways in which pages write them."""
    return [
        figure
        for figure in (f"{VOTED} people", f"{VOTED} vote", "100 %", "100%", "100\u202f%", "73 %", "73%", "0.73")
        if figure in text
    ]


PAGES = ("thread", "flow", "replay", "article", "front", "debate", "consensus", "csv", "argument", "json", "struck", "how",
         "votes", "comments", "sources")  # fmt: skip


@pytest.mark.parametrize("which", PAGES)
def test_no_figure_before_the_vote(debate, which):
    me = make_participant(debate)
    answer = client_of(me).get(pages(debate)[which], follow=True)
    assert answer.status_code == 200
    assert figures_in(answer.content.decode()) == []
    if which in ("thread", "flow", "replay"):
        assert REASON not in answer.content.decode()


def test_the_same_pages_show_figures_after_the_vote(debate):
    me = make_participant(debate)
    cast_stance(actor=me, proposition=first_of(debate), value=StanceValue.STRONGLY_AGREE)
    shown = client_of(me).get(pages(debate)["csv"]).content.decode()
    assert str(VOTED + 1) in shown
    assert REASON in client_of(me).get(pages(debate)["thread"]).content.decode()


@pytest.fixture
def half_seen():
    """(debate, me): two camps and everything that a sheet can show; I have voted on claims 1 to 3 only."""
    debate, _ = make_whole_debate()
    me = make_participant(debate)
    for claim in debate.article.propositions.filter(number__lte=3):
        cast_stance(actor=me, proposition=claim, value=StanceValue.AGREE)
    Snapshot.objects.all().delete()
    return debate, me


def sections(page):
    """The parts of the sheet that tell figures; what waits for an answer and what is hidden are no figures."""
    found = re.findall(r'<section id="(\w+)".*?</section>', page, re.S)
    assert len(found) >= 11
    bodies = re.findall(r'<section id="(?:(?!unanswered|downloads)\w+)".*?</section>', page, re.S)
    return [re.sub(r"<li[^>]*>(?:(?!</li>).)*Hidden until you vote.*?</li>", "", body, flags=re.S) for body in bodies]


def test_no_part_of_the_sheet_or_its_explanation_names_a_proposition_not_voted_on(half_seen):
    debate, me = half_seen
    hidden = re.compile(rf"/debates/{debate.pk}/(?:[4-9]|10)/")
    page = client_of(me).get(pages_of(debate)["consensus"]).content.decode()
    assert [hidden.findall(body) for body in sections(page)] == [[]] * len(sections(page))
    assert "Claims that you have not voted on are left out." in page and "100% of those who voted" not in page
    how = client_of(me).get(pages_of(debate)["how"]).content.decode()
    assert hidden.findall(how) == [] and 'value="4"' not in how
    everyone = client_of(None).get(pages_of(debate)["consensus"]).content.decode()
    assert any(hidden.findall(body) for body in sections(everyone))


def test_downloads_leave_out_what_was_not_voted_on(half_seen):
    debate, me = half_seen
    client = client_of(me)
    told = client.get(pages_of(debate)["consensus"] + "?format=json").json()
    named = {"common_ground": told["common_ground"], "groups": told["groups"], "minority_report": told["minority_report"],
             "cruxes": told["cruxes"]}  # fmt: skip
    assert {int(n) for n in re.findall(r"'number': (\d+)", str(named))} <= {1, 2, 3}
    assert set(told["fair_set"]["numbers"]) <= {1, 2, 3} and told["fair_set"]["represented"] is None
    figures = ("votes", "agree", "agree_share", "standing", "voted_twice", "movement", "agreement", "verdict")
    assert {line[name] for line in told["propositions"][3:] for name in figures} == {None}
    assert all(line["votes"] for line in told["propositions"][:3])
    votes = client.get(reverse("debate:votes-file", args=[debate.pk, "participants-votes.csv"])).content.decode()
    assert votes.splitlines()[0].endswith("n-disagree,1,2,3")
    comments = client.get(reverse("debate:votes-file", args=[debate.pk, "comments.csv"])).content.decode()
    assert [line.split(",")[2] for line in comments.splitlines()[1:]] == ["1", "2", "3"]
    assert client.get(pages_of(debate)["consensus"] + "?moved=6").content.decode().count("Proposition 6, before") == 0


def pages_of(debate):
    return {name: reverse(f"debate:{name}", args=[debate.pk]) for name in ("consensus", "how")}
