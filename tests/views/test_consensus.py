"""The consensus sheet: pictures that say what the rows say, at a cost that does not grow."""

import itertools
import math
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debate.enums import Side, StanceValue
from debate.models import Thread
from debate.queries.overviews import rows_of
from debate.templatetags.overview import APART, marks_of, placed, spread_of
from tests.factories import client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


class Visitor:
    is_authenticated = False


@pytest.fixture
def crowded():
    """Six propositions that all have the very same figures."""
    debate = make_debate(propositions=6)
    for _ in range(6):
        make_participant(debate, stance=StanceValue.AGREE)
    Thread.objects.filter(debate=debate).update(arguments=3, raters=5, standing=0.6, band_low=0.55, band_high=0.65)
    return debate


def test_marks_on_one_spot_are_pushed_apart_and_stay_inside(crowded):
    rows = rows_of(Visitor(), crowded)
    assert len(placed(rows)) == 6
    marks = marks_of(rows, spread_of(rows))
    for one, other in itertools.combinations(marks, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= APART - 1
    assert all(52 <= mark.x <= 626 and 14 <= mark.y <= 386 for mark in marks)
    assert [(m.x, m.y) for m in marks_of(rows[::-1], spread_of(rows))] == [(m.x, m.y) for m in marks]


def test_picture_and_table_say_the_same(crowded):
    page = client_of(None).get(reverse("debate:consensus", args=[crowded.pk])).content.decode()
    drawn = re.findall(r'class="mapinv tc dot"[^>]*>(\d+)<', page)
    told = re.findall(r'<th scope="row">(\d+)\. [^<]*</th><td class="num">100%</td><td class="num">0.60</td>', page)
    assert sorted(drawn) == sorted(told) == ["1", "2", "3", "4", "5", "6"]


def test_a_row_draws_all_three_numbers(crowded):
    page = client_of(None).get(reverse("debate:consensus", args=[crowded.pk])).content.decode()
    rows = re.findall(r'<dl class="tri drawn">.*?</dl>', page[page.index('id="all"') :], re.S)
    assert len(rows) == 6
    assert all(row.count("<svg viewBox") == 2 and "100%</b>" in row and "holds up" in row for row in rows)


def test_the_sheet_costs_no_more_with_more_propositions_and_votes():
    def cost(size):
        debate = make_debate(propositions=size)
        for _ in range(size):
            make_argument(make_participant(debate, stance=StanceValue.AGREE), side=Side.CON, sources=[{"title": "A"}])
        client = client_of(make_participant(debate))
        url = reverse("debate:consensus", args=[debate.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    assert cost(2) == cost(6)
