"""How it is worked out: in words, with the debate's own figures, the formula last; and what each page costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debate.actions.stances import cast_stance
from debate.enums import DebateKind
from debate.models import Debate, Snapshot
from tests.camps import make_camps, make_whole_debate
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
PARTS = ("three", "agreement", "standing", "movement", "groups", "common", "fair", "cruxes", "minority", "fresh")


def how(debate, person=None, query=""):
    answer = client_of(person).get(reverse("debate:how", args=[debate.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def part(page, name):
    start = page.index(f'<section id="{name}"')
    return page[start : page.index("</section>", start)]


def test_each_part_has_words_then_own_figures_then_the_formula():
    page = how(make_whole_debate()[0])
    for name in PARTS[1:-2]:
        text = part(page, name)
        last_word, own, formula = (text.index(mark) for mark in ("<p>", '<p class="own">', '<p class="formula">'))
        assert last_word < own < formula, name
        assert text.rindex("<p") == formula, name


def test_the_figures_are_those_of_the_proposition_asked_for():
    debate, _ = make_whole_debate()
    agreement = part(how(debate, query="?of=4"), "agreement")
    assert "7 of 17 agree: 41%. The range runs from 22% to 64%" in agreement
    assert "7 of 17 agree" in part(how(debate, query="?of=nonsense"), "agreement")  # of three as rich the first
    page = how(debate, query="?of=2")
    assert "9 people voted twice on proposition 2" in part(page, "movement")
    standing = part(how(debate, query="?of=4"), "standing")
    assert "a mean of 5.0 stars from 3 who agreed before reading, 5.0 from 3 who did not" in standing
    assert "With the cautious start that is 0.57 and 0.57, on average 0.57." in standing  # (1 + 3) / (4 + 3)
    assert "Without <a" in part(page, "cruxes") and "beyond the middle: a crux" in part(page, "cruxes")


def test_a_class_is_not_told_what_a_camp_of_three_gave():
    debate, (ones, _) = make_whole_debate()
    Debate.objects.filter(pk=debate.pk).update(kind=DebateKind.CLASSROOM)
    standing = part(how(debate, ones[0], "?of=4"), "standing")
    assert "who agreed before reading, 5.0" not in standing
    assert "what each camp gave is not told in a class" in standing


def test_an_empty_debate_one_stance_and_one_person():
    debate = make_debate()
    assert "there are 0 votes so far: too few to say" in part(how(debate), "agreement")
    me = make_participant(debate)
    page = how(debate, me)
    assert "You have not voted on a proposition yet" in page and 'class="own"' not in part(page, "standing")
    cast_stance(actor=me, proposition=first_of(debate), value=1)
    Snapshot.objects.all().delete()
    page = how(debate, me)
    assert "too few to say" in part(page, "agreement")
    assert "Groups can be looked for from six people on" in part(page, "groups")


def test_every_part_of_the_sheet_leads_to_its_explanation():
    debate, _ = make_whole_debate()
    page = how(debate)
    sheet = client_of(None).get(reverse("debate:consensus", args=[debate.pk])).content.decode()
    led = set(re.findall(rf"/debates/{debate.pk}/how/#(\w+)", sheet))
    assert {"three", "common", "cruxes", "groups", "movement", "minority", "fair"} <= led
    assert all(f'<section id="{name}"' in page for name in led)
    thread = client_of(None).get(reverse("debate:thread", args=[debate.pk, 4])).content.decode()
    led = set(re.findall(rf"/debates/{debate.pk}/how/\?of=4#(\w+)", thread))
    assert led == {"agreement", "standing", "movement"}


def test_the_short_page_leads_to_the_debates_own():
    page = client_of(None).get(reverse("debate:about-numbers")).content.decode()
    assert "/how/" not in page
    debate = make_debate()
    assert f'href="/debates/{debate.pk}/how/"' in client_of(None).get(reverse("debate:about-numbers")).content.decode()


ADDRESSES = ("consensus/", "how/", "consensus/?format=json", "consensus/?format=csv", "consensus/participants-votes.csv",
             "consensus/comments.csv", "consensus/?strike=2")  # fmt: skip


@pytest.mark.parametrize("is_cold", [True, False], ids=["cold", "warm"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_cost_does_not_grow(address, is_cold):
    """Cold, the first reader has it all worked out within the request, as tasks run at once here."""

    def cost(size):
        debate, camps = make_camps((size, size), claims=2 * size)
        for person in (*camps[0], *camps[1]):
            make_argument(person, sources=[{"title": f"A source of {person.pk}"}])
        client, url = client_of(camps[0][0]), f"/debates/{debate.pk}/{address}"
        if not is_cold:
            client.get(url)
        else:
            Snapshot.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    assert cost(3) == cost(6)
