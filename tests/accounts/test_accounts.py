"""An account: its name, what is exported of it, and what is left when it is closed."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.models import User
from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.models import Argument, Debate, Participant

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-pass-word"


@pytest.fixture
def ada(client):
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    user = User.objects.create_user("ada", "ada@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email="ada@example.org")
    debate = Debate.objects.get()
    me = join_debate(user=user, debate=debate)
    proposition = debate.article.propositions.get(number=1)
    cast_stance(actor=me, proposition=proposition, value=1, why="a line for myself")
    text = "States seldom work for free, and this one has no reason to begin."
    post_argument(actor=me, proposition=proposition, parent=None, side=1, text=text, token=uuid4())
    client.force_login(user)
    return user


def test_display_name_is_shown_in_public_debates_and_taken_back(client, ada):
    me = Participant.objects.get()
    client.post("/accounts/profile/", {"display_name": "Ada L."})
    me.refresh_from_db()
    assert me.name == "Ada L."
    client.post("/accounts/profile/", {"display_name": ""})
    me.refresh_from_db()
    assert me.name == me.pseudonym


def test_a_name_somebody_has_is_refused_in_a_sentence(client, ada):
    User.objects.create_user("ben", password=PASSWORD, display_name="Ben")
    answer = client.post("/accounts/profile/", {"display_name": "BEN"})
    assert answer.status_code == 422
    assert "Someone already goes by that name" in answer.content.decode()


def test_export_holds_everything_of_mine_and_nothing_of_others(client, ada):
    other = join_debate(user=User.objects.create_user("ben"), debate=Debate.objects.get())
    proposition = other.debate.article.propositions.get(number=1)
    text = "Somebody else says this, and it is not for the export of the first."
    post_argument(actor=other, proposition=proposition, parent=None, side=-1, text=text, token=uuid4())
    data = client.get("/accounts/export/").json()
    assert data["account"]["email"] == "ada@example.org"
    assert [row["why"] for row in data["stances"]] == ["a line for myself"]
    assert len(data["arguments"]) == 1
    assert "Somebody else" not in str(data)


def test_closing_leaves_the_words_and_nothing_of_the_person(client, ada):
    wrong = client.post("/accounts/close/", {"password": "not it"})
    assert wrong.status_code == 422
    assert Participant.objects.get().user_id == ada.pk
    client.post("/accounts/close/", {"password": PASSWORD})
    me = Participant.objects.get()
    assert (me.user_id, me.name) == (None, me.pseudonym)
    assert Argument.objects.get().is_visible
    row = User.objects.get(pk=ada.pk)
    assert (row.is_active, row.email, row.display_name) == (False, "", "")
    assert "ada" not in row.username
    assert not EmailAddress.objects.exists()
    assert client.get("/accounts/profile/").status_code == 302
    assert not client.login(username="ada", password=PASSWORD)


def test_user_names_differ_by_more_than_case(client):
    User.objects.create_user("ada", password=PASSWORD)
    fields = {"username": "ADA", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", fields)
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_words_taken_down_are_on_no_page_of_others(client, ada):
    argument = Argument.objects.get()
    Argument.objects.update(state="hidden")
    client.force_login(User.objects.create_user("ben"))
    below = ("", "reply/", "rate/", "delta/", "flag/", "history/", "edit/")
    for address in [f"/arguments/{argument.pk}/{part}" for part in below] + ["/debates/1/?q=seldom", "/"]:
        assert "States seldom" not in client.get(address, follow=True).content.decode(), address
