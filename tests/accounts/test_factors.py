"""The second factor: set up, asked for, lost and recovered; and who must have one."""

import re
import time
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions import close_account
from debate.actions.arguments import seen_of
from debate.actions.moderation import decide, flag_argument
from debate.enums import Role
from debate.models import LogEntry
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


def code_for(secret, at=None):
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30)))


def sign_in(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def confirmed(client):
    """Before anything of the second factor changes, the password is asked for again."""
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def enrol(client):
    """Through the pages; the secret that the app would hold, and the recovery codes shown."""
    page = confirmed(client).get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{16,})"', page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    return secret, re.findall(r"\b\d{8}\b", answer.content.decode())


@pytest.fixture
def me():
    return make_participant(make_debate(), role=Role.MODERATOR)


@pytest.fixture
def enrolled(me):
    secret, codes = enrol(sign_in(me.user))
    return me.user, secret, codes


def later(monkeypatch, seconds=61):
    """A code is good once: the next one is from another half minute."""
    now = time.time() + seconds
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now)
    return now


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def test_the_picture_is_part_of_the_page_and_asks_for_no_hole_in_the_policy(me):
    page = confirmed(sign_in(me.user)).get("/accounts/2fa/totp/activate/").content.decode()
    assert '<svg class="qr"' in page and "data:" not in page and "style=" not in page


def test_a_wrong_code_sets_nothing_up(me):
    client = confirmed(sign_in(me.user))
    client.get("/accounts/2fa/totp/activate/")
    assert "Incorrect code" in client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_sign_in_asks_for_the_code(enrolled, monkeypatch):
    user, secret, codes = enrolled
    assert len(codes) == 10
    client = sign_in(user)
    assert not is_in(client)
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Incorrect code" in refused.content.decode() and not is_in(client)
    now = later(monkeypatch)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, now)}).status_code == 302
    assert is_in(client)
    again = sign_in(user)
    again.post("/accounts/2fa/authenticate/", {"code": code_for(secret, now)})
    assert not is_in(again)  # somebody who looked over the shoulder comes too late


def test_a_recovery_code_opens_once(enrolled):
    user, _, codes = enrolled
    first, second = sign_in(user), sign_in(user)
    first.post("/accounts/2fa/authenticate/", {"code": codes[3]})
    second.post("/accounts/2fa/authenticate/", {"code": codes[3]})
    assert (is_in(first), is_in(second)) == (True, False)


def test_guessing_codes_is_slowed_down(enrolled, monkeypatch):
    user, secret, _ = enrolled
    client = sign_in(user)
    for guess in range(9):
        client.post("/accounts/2fa/authenticate/", {"code": f"{guess:06}"})
    now = later(monkeypatch)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, now)})
    assert not is_in(client)


def test_recovery_codes_of_another_are_not_shown(enrolled):
    other = client_of(make_participant(make_debate()))
    assert other.get("/accounts/2fa/recovery-codes/").status_code == 404


def test_closing_an_account_takes_its_factors_along(enrolled):
    close_account(user=enrolled[0])
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("required", "has_one", "status"), [
    (False, False, 200), (False, True, 200), (True, False, 302), (True, True, 200),
])  # fmt: skip
def test_moderating_may_ask_for_a_second_factor(settings, me, required, has_one, status):
    settings.MFA_REQUIRED = required
    client = sign_in(me.user)
    argument = make_argument(make_participant(me.debate))
    flag_argument(actor=make_participant(me.debate), argument=argument, reason="spam", text="")
    if has_one:
        enrol(client)
    case = f"/moderation/{argument.pk}/"
    assert [client.get("/moderation/").status_code, client.get(case).status_code] == [status] * 2
    fields = {"verdict": "hide", "reason": "It is an advertisement.", "seen": seen_of(argument)}
    answer = client.post(case, fields)
    assert answer.status_code == 302 and LogEntry.objects.count() == (status == 200)
    if status == 302:
        assert answer["Location"] == "/accounts/2fa/"
        assert "moderators need a second factor" in client.get("/accounts/2fa/").content.decode()


def test_no_other_door_leads_round_it(settings, me):
    settings.MFA_REQUIRED = True
    argument = make_argument(make_participant(me.debate), token=uuid4())
    with pytest.raises(PermissionDenied, match="second factor"):
        decide(actor=me, argument=argument, verdict="hide", reason="An advertisement.", seen=seen_of(argument))


def test_recovery_codes_alone_are_no_factor(settings, enrolled):
    settings.MFA_REQUIRED = True
    user, _, codes = enrolled
    client = sign_in(user)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    Authenticator.objects.filter(type="totp").delete()
    assert client.get("/moderation/").status_code == 302


def test_who_does_not_moderate_is_asked_for_nothing(settings, me):
    settings.MFA_REQUIRED = True
    assert client_of(make_participant(me.debate)).get("/moderation/").status_code == 403


HOSTILE = (
    "\x00123456",
    "9" * 100_000,
    "9" * 9_000,
    "[" * 19_000,
    "[" * 150_000,
    "\u202e123456",
    "<script>",
    "１２３４５６",
    '{"id": 1}',
    "[]",
    "null",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_codes_and_keys_get_a_sentence(me, words):
    client = confirmed(sign_in(me.user))
    client.raise_request_exception = False
    for path, field in (("totp/activate/", "code"), ("webauthn/add/", "credential"), ("webauthn/add/", "name")):
        answer = client.post(f"/accounts/2fa/{path}", {field: words})
        assert answer.status_code < 500, (path, field)
    enrolled = Client(raise_request_exception=False)
    assert not Authenticator.objects.exists()
    Authenticator.objects.create(user=me.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    enrolled.post("/accounts/login/", {"login": me.user.username, "password": PASSWORD})
    for field in ("code", "credential"):
        assert enrolled.post("/accounts/2fa/authenticate/", {field: words}).status_code < 500, field
