"""The consensus sheet part by part: on a debate that has something for each, and on those that have nothing yet."""

import re

import pytest
from django.urls import reverse

from debate.actions.arguments import seen_of
from debate.actions.moderation import decide
from debate.actions.stances import cast_stance
from debate.enums import DebateKind, Role, Verdict
from debate.models import Argument, Debate, Snapshot
from tests.camps import SHARED, TURNED_DOWN, make_camps, make_whole_debate
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
PARTS = ("common", "disputed", "cruxes", "groups", "moved", "minority", "fair", "evidence", "agreed", "unanswered", "all",
         "downloads")  # fmt: skip


def sheet(debate, person=None, query=""):
    answer = client_of(person).get(reverse("debate:consensus", args=[debate.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def part(page, name):
    """One section of the sheet, to its end."""
    start = page.index(f'id="{name}"')
    return page[start : page.index("</section>", start)]


def numbers_in(html):
    """The propositions that a part leads to, in its order."""
    return [int(number) for number in re.findall(r'class="pt"><a href="/debates/\d+/(\d+)/"', html)]


@pytest.fixture
def whole():
    return make_whole_debate()


def test_every_part_has_something_to_say(whole):
    debate, _ = whole
    page = sheet(debate)
    for name in PARTS:
        assert 'class="empty"' not in part(page, name), name
    assert numbers_in(part(page, "common")) == [TURNED_DOWN]
    assert "<b>turned down together</b>" in part(page, "common")
    assert set(numbers_in(part(page, "disputed"))) >= {1, 3, 7}
    assert len(numbers_in(part(page, "fair"))) == 5 and "100% of those who voted" in part(page, "fair")
    assert "named by 1" in part(page, "moved") and 'class="f-pro"' in part(page, "moved")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("common", "It needs about a dozen people"),
        ("disputed", "A dispute is named from five votes"),
        ("cruxes", "where the article names one"),
        ("groups", "Groups can be looked for from six people on"),
        ("moved", "Movement is named from five people on"),
        ("minority", "at least three people on the other side"),
        ("fair", "It needs people who agree with something"),
        ("evidence", "Attach one to an argument"),
        ("agreed", "Nothing is agreed beyond doubt yet."),
        ("unanswered", "Every rebuttal has been answered."),
    ],
)
def test_each_part_of_an_empty_debate_says_what_is_missing(name, missing):
    assert missing in part(sheet(make_debate()), name)


def test_one_stance_and_one_person_get_their_sheet():
    debate = make_debate(propositions=3)
    me = make_participant(debate)
    cast_stance(actor=me, proposition=first_of(debate), value=1)
    for person in (None, me):
        page = sheet(debate, person)
        assert numbers_in(part(page, "fair")) == [1]
        assert "Groups can be looked for from six people on" in part(page, "groups")
    Snapshot.objects.all().delete()  # the copy may be shown for five seconds
    make_argument(me, sources=[{"title": "The only source"}])
    assert "The only source" in part(sheet(debate), "evidence")
    assert sheet(make_debate(propositions=1), me)  # of another debate, so they have not even joined


def test_two_camps_are_drawn_with_hulls_letters_and_the_same_facts_in_words():
    debate, (ones, others) = make_camps((6, 8))
    groups = part(sheet(debate), "groups")
    assert groups.count('stroke-dasharray="0"') == groups.count('stroke-dasharray="5 4"') == 1
    assert re.findall(r">(Group [A-Z], \d+ people)</text>", groups) == ["Group A, 8 people", "Group B, 6 people"]
    assert re.findall(r"<h3[^>]*>(Group [A-Z], \d+ people)", groups) == ["Group A, 8 people", "Group B, 6 people"]
    assert sorted(numbers_in(part(sheet(debate), "common"))) == [SHARED, TURNED_DOWN]
    assert groups.count('<circle class="f-ink"') == 8 and groups.count('<rect class="f-bg l-ink"') == 6
    assert "Agrees more than others" in groups and "100% here, 0% elsewhere" in groups
    assert re.findall(r"What every group accepts.*?<th scope=\"row\"><a href=\"[^\"]*/(\d+)/", groups) == [str(SHARED)]
    assert ">you</text>" not in groups and "yours" not in groups
    for person, letter in ((others[0], "A"), (ones[0], "B")):
        groups = part(sheet(debate, person), "groups")
        assert groups.count(">you</text>") == 1 and f"you vote most like group {letter}" in groups
        assert re.findall(r'<h3[^>]*>Group ([A-Z]), \d+ people <span class="tag">yours', groups) == [letter]


def test_a_few_votes_are_no_place_on_the_map():
    debate, _ = make_camps((8, 8))
    me = make_participant(debate)
    for claim in debate.article.propositions.filter(number__lte=3):
        cast_stance(actor=me, proposition=claim, value=1)
    groups = part(sheet(debate, me), "groups")
    assert ">you</text>" not in groups and "yours</span>" not in groups
    assert "4 more votes of yours would show where" in groups
    assert "would show where" not in part(sheet(debate), "groups")


def test_people_of_one_mind_are_one_group():
    debate, _ = make_camps((12, 0))
    groups = part(sheet(debate), "groups")
    assert "12 who voted were compared. No split of them beats chance, so we draw none." in groups
    assert "<svg" not in groups


@pytest.mark.parametrize(("sizes", "is_broken_down"), [((9, 5), True), ((9, 4), False)])
def test_no_figure_of_a_class_is_broken_down_below_five(sizes, is_broken_down):
    """Nor the figure of "elsewhere", where that is the small group by another name."""
    debate, camps = make_camps(sizes)
    Debate.objects.filter(pk=debate.pk).update(kind=DebateKind.CLASSROOM)
    groups = part(sheet(debate, camps[0][0]), "groups")
    assert "Group B" in groups
    assert ("elsewhere" in groups) is ("What every group accepts" in groups) is is_broken_down
    assert groups.count("no figure is broken down that far") == (0 if is_broken_down else 2)
    found = client_of(camps[0][0]).get(f"/debates/{debate.pk}/consensus/?format=json").json()["groups"]["groups"]
    assert [bool(group["telling"]) for group in found] == [is_broken_down] * 2


def test_a_small_minority_of_a_class_keeps_its_reason_and_not_its_number(whole):
    debate, (ones, _) = whole
    report = part(sheet(debate), "minority")
    assert "Why the few do not believe claim nine." in report
    assert "3 people hold this view; 3 of their camp rate the reason 4.0 of 5." in report
    Debate.objects.filter(pk=debate.pk).update(kind=DebateKind.CLASSROOM)
    report = part(sheet(debate, ones[0]), "minority")
    assert "Why the few do not believe claim nine." in report
    assert "hold this view" not in report and "4.0" not in report
    answer = client_of(ones[0]).get(f"/debates/{debate.pk}/consensus/?format=json").json()
    assert [entry["people"] for entry in answer["minority_report"]] == [None]


def test_the_minority_report_leaves_out_what_was_hidden_meanwhile(whole):
    debate, _ = whole
    assert "Why the few do not believe" in part(sheet(debate), "minority")
    argument = Argument.objects.get(debate=debate, text__startswith="Why the few")
    judge = make_participant(debate, role=Role.MODERATOR)
    snapshot = Snapshot.objects.get(debate=debate)
    decide(actor=judge, argument=argument, verdict=Verdict.HIDE, reason="Off topic here.", seen=seen_of(argument))
    page = sheet(debate)  # seconds later: the copy that quotes it may still be shown, the argument not
    assert Snapshot.objects.get(debate=debate).data["minority"] or snapshot.data["minority"]
    assert "Why the few do not believe" not in page


def test_striking_a_claim_shows_what_moves(whole):
    debate, _ = whole
    table = part(sheet(debate), "cruxes")
    assert "crosses one half: a crux" in table and "stays on its side" in table
    assert 'href="?strike=4#cruxes"' in table and "Struck:" not in table
    struck = part(sheet(debate, query="?strike=4"), "cruxes")
    assert "Struck: <a" in struck and "to the other side of one half" in struck
    assert 'href="?strike=4&amp;strike=3#cruxes"' in struck  # the next strike adds to this one
    both = part(sheet(debate, query="?strike=4&strike=3"), "cruxes")
    thesis = [float(re.search(r"The thesis goes from ([\d.]+) to <b>([\d.]+)", html)[2]) for html in (struck, both)]
    assert thesis[0] > thesis[1]
    leaf = part(sheet(debate, query="?strike=5"), "cruxes")
    assert re.search(r"What moves with it:.*4\. ", leaf)


@pytest.mark.parametrize("query", ["?strike=1", "?strike=999", "?strike=nonsense&strike=&strike=-4", "?strike=²"])
def test_striking_the_thesis_or_nothing_changes_nothing(whole, query):
    debate, _ = whole
    assert part(sheet(debate, query=query), "cruxes") == part(sheet(debate), "cruxes")


def test_movement_of_the_proposition_asked_for(whole):
    debate, _ = whole
    assert "Proposition 6, before and after" in part(sheet(debate), "moved")
    moved = part(sheet(debate, query="?moved=2"), "moved")
    assert "Proposition 2, before and after" in moved and '<option value="2" selected>' in moved
    cells = re.findall(r'<td class="num">(\d+)</td>', moved)
    assert len(cells) == 9 and sum(map(int, cells)) == 9
    assert "Proposition 6, before and after" in part(sheet(debate, query="?moved=nonsense"), "moved")


def test_the_weakest_evidence_comes_first(whole):
    debate, _ = whole
    check = part(sheet(debate), "evidence")
    assert re.findall(r"<cite>([^<]*)</cite>", check) == ["A bare pamphlet", "A checked survey"]
    assert "1 of 2 are unrated or graded low" in check and "2 sources, 1 hindsight" in check
