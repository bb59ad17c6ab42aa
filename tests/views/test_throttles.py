"""Who comes too often is told how long to wait, loses nothing, and is let in again when the time is over."""

import datetime as dt
import itertools
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings as site
from django.test import Client
from django.urls import resolve, reverse

from accounts.throttles import ACCOUNT_DOORS, DONE, _lasts, _span
from debate.enums import Role, StanceValue
from debate.models import Argument, Citation
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant, make_user
from tests.test_doors import DOORS, NO_GET, address, house  # noqa: F401

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
_count = itertools.count(1)


@pytest.fixture
def top():
    """Somebody else's argument with a source, in a public debate."""
    return make_argument(make_participant(make_debate()), sources=[{"title": "A report"}])


@pytest.fixture
def me(top):
    return make_participant(top.debate, stance=StanceValue.AGREE)


def words():
    return f"Reason {next(_count)}, which nobody has written before."


def send_reply(client, top, **more):
    data = {"side": "-1", "text": words(), "token": uuid4()}
    return client.post(reverse("debate:argument-reply", args=[top.pk]), data, **more)


def send_edit(client, top):
    """Everybody has one argument of their own to edit."""
    mine = Argument.objects.get(author__user=int(client.session["_auth_user_id"]))
    where = reverse("debate:argument-edit", args=[mine.pk])
    seen = client.get(where).context["form"]["seen"].value()
    return client.post(where, {"text": words(), "seen": seen})


def form(name, **data):
    return lambda client, top: client.post(reverse(f"debate:{name}", args=[top.pk]), data)


def page(name, query=""):
    return lambda client, top: client.get(reverse(f"debate:{name}", args=[top.debate_id]) + query)


# limit: what is done; each works for as often as it is let
ACTS = {
    "post": send_reply,
    "post below the proposition": lambda client, top: client.post(
        reverse("debate:argue", args=[top.debate_id, 1]), {"side": "1", "text": words(), "token": uuid4()}
    ),
    "edit": send_edit,
    "vote": lambda client, top: client.post(reverse("debate:stance", args=[top.debate_id, 1]), {"value": "1"}),
    "rate": form("argument-rate", stars="4"),
    "rate a source": lambda client, top: client.post(
        reverse("debate:evidence-rate", args=[top.pk, Citation.objects.get().pk]), {"quality": "2", "fit": "2"}
    ),
    "delta": form("argument-delta", text="I had not thought of this before, and it changes what I think."),
    "flag": form("argument-flag", reason="spam", text="An advertisement."),
    "name": lambda client, top: client.post(reverse("accounts:profile"), {"display_name": f"Nobody {next(_count)}"}),
    "search": page("debate", "?q=reason"),
    "download": page("consensus", "?format=csv"),
    "download as JSON": page("consensus", "?format=json"),
    "download the votes": lambda client, top: client.get(
        reverse("debate:votes-file", args=[top.debate_id, "participants-votes.csv"])
    ),
    "download what is mine": lambda client, top: client.get(reverse("debate:export")),
}


def set_limit(settings, act, rates):
    name = act.split()[0]
    settings.THROTTLES = {**site.THROTTLES, name: rates}
    return name


@pytest.mark.parametrize("act", ACTS)
def test_an_account_waits_and_goes_on(top, me, settings, act):
    name = set_limit(settings, act, "2/h/user")
    make_argument(me)
    do, client = ACTS[act], client_of(me)
    neighbour = make_participant(top.debate, stance=StanceValue.AGREE)  # at the same address
    make_argument(neighbour)
    with time_machine.travel(NOON) as clock:
        assert [do(client, top).status_code for _ in range(2)] in ([302, 302], [200, 200])
        clock.shift(48 * 60)
        answer = do(client, top)
        assert answer.status_code == 429
        sentence = f"You have {DONE[name]} twice in an hour. You can go on in 12 minutes."
        assert sentence in answer.content.decode()
        assert 11 * 60 < int(answer["Retry-After"]) <= 12 * 60
        assert do(client_of(neighbour), top).status_code < 400
        clock.shift(int(answer["Retry-After"]))
        assert do(client, top).status_code < 400


