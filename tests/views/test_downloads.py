"""What can be taken away from a sheet: the same figures in each form, and votes in which nobody can be found."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.urls import reverse

from debate.enums import DebateKind
from debate.models import Debate, Participant
from tests.camps import make_camps, make_whole_debate
from tests.factories import client_of, make_debate

pytestmark = pytest.mark.django_db
POLIS = Path(__file__).resolve().parents[2] / ".." / "shared" / "polis"
PEOPLE = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"]
COMMENTS = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"]


def taken(debate, name, person=None):
    """The lines of a CSV as dictionaries, with the header."""
    if name == "sheet":
        url = reverse("debate:consensus", args=[debate.pk]) + "?format=csv"
    else:
        url = reverse("debate:votes-file", args=[debate.pk, name])
    answer = client_of(person).get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    reader = csv.DictReader(io.StringIO(answer.content.decode()))
    return list(reader.fieldnames), list(reader)


def json_of(debate, person=None):
    answer = client_of(person).get(reverse("debate:consensus", args=[debate.pk]) + "?format=json")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    return answer.json()


def test_json_and_csv_have_the_same_figures():
    debate, (ones, _) = make_whole_debate()
    for person in (None, ones[0]):
        header, lines = taken(debate, "sheet", person)
        told = json_of(debate, person)["propositions"]
        assert [list(line) for line in told] == [header] * 10
        assert [{key: "" if value is None else str(value) for key, value in line.items()} for line in told] == lines
    assert sum(line["agree_share"] is not None for line in told) == 10
    assert sum(line["standing"] is not None for line in told) == 2


def test_json_says_all_that_the_sheet_says():
    debate, _ = make_whole_debate()
    told = json_of(debate)
    assert told["common_ground"] == [{"number": 10, "direction": -1}]
    assert len(told["fair_set"]["numbers"]) == 5 and told["fair_set"]["represented"] == 1.0
    assert told["groups"]["verdict"] == "groups" and told["groups"]["p_value"] <= 0.05
    assert sum(group["people"] for group in told["groups"]["groups"]) == told["facts"]["People"] == 17
    assert [(crux["number"], crux["flips"]) for crux in told["cruxes"]] == [(4, True), (3, False)]
    assert told["minority_report"][0]["people"] == 3 and told["together_as_of"]


@pytest.mark.parametrize("claims", [1, 2])
def test_an_empty_debate_can_be_taken_away_too(claims):
    debate = make_debate(propositions=claims)
    assert json_of(debate)["groups"] == {"verdict": "one group", "p_value": 1.0, "groups": []}
    assert taken(debate, "participants-votes.csv") == ([*PEOPLE, *"12"[:claims]], [])
    assert len(taken(debate, "comments.csv")[1]) == claims


def test_votes_come_in_the_columns_of_polis():
    debate, _ = make_camps((5, 6))
    header, lines = taken(debate, "participants-votes.csv")
    assert header == [*PEOPLE, *(str(number) for number in range(1, 11))]
    assert sorted(line["group-id"] for line in lines) == ["0"] * 6 + ["1"] * 5
    for at, line in enumerate(lines):
        votes = [line[str(number)] for number in range(1, 11)]
        assert line["participant"] == str(at) and line["n-comments"] == "0"
        assert [line["n-votes"], line["n-agree"], line["n-disagree"]] == ["10", "5", "5"]
        assert (votes.count("1"), votes.count("-1")) == (5, 5)
    header, lines = taken(debate, "comments.csv")
    assert header == COMMENTS
    assert [(line["comment-id"], line["agrees"], line["disagrees"]) for line in lines[7:]] == [
        ("8", "5", "6"), ("9", "11", "0"), ("10", "0", "11"),
    ]  # fmt: skip


def test_the_columns_are_those_of_the_published_exports():
    places = [place for place in sorted(POLIS.glob("*")) if (place / "comments.csv").is_file()]
    if not places:
        pytest.skip("The published conversations do not lie beside this project.")

    def header(place, name):
        with (place / name).open(newline="", encoding="utf-8") as file:
            return next(csv.reader(file))

    exported = [header(place, "comments.csv") for place in places]
    assert COMMENTS in exported
    votes = [header(place, "participants-votes.csv") for place in places]
    assert any(names[: len(PEOPLE)] == PEOPLE and all(n.isdecimal() for n in names[len(PEOPLE) :]) for names in votes)
    optional = {"xid"}  # the id of somebody on the site that embeds a conversation: just what we do not give out
    assert all([name for name in names if name not in optional][: len(PEOPLE)] == PEOPLE for names in votes)


def test_nobody_is_found_in_the_votes():
    """Not by name, not by id, and not by when they joined."""
    debate, _ = make_camps((12, 12), claims=4)
    _, lines = taken(debate, "participants-votes.csv")
    first_camp = [line["1"] for line in lines]
    assert first_camp not in (["1"] * 12 + ["-1"] * 12, ["-1"] * 12 + ["1"] * 12)
    text = "".join(",".join(line.values()) for line in lines)
    people = Participant.objects.filter(debate=debate).select_related("user")
    assert not any(person.name in text or person.user.username in text for person in people)
    assert re.fullmatch(r"[-\d,]*", text)
    # An id in any column would make the lines of people who voted alike differ by more than their number.
    alike = {tuple(value for name, value in line.items() if name != "participant") for line in lines}
    assert len(alike) == 2
    assert [line["participant"] for line in lines] == [str(at) for at in range(24)]
    assert taken(debate, "participants-votes.csv")[1] == lines  # the same each time, so that two copies tell no more


@pytest.mark.parametrize("name", ["participants-votes.csv", "comments.csv"])
def test_a_class_gives_no_votes_away(name):
    debate, camps = make_camps((3, 3), claims=2)
    Debate.objects.filter(pk=debate.pk).update(kind=DebateKind.CLASSROOM)
    client, url = client_of(camps[0][0]), reverse("debate:votes-file", args=[debate.pk, name])
    assert client.get(url).status_code == 404
    page = client.get(reverse("debate:consensus", args=[debate.pk])).content.decode()
    assert "format=json" in page and name not in page
