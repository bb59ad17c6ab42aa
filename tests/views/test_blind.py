"""Nobody who is signed in sees a figure of a proposition before their own vote on it."""

import pytest
from django.urls import reverse

from debate.actions.stances import cast_stance
from debate.enums import StanceValue
from debate.models import Thread
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
    }


def figures_in(text):
    """The vote count, the share who agree and the standing, in the ways in which pages write them."""
    return [
        figure
        for figure in (f"{VOTED} people", f"{VOTED} vote", "100 %", "100%", "100\u202f%", "73 %", "73%", "0.73")
        if figure in text
    ]


@pytest.mark.parametrize(
    "which", ["thread", "flow", "replay", "article", "front", "debate", "consensus", "csv", "argument"]
)
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