@pytest.mark.parametrize("act", ACTS)
def test_an_address_waits_and_another_does_not(top, me, settings, act):
    name = set_limit(settings, act, "9/h/user,2/10m/ip")
    people = [make_participant(top.debate, stance=StanceValue.AGREE) for _ in range(2)]
    for person in (me, *people):
        make_argument(person)
    with time_machine.travel(NOON) as clock:
        assert [ACTS[act](client_of(person), top).status_code < 400 for person in people] == [True, True]
        clock.shift(9 * 60 + 30)
        client = client_of(me)
        answer = ACTS[act](client, top)
        assert answer.status_code == 429
        sentence = f"From your network, people have {DONE[name]} twice in 10 minutes. You can go on in 30 seconds."
        assert sentence in answer.content.decode()
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert ACTS[act](client, top).status_code < 400
        client.defaults["REMOTE_ADDR"] = "127.0.0.1"
        clock.shift(31)
        assert ACTS[act](client, top).status_code < 400


def test_who_is_stopped_by_the_address_has_spent_nothing_of_their_own(top, me, settings):
    set_limit(settings, "post", "2/h/user,1/m/ip")
    client = client_of(me)
    with time_machine.travel(NOON) as clock:
        assert send_reply(client, top).status_code == 302
        assert [send_reply(client, top).status_code for _ in range(3)] == [429] * 3
        clock.shift(61)
        assert send_reply(client, top).status_code == 302


def test_visitors_are_counted_by_their_address_alone(top, settings):
    set_limit(settings, "search", "1/h/user,2/10m/ip")
    search = ACTS["search"]
    assert [search(Client(), top).status_code for _ in range(3)] == [200, 200, 429]
    assert page("debate")(Client(), top).status_code == 200  # a page is not a search


def test_the_address_is_the_one_that_the_proxy_names(top, settings):
    set_limit(settings, "search", "1/10m/ip")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    people = [{"HTTP_X_FORWARDED_FOR": f"203.0.113.{at}"} for at in (1, 2)]
    assert [ACTS["search"](Client(**person), top).status_code for person in people] == [200, 200]
    forged = Client(HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.1")  # the last one is the proxy's own word
    assert ACTS["search"](forged, top).status_code == 429


def test_only_what_was_taken_counts(top, me, settings):
    set_limit(settings, "post", "1/h/user,1/h/ip")
    client, where = client_of(me), reverse("debate:argument-reply", args=[top.pk])
    data = {"side": "-1", "text": words(), "token": uuid4()}
    for _ in range(3):
        assert client.post(where, {"text": "Too short"}).status_code == 422
        assert client.post(where, {**data, "preview": "1"}).status_code == 200
        assert client.get(where).status_code == 200
    Argument.objects.filter(pk=top.pk).update(state="hidden")
    assert client.post(where, data).status_code == 409
    Argument.objects.filter(pk=top.pk).update(state="visible")
    assert client.post(where, data).status_code == 302
    assert send_reply(client, top).status_code == 429


def test_every_try_of_a_password_counts(me, settings):
    set_limit(settings, "close", "2/h/user")
    client = client_of(me)
    tries = [client.post(reverse("accounts:close"), {"password": "guessed"}) for _ in range(3)]
    assert [answer.status_code for answer in tries] == [422, 422, 429]
    assert "guessed" not in tries[-1].content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_what_was_typed_stands_there_for_copying(top, me, settings, headers):
    set_limit(settings, "post", "1/h/user")
    client = client_of(me)
    send_reply(client, top)
    data = {"side": "-1", "text": words(), "token": uuid4(), "source_title": "A <source> of mine"}
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), data, headers=headers)
    shown = answer.content.decode()
    assert answer.status_code == 429 and "Retry-After" in answer
    assert data["text"] in shown and "A &lt;source&gt; of mine" in shown
    assert ("<html" in shown) is not bool(headers)
    assert Argument.objects.filter(author=me).count() == 1


def test_nobody_is_stopped_where_a_limit_is_off(top, me, settings):
    set_limit(settings, "vote", "")
    client = client_of(me)
    assert {ACTS["vote"](client, top).status_code for _ in range(5)} == {302}


def test_a_moderator_decides_as_often_as_needed_and_posts_as_often_as_anyone(top, settings):
    """The work of a moderator is behind no limit, so nothing else has to be wider for them."""
    set_limit(settings, "post", "1/h/user")
    client = client_of(make_participant(top.debate, role=Role.MODERATOR))
    assert [send_reply(client, top).status_code for _ in range(2)] == [302, 429]


# --- the account's own doors, which allauth counts ---------------------------------------------------------------


def sign_in(name, password="wrong"):
    return Client().post(reverse("account_login"), {"login": name, "password": password})


