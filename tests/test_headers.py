"""What every answer carries, whatever it is: page, error, CSV, JSON, redirect."""

import pytest
from django.test import Client

from debate.enums import StanceValue
from tests.factories import PASSWORD, client_of, make_debate, make_participant

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
}  # fmt: skip


@pytest.fixture
def debate():
    return make_debate()


def answers(debate):
    visitor, me = Client(raise_request_exception=False), client_of(make_participant(debate, stance=StanceValue.AGREE))
    strict = Client(enforce_csrf_checks=True)
    sheet = f"/debates/{debate.pk}/consensus/"
    yield 200, visitor.get("/")
    yield 200, visitor.get("/healthz")
    yield 200, visitor.get(sheet + "?format=csv")
    yield 200, me.get("/accounts/export/")
    yield 302, visitor.get("/accounts/profile/")
    yield 304, me.get(f"/debates/{debate.pk}/1/", headers={"If-None-Match": me.get(f"/debates/{debate.pk}/1/")["ETag"]})
    yield 400, visitor.post(f"/debates/{debate.pk}/1/argue/", {"text": "x" * 300_000})
    yield 403, me.get("/moderation/")
    yield 403, strict.post("/theme/", {"theme": "dark"})
    yield 404, visitor.get("/nothing/")
    yield 405, visitor.get("/theme/")
    yield 409, visitor.post(f"/debates/{debate.pk}/1/argue/", {"text": "x" * 90_000})
    yield 422, me.post(f"/debates/{debate.pk}/1/argue/", {"text": ""})


def test_every_answer_is_under_the_policy(debate):
    for status, answer in answers(debate):
        assert answer.status_code == status
        assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY, status
        assert answer["Referrer-Policy"] == "same-origin", status
        assert answer["X-Content-Type-Options"] == "nosniff", status
        assert answer["X-Frame-Options"] == "DENY", status
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", status


def test_our_own_failure_is_under_the_policy_too(debate, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("debate.views.debates.sources_of", broken)
    answer = Client(raise_request_exception=False).get(f"/debates/{debate.pk}/sources/")
    assert answer.status_code == 500 and "Our fault" in answer.content.decode()
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY


def test_an_unknown_host_is_refused_under_the_policy(debate):
    answer = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400 and "Content-Security-Policy" in answer


def test_cookies_are_for_this_site_and_no_script(settings, debate):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    me = make_participant(debate)
    client = Client()
    client.get("/accounts/login/", secure=True)
    client.post("/accounts/login/", {"login": me.user.username, "password": PASSWORD}, secure=True)
    client.post("/theme/", {"theme": "dark"}, secure=True)
    assert {"sessionid", "csrftoken", "theme"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        if cookie.value:
            assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax", name


def test_what_is_personal_is_kept_by_no_cache_between(debate):
    me = client_of(make_participant(debate, stance=StanceValue.AGREE))
    assert "private" in me.get(f"/debates/{debate.pk}/1/")["Cache-Control"]
    for page in ("/", "/accounts/export/", "/accounts/notices/"):
        assert "Cookie" in me.get(page)["Vary"], page
