"""What a page costs in statements, and that a larger thread costs no more."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debate.enums import Side, StanceValue
from tests.factories import client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


def statements(act, status):
    """How many statements `act` needs, without those that only open and close a transaction."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert act().status_code == status
    marks = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return [row["sql"] for row in seen if not row["sql"].startswith(marks)]


def costs(size):
    """(the page, its 304, a vote, a reply) for a thread with `size` arguments."""
    debate = make_debate()
    writer = make_participant(debate)
    top = make_argument(writer)
    for at in range(size - 1):
        sources = [{"title": f"Report {at}"}] if at % 3 == 0 else None
        make_argument(writer, parent=top if at % 2 else None, side=Side.CON, sources=sources)
    client = client_of(make_participant(debate, stance=StanceValue.AGREE))
    page = reverse("debate:thread", args=[debate.pk, 1])
    etag = client.get(page)["ETag"]
    vote, form = {"value": "-1"}, {"side": "-1", "text": "A reason against it, in one sentence.", "token": uuid4()}
    return [
        len(statements(act, status))
        for act, status in (
            (lambda: client.get(page), 200),
            (lambda: client.get(page, headers={"If-None-Match": etag}), 304),
            (lambda: client.post(reverse("debate:stance", args=[debate.pk, 1]), vote), 302),
            (lambda: client.post(reverse("debate:argument-reply", args=[top.pk]), form), 302),
        )
    ]


def test_a_larger_thread_costs_no_more(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # the band has its own turn
    small, large = costs(5), costs(60)
    assert all(more <= less for more, less in zip(large, small, strict=True)), (small, large)
    assert all(cost <= most for cost, most in zip(small, (10, 3, 12, 12), strict=True)), small
