"""The window of a thread against the plainest way to say what it shows: sort every parent's replies, take the first."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.generate import generate
from debate.enums import Sort
from debate.models import Argument, Thread
from debate.queries.threads import CHILDREN, DEPTH, HEADS, MOST, ORDERS, is_open_rebuttal, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    thread = Thread.objects.order_by("proposition__number")[0]
    generate(thread=thread, size=500, seed=3)
    thread.refresh_from_db()
    return thread


def ranked(rows, order):
    def rank(row):
        return [(-1 if name.startswith("-") else 1) * getattr(row, name.lstrip("-")) for name in order]

    return sorted(rows, key=rank)


def expected(rows, order, parent=None, most=MOST):
    """[(id, replies behind the link, its open rebuttal)] of the first page, level by level."""
    below = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    heads = ranked(below.get(parent, []), order)[:HEADS]
    level, count, shown = heads, len(heads), {row.pk: [] for row in heads}
    found = list(heads)
    for depth in range(1, DEPTH):
        following = []
        for row in sorted(level, key=lambda row: row.pk):
            taken = ranked(below.get(row.pk, []), order)[: min(CHILDREN[depth], most - count)]
            count += len(taken)
            shown[row.pk] = taken
            following += taken
        found += following
        level = following
    answer = []
    for row in found:
        replies = below.get(row.pk, [])
        open_ones = [reply for reply in replies if is_open_rebuttal(reply)]
        best = max(open_ones, key=lambda a: (a.score, a.pk), default=None)
        answer.append((row.pk, len(replies) - len(shown.get(row.pk, [])), best.pk if best else None))
    return answer


def seen(nodes):
    found, level = [], list(nodes)
    while level:
        found += level
        level = [reply for node in sorted(level, key=lambda node: node.argument.pk) for reply in node.replies]
    return [(node.argument.pk, node.more, node.rebuttal.pk if node.rebuttal else None) for node in found]


def test_a_page_shows_the_first_of_each_parent_and_its_open_rebuttal(thread):
    rows = list(Argument.objects.all())
    crowded = max(rows, key=lambda row: (row.replies, row.pk))
    for sort in Sort.values:
        page, below = window(thread, sort), window(thread, sort, parent=crowded)
        assert seen(page.nodes) == expected(rows, ORDERS[sort])
        assert seen(below.nodes) == expected(rows, ORDERS[sort], crowded.pk)
        assert len(below.nodes) == HEADS
    assert len(window(thread, Sort.STRONGEST).arguments) > 2 * HEADS


@pytest.mark.parametrize("most", [24, 31, 45])
def test_a_full_page_leaves_out_the_deepest_rows_first(thread, monkeypatch, most):
    monkeypatch.setattr("debate.queries.threads.MOST", most)  # a page of 200 takes a debate of thousands
    rows = list(Argument.objects.all())
    page = window(thread, Sort.STRONGEST)
    assert seen(page.nodes) == expected(rows, ORDERS[Sort.STRONGEST], most=most)
    assert len(page.arguments) == most


def test_following_the_key_shows_every_top_level_argument_once(thread):
    for sort in Sort.values:
        found, page = [], window(thread, sort)
        while page.next_key:
            found += page.nodes
            page = window(thread, sort, page.next_key)
        shown = [node.argument.pk for node in [*found, *page.nodes]]
        assert shown == [row.pk for row in ranked(Argument.objects.filter(depth=1), ORDERS[sort])]
        assert len(shown) > HEADS


def test_a_key_that_nobody_made_starts_at_the_top(thread):
    first = seen(window(thread, Sort.STRONGEST).nodes)
    for key in ("nan~nan", "inf~1", "1e999~2", "a~b", "1", "~"):
        assert seen(window(thread, Sort.STRONGEST, key).nodes) == first


def test_no_page_reads_a_whole_thread(thread):
    """The plan enters an index of its order at a parent; a scan of the arguments would grow with the debate."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL rightly scans a table as small as this one.")
    pages = [(order, place) for order in Sort.values for place in ("", window(thread, order).next_key)]
    for sort, place in pages:
        with CaptureQueriesContext(connection) as queries:
            window(thread, sort, place)
        for query in queries.captured_queries:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plan = [row[3] for row in cursor.fetchall()]
            reads = [line for line in plan if "debate_argument" in line or "INDEX argument_" in line]
            assert reads and not [line for line in reads if line.startswith("SCAN")], plan
