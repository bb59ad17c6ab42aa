"""The flow sheet: every argument once, beside the lines that go on from it; who has not voted does not see it."""

import re

import pytest
from django.utils import timezone

from debate.actions.arguments import seen_of
from debate.actions.moderation import decide
from debate.actions.participants import mark_read
from debate.actions.ratings import rate_argument
from debate.enums import Role, Side, StanceValue
from debate.models import Argument, Visit
from debate.queries import flow
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_participant(make_debate(), stance=StanceValue.AGREE)


def page(author, client=None):
    return (client or client_of()).get(f"/debates/{author.debate_id}/1/flow/").content.decode()


def tree(author):
    """1 → 2 → (3, 4) with 5 below 4, 6 below 5; 7 alone."""
    first = make_argument(author)
    second = make_argument(author, parent=first, side=Side.CON)
    make_argument(author, parent=second, side=Side.CON)
    fourth = make_argument(author, parent=second, side=Side.PRO, sources=[{"title": "A report"}])
    fifth = make_argument(author, parent=fourth, side=Side.CON)
    make_argument(author, parent=fifth, side=Side.CON)
    return first, make_argument(author, side=Side.CON)


def test_rows_and_columns(author):
    tree(author)
    table = re.search(r"<tbody>(.*)</tbody>", page(author), re.S).group(1)
    rows = [re.findall(r'<td rowspan="(\d)" class="(\w+)">.*?>#(\d)<', row, re.S) for row in table.split("</tr>")[:-1]]
    assert rows == [
        [("2", "pro", "1"), ("2", "con", "2"), ("1", "pro", "3")],
        [("1", "con", "4"), ("1", "pro", "5")],
        [("1", "con", "7")],
    ]
    assert table.count('class="pad"') == 1 + 0 + 3
    assert (
        ">1 more</a>" in table
    )  # what lies deeper than the last column is counted, and nothing is said to be left out
    assert "are shown, the oldest lines first" not in page(author)


def test_the_same_is_a_list_by_exchange_for_narrow_screens(author):
    tree(author)
    sections = re.findall(r"<h2 id=\"x\d\">(.*?)</h2><ol>(.*?)</ol>", page(author), re.S)
    assert [head for head, _ in sections] == ["Exchange 1 of 2", "Exchange 2 of 2"]
    assert [re.findall(r"turn-(\d)", body) for _, body in sections] == [["1", "2", "3", "3", "4"], ["1"]]


def test_cells_say_what_is_rated_cited_unanswered_and_new(author):
    first, last = tree(author)
    reader = make_participant(author.debate, stance=StanceValue.AGREE)
    rate_argument(actor=reader, argument=first, stars=5)
    mark_read(actor=reader, proposition=first_of(author.debate), number=6)
    Visit.objects.update(seen_at=timezone.now())
    shown = page(author, client_of(reader))
    standing = Argument.objects.get(pk=first.pk).standing
    assert shown.count(f"<b>{standing:.2f}</b>") == 2 and shown.count("not rated") == 2 * 5
    assert shown.count(' 1<span class="vh"> source</span>') == 2
    assert "2 of 6 arguments have no reply yet." in shown  # 3 and 7; 5 is answered by 6, which is too deep to show
    assert re.findall(r">#(\d)</a> <span class=\"tag new\">New", shown) == ["7", "7"]
    assert last.number == 7


def test_a_tombstone_keeps_its_place_without_its_words(author):
    first, _ = tree(author)
    words = Argument.objects.get(pk=first.pk).gist
    judge = make_participant(author.debate, role=Role.MODERATOR)
    entry = decide(actor=judge, argument=first, verdict="hide", reason="Not a reason.", seen=seen_of(first))
    shown = page(author)
    assert words not in shown
    assert f'#1 hidden by a moderator, <a href="/log/?argument={first.pk}">log {entry.number}</a>' in shown


def test_a_longer_thread_says_how_much_is_left_out(author, monkeypatch):
    monkeypatch.setattr(flow, "MOST", 4)
    tree(author)
    assert "4 arguments are shown, the oldest lines first; 3 more stand in" in page(author)


def test_no_sheet_before_the_vote(author):
    tree(author)
    answer = client_of(make_participant(author.debate)).get(f"/debates/{author.debate_id}/1/flow/")
    assert (answer.status_code, answer["Location"]) == (302, f"/debates/{author.debate_id}/1/")


def test_statements_do_not_grow(author, django_assert_max_num_queries):
    for _ in range(4):
        tree(author)
    client = client_of(make_participant(author.debate, stance=StanceValue.AGREE))
    with django_assert_max_num_queries(12):
        page(author, client)
