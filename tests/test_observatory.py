"""Mozilla Observatory's published rules, applied to our answers without asking it.

The names of the results and what each adds or takes off are those of its table of scores (mdn-http-observatory,
`src/grader/charts.js`); a site starts with 100, and 100 and more is A+. `hsts-preloaded` is left out: browsers keep
that list. What answers is the application under the settings that a production process starts with.
"""

import json
import re

import pytest
from django.test import Client

from debate.enums import StanceValue
from tests.factories import PASSWORD, client_of, make_debate, make_participant
from tests.test_settings import PRODUCTION, start

pytestmark = pytest.mark.django_db
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "https://*"}
SIX_MONTHS = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
NAMES = r"^(SECURE_\w+|SESSION_COOKIE_\w+|CSRF_COOKIE_\w+|X_FRAME_OPTIONS|CONTENT_SECURITY_POLICY|WHITENOISE_ALLOW\w+)$"
A_PLUS = {
    "content-security-policy": ("csp-implemented-with-no-unsafe", 5),
    "cookies": ("cookies-secure-with-httponly-sessions-and-samesite", 5),
    "cross-origin-resource-sharing": ("cross-origin-resource-sharing-not-implemented", 0),
    "redirection": ("redirection-to-https", 0),
    "referrer-policy": ("referrer-policy-private", 5),
    "strict-transport-security": ("hsts-implemented-max-age-at-least-six-months", 0),
    "subresource-integrity": ("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0),
    "x-content-type-options": ("x-content-type-options-nosniff", 0),
    "x-frame-options": ("x-frame-options-implemented-via-csp", 5),
    "cross-origin-resource-policy": ("corp-implemented-with-same-origin", 10),
}


def policy_of(answer):
    parts = [part.split() for part in answer.get("Content-Security-Policy", "").lower().split(";") if part.strip()]
    assert len({part[0] for part in parts}) == len(parts)
    return {part[0]: set(part[1:]) for part in parts}


def content_security_policy(answer, cookies):
    policy = policy_of(answer)
    if not policy:
        return "csp-not-implemented", -25
    scripts = policy.get("script-src") or policy.get("default-src") or {"*"}
    styles = policy.get("style-src") or policy.get("default-src") or {"*"}
    objects = policy.get("object-src") or policy.get("default-src") or {"*"}
    if scripts & {*BROAD, "'unsafe-inline'", "data:"} or objects & BROAD:
        return "csp-implemented-with-unsafe-inline", -20
    if any(source.startswith(("http:", "ftp:")) for sources in policy.values() for source in sources):
        return "csp-implemented-with-insecure-scheme", -20
    if "'unsafe-eval'" in scripts | styles:
        return "csp-implemented-with-unsafe-eval", -10
    if styles & {*BROAD, "'unsafe-inline'", "data:"}:
        return "csp-implemented-with-unsafe-inline-in-style-src-only", 0
    return ("csp-implemented-with-no-unsafe", 5) if "default-src" in policy else ("no default-src", -25)


def cookies_(answer, cookies):
    for name, cookie in cookies.items():
        if not cookie.value:
            continue  # a cookie taken back
        if not cookie["secure"]:
            return "cookies-without-secure-flag", -20
        if ("sess" in name or "login" in name) and not cookie["httponly"]:
            return "cookies-session-without-httponly-flag", -30
        if cookie["samesite"] not in ("Lax", "Strict"):
            return "cookies-secure-with-httponly-sessions", 0
    return ("cookies-secure-with-httponly-sessions-and-samesite", 5) if cookies else ("cookies-not-found", 0)


def cross_origin_resource_sharing(answer, cookies):
    is_open = any(name.lower().startswith("access-control-") for name in answer.headers)
    return "cross-origin-resource-sharing-" + ("implemented" if is_open else "not-implemented"), -50 * is_open


def redirection(answer, cookies):
    plain = Client().get(answer.request["PATH_INFO"])
    if plain.streaming:
        plain.getvalue()  # a file that is not read stays open
    there = plain.get("Location", "")
    kept = there == f"https://testserver{answer.request['PATH_INFO']}" and plain.status_code in (301, 308)
    return ("redirection-to-https", 0) if kept else ("redirection-missing", -20)


def referrer_policy(answer, cookies):
    is_private = answer.get("Referrer-Policy") in PRIVATE
    return ("referrer-policy-private", 5) if is_private else ("referrer-policy-not-implemented", 0)


def strict_transport_security(answer, cookies):
    found = re.search(r"max-age=(\d+)", answer.get("Strict-Transport-Security", ""))
    if not found:
        return "hsts-not-implemented", -20
    if int(found[1]) < SIX_MONTHS:
        return "hsts-implemented-max-age-less-than-six-months", -10
    return "hsts-implemented-max-age-at-least-six-months", 0


def subresource_integrity(answer, cookies):
    """Scripts of our own origin need no checksum; one from elsewhere would."""
    html = answer.get("Content-Type", "").startswith("text/html")
    sources = re.findall(r'<script[^>]*\ssrc="([^"]*)"', answer.content.decode()) if html else []
    if any(not source.startswith("/") or source.startswith("//") for source in sources):
        return "sri-not-implemented-but-external-scripts-loaded-securely", -5
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0


def x_content_type_options(answer, cookies):
    is_set = answer.get("X-Content-Type-Options") == "nosniff"
    return ("x-content-type-options-nosniff", 0) if is_set else ("x-content-type-options-not-implemented", -5)


def x_frame_options(answer, cookies):
    if not policy_of(answer).get("frame-ancestors", {"*"}) & BROAD:
        return "x-frame-options-implemented-via-csp", 5
    return "x-frame-options-not-implemented", -20


def cross_origin_resource_policy(answer, cookies):
    value = answer.get("Cross-Origin-Resource-Policy", "not-implemented")
    return ("corp-implemented-with-same-origin", 10) if value == "same-origin" else (f"corp-{value}", 0)


RULES = {
    "content-security-policy": content_security_policy, "cookies": cookies_,
    "cross-origin-resource-sharing": cross_origin_resource_sharing, "redirection": redirection,
    "referrer-policy": referrer_policy, "strict-transport-security": strict_transport_security,
    "subresource-integrity": subresource_integrity, "x-content-type-options": x_content_type_options,
    "x-frame-options": x_frame_options, "cross-origin-resource-policy": cross_origin_resource_policy,
}  # fmt: skip


@pytest.fixture
def production(settings):
    """The security settings that a production process has, read from one."""
    code = (
        "import json, re; from config import settings as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in dir(s) if re.match(r'{NAMES}', n)}}))"
    )
    found = json.loads(start(code, **PRODUCTION).stdout)
    assert found["SECURE_SSL_REDIRECT"] is True and found["SESSION_COOKIE_SECURE"] is True
    for name, value in found.items():
        setattr(settings, name, value)
    return settings


def kinds(only=""):
    """One answer of each kind (or the kind `only`), with the cookies that came along."""
    debate = make_debate()
    me = make_participant(debate, stance=StanceValue.AGREE)
    visitor, member = Client(raise_request_exception=False), client_of(me)
    member.post("/theme/", {"theme": "dark"}, secure=True)
    sign_in = Client()
    sign_in.get("/accounts/login/", secure=True)
    sign_in.post("/accounts/login/", {"login": me.user.username, "password": PASSWORD}, secure=True)
    assert {"sessionid", "csrftoken"} <= set(sign_in.cookies)
    sheet = f"/debates/{debate.pk}/consensus/"
    for kind, client, path, status in (
        ("page", visitor, "/accounts/login/", 200), ("page of a member", sign_in, f"/debates/{debate.pk}/1/", 200),
        ("JSON", member, "/accounts/export/", 200), ("CSV", visitor, sheet + "?format=csv", 200),
        ("not found", visitor, "/nothing/", 404), ("refused", member, "/moderation/", 403),
        ("wrong method", visitor, "/theme/", 405), ("style sheet", visitor, "/static/css/tokens.css", 200),
        ("script", visitor, "/static/vendor/htmx.min.js", 200), ("picture", visitor, "/static/img/favicon.svg", 200),
    ):  # fmt: skip
        if only not in ("", kind):
            continue
        answer = client.get(path, secure=True)
        if answer.streaming:
            answer = WithContent(answer)
        assert answer.status_code == status, kind
        yield kind, answer, sign_in.cookies


class WithContent:
    """A streamed file, read once so that rules may look into it."""

    def __init__(self, answer):
        self.content, self.answer = answer.getvalue(), answer

    def __getattr__(self, name):
        return getattr(self.answer, name)

    def __getitem__(self, name):
        return self.answer[name]


def test_every_rule_is_kept_and_the_grade_is_a_plus(production):
    for kind, answer, cookies in kinds():
        assert {name: rule(answer, cookies) for name, rule in RULES.items()} == A_PLUS, kind
    assert 100 + sum(points for _, points in A_PLUS.values()) == 130


def test_a_weaker_site_is_marked_down(production):
    """The rules can fail: each of these takes away what it should."""
    for name, value, rule, result in (
        ("SECURE_HSTS_SECONDS", 3600, "strict-transport-security", "hsts-implemented-max-age-less-than-six-months"),
        ("SECURE_SSL_REDIRECT", False, "redirection", "redirection-missing"),
        ("SESSION_COOKIE_SECURE", False, "cookies", "cookies-without-secure-flag"),
        ("WHITENOISE_ALLOW_ALL_ORIGINS", True, "cross-origin-resource-sharing",
         "cross-origin-resource-sharing-implemented"),
        ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'self'", "'unsafe-inline'"]}},
         "content-security-policy", "csp-implemented-with-unsafe-inline"),
    ):  # fmt: skip
        kept = getattr(production, name)
        setattr(production, name, value)
        found = [RULES[rule](answer, cookies)[0] for _, answer, cookies in kinds("style sheet")]
        setattr(production, name, kept)
        assert found == [result], name


def test_every_answer_shuts_devices_and_other_sites_out(production):
    for kind, answer, _ in kinds():
        assert answer["Permissions-Policy"].startswith("camera=(), "), kind
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", kind
