"""Nothing typed is lost: not by an ended session, not by a refusal."""

import pytest
from django.urls import reverse

from debate.enums import ArgumentState
from debate.models import Argument
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
TEXT = "A reason typed while the session was running out."


@pytest.fixture
def top():
    return make_argument(make_participant(make_debate()))


def test_text_survives_an_ended_session(top):
    me, client = make_participant(top.debate), client_of()
    where = reverse("debate:argument-reply", args=[top.pk])
    sent = client.post(where, {"side": "-1", "text": TEXT})
    assert sent.status_code == 302 and sent["Location"].startswith(reverse("account_login"))
    client.post(sent["Location"], {"login": me.user.username, "password": PASSWORD})
    assert TEXT in client.get(where).content.decode()
    assert Argument.objects.count() == 1  # nothing was posted in the meantime


def test_a_form_with_a_mistake_comes_back_filled(top):
    client = client_of(make_participant(top.debate))
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), {"text": TEXT})  # no side chosen
    assert answer.status_code == 422 and TEXT in answer.content.decode()


def test_a_refused_reply_shows_its_text_for_copying(top):
    Argument.objects.filter(pk=top.pk).update(state=ArgumentState.REMOVED)
    client = client_of(make_participant(top.debate))
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), {"side": "1", "text": TEXT})
    assert answer.status_code == 409 and TEXT in answer.content.decode()