def test_guessing_a_password_is_stopped_for_that_name_alone(settings):
    settings.ACCOUNT_RATE_LIMITS = {**site.ACCOUNT_RATE_LIMITS, "login_failed": "100/m/ip,3/5m/key"}
    make_user("ada")
    make_user("ben")
    with time_machine.travel(NOON) as clock:
        assert [sign_in("ada").status_code for _ in range(3)] == [200] * 3
        clock.shift(60)
        answer = sign_in("ada", PASSWORD)
        sentence = "For this name or address, someone has tried a wrong password 3 times in 5 minutes. You can go on in 4 minutes."
        assert answer.status_code == 429 and sentence in answer.content.decode()
        assert 230 < int(answer["Retry-After"]) <= 240
        assert reverse("account_reset_password") in answer.content.decode()
        assert sign_in("ben", PASSWORD).status_code == 302
        clock.shift(241)
        assert sign_in("ada", PASSWORD).status_code == 302


SIGN_UP = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.mark.parametrize(
    ("door", "rates", "data"),
    [
        ("account_login", "2/h/ip", {"login": "ada", "password": "wrong"}),
        ("account_signup", "2/h/ip", {"username": "x", **SIGN_UP}),
        ("account_change_password", "2/h/user", {"oldpassword": "wrong"}),
        ("account_reset_password", "2/h/ip", {"email": "ada@example.org"}),
        ("account_reset_password", "2/h/key", {"email": "Ada@example.org"}),
        ("account_email", "2/h/user", {"action_add": "1", "email": "not an address"}),
        ("account_reauthenticate", "2/h/user", {"password": "wrong"}),
    ],
)
def test_the_doors_of_allauth_tell_the_wait_as_well(settings, door, rates, data):
    name = ACCOUNT_DOORS[door]
    settings.ACCOUNT_RATE_LIMITS = {**site.ACCOUNT_RATE_LIMITS, name: rates}
    client = Client()
    if rates.endswith("user"):
        client.force_login(make_user("ada"))
    with time_machine.travel(NOON) as clock:
        assert [client.post(reverse(door), data).status_code < 400 for _ in range(2)] == [True, True]
        clock.shift(58 * 60)
        answer = client.post(reverse(door), data)
        assert answer.status_code == 429
        assert f"{DONE[name]} twice in an hour. You can go on in 2 minutes." in answer.content.decode()
        assert 60 < int(answer["Retry-After"]) <= 120
        assert client.get(reverse(door)).status_code == 200
        clock.shift(int(answer["Retry-After"]))
        assert client.post(reverse(door), data).status_code < 400


# --- the table ---------------------------------------------------------------------------------------------------

# Forms without a limit, each with its reason.
WRONG_CODES = "allauth counts wrong codes as failed sign-ins: login_failed"
OWN_FACTOR = "one's own second factor, behind a password asked again"
EXEMPT = {
    **dict.fromkeys(
        ("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp"), WRONG_CODES
    ),
    **dict.fromkeys(
        (
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_add_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
        ),
        OWN_FACTOR,
    ),
    "debate:theme": "it changes a cookie, nothing here",
    "debate:seen": "one row for a reader and a thread, written over",
    "debate:notices": "it marks one's own notices as read",
    "debate:argument-delete": "nobody deletes more than they have posted",
    "debate:moderation-case": "a moderator's work waits for nobody",
    "debate:log-correct": "a moderator's work waits for nobody",
    "account_logout": "leaving must always be possible",
    "account_confirm_login_code": "signing in by a code from an e-mail is not offered",
}
FILES = {"debate:export", "debate:votes-file", "debate:log-export"}


def test_every_form_is_limited_or_exempt_for_a_reason(house):  # noqa: F811
    forms = {name for name, (_, sent) in DOORS.items() if sent not in (None, NO_GET)}
    ours = {name: getattr(resolve(address(name, house[1])).func, "throttled", "") for name in DOORS}
    limited = {name for name, limit in ours.items() if limit}
    assert forms - limited - set(ACCOUNT_DOORS) == set(EXEMPT)
    assert limited - forms == FILES | {"debate:debate", "debate:consensus"}
    assert {limit for limit in ours.values() if limit} == set(site.THROTTLES)


def test_every_limit_of_the_table_has_its_words():
    assert set(DONE) == {*site.THROTTLES, *site.ACCOUNT_RATE_LIMITS} - {"confirm_email"}
    assert set(ACCOUNT_DOORS.values()) <= set(site.ACCOUNT_RATE_LIMITS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes"), (720, "12 minutes"), (3600, "1 hour"),
     (3601, "2 hours"), (86_400, "24 hours")],
)  # fmt: skip
def test_a_wait_is_rounded_up(seconds, words):
    assert _lasts(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "a second"), (60, "a minute"), (600, "10 minutes"), (3600, "an hour"), (86_400, "a day")]
)
def test_a_span_is_said_in_its_largest_unit(seconds, words):
    assert _span(seconds) == words
