"""The measured debate must be a debate: a tree within its bounds, whose figures the application agrees with."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction

from bench import analysis
from bench.generate import DEEPEST, generate
from bench.run import CEILINGS, shown
from bench.weight import Links
from debate.actions.arguments import post_argument
from debate.actions.recount import recount_thread
from debate.models import Argument, Participant, Rating, Thread
from debate.models.paths import numbers_in


@pytest.fixture
def thread(db):
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    return Thread.objects.order_by("proposition__number")[0]


def test_generated_debate_is_consistent_and_grows_on(thread):
    made = generate(thread=thread, size=150)
    rows = list(Argument.objects.select_related("parent").order_by("number"))
    assert [row.number for row in rows] == list(range(1, 151))
    assert 3 < max(row.depth for row in rows) == made.depth <= DEEPEST
    for row in rows:
        above = numbers_in(row.parent.path) if row.parent else []
        assert numbers_in(row.path) == [*above, row.number]
    assert Rating.objects.count() == made.ratings > 100
    assert recount_thread(thread=thread, write=False).total == 0

    actor = Participant.objects.get(user=made.viewer)
    text = "A reply to what was generated stands behind it."
    reply = post_argument(
        actor=actor, proposition=thread.proposition, parent=rows[0], side=-1, text=text, token=uuid4()
    )
    assert reply.number == 151
    assert recount_thread(thread=thread, write=False).total == 0


def test_same_seed_makes_the_same_debate(thread):
    def made(seed):
        with transaction.atomic():
            generate(thread=thread, size=60, seed=seed)
            found = list(Argument.objects.order_by("number").values_list("path", "text", "side", "sum_a", "standing"))
            transaction.set_rollback(True)
        return found

    first = made(7)
    assert len(first) == 60
    assert made(7) == first
    assert made(8) != first


def test_everything_that_a_page_fetches_is_weighed():
    links = Links()
    links.feed(
        '<link rel="icon" href="/i.svg"><link rel="preload" href="/f.woff2" as="font"><link rel="stylesheet" href="/a.css">'
        '<link rel="canonical" href="/x"><script src="/h.js" defer></script><script type="module" src="/m.js"></script>'
        '<svg><use href="/icons.svg#pro"/><use href="/icons.svg#con"/><use href="#here"/></svg><img src="/p.png" alt="">'
        '<a href="/elsewhere">no</a>'
    )
    assert links.found == {
        "/i.svg": "images", "/f.woff2": "fonts", "/a.css": "CSS", "/h.js": "JavaScript", "/m.js": "JavaScript",
        "/icons.svg": "images", "/p.png": "images",
    }  # fmt: skip


def test_a_figure_above_its_ceiling_is_marked():
    row = {"page": "thread page", "statements": 11, "cpu": 59.0, "gzip": 60.0, "raw": None}
    cells = [shown(row, name, "{:.0f}") for name in ("statements", "cpu", "gzip", "raw")]
    assert cells == [("11 > 10", True), ("59", False), ("60", False), ("", False)]
    heavy = {"page": "first load, 5 × JavaScript", "gzip": 31.0}
    assert shown(heavy, "gzip", "{:.0f}") == ("31 > 30", True)
    assert CEILINGS["first load, without fonts"] == {"gzip": 80}


def test_the_analysis_is_measured_at_a_size():
    found = analysis.measured(3000)
    assert [name for name, _, _ in found["rows"]] == ["matrix", *(name for name, _ in analysis.PARTS)]
    assert found["rows"][0][2] == "60 × 60"
    assert found["memory"] > 10
