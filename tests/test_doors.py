"""Who gets through which door: every address of the site, asked by every kind of person.

The table is compared with the URLconf, so an address added without a line here fails. `GET` opens the page;
`POST` sends a form with nothing filled in, which tells those who may (422, or a redirect) from those who may not.
"""

import pytest
from django.urls import get_resolver, reverse

from debate.enums import StanceValue
from debate.models import Citation, LogEntry
from tests.factories import first_of, make_argument, make_debate, make_entry, make_people

pytestmark = pytest.mark.django_db
PEOPLE = ("visitor", "participant", "author", "moderator", "closed")


def alike(status):
    return (status,) * 5


OPEN, MISSING, GONE_ON, NO_GET = alike(200), alike(404), alike(302), alike(405)
MEMBERS = (302, 200, 200, 200, 302)  # visitors and closed accounts are sent to the sign-in page
NOT_OWN = (302, 200, 403, 200, 302)  # nobody judges their own words
NOT_YET = (302, 404, 404, 404, 302)  # nobody here has set one up
FORM = (302, 422, 422, 422, 302)  # an empty form comes back to those who may send it
GUESTS = (200, 302, 302, 302, 200)  # who is signed in already is sent on

# name: (GET by each of PEOPLE, POST by each of PEOPLE)
DOORS = {
    "healthz": (OPEN, None),
    "favicon": (GONE_ON, NO_GET),
    "accounts:profile": (MEMBERS, GONE_ON),
    "accounts:close": (MEMBERS, FORM),
    "account_login": (GUESTS, GUESTS),
    "account_logout": (MEMBERS, GONE_ON),
    "account_inactive": (OPEN, None),
    "account_signup": (GUESTS, GUESTS),
    "account_reauthenticate": (MEMBERS, MEMBERS),
    "account_email": (MEMBERS, GONE_ON),
    "account_email_verification_sent": (OPEN, None),
    "account_change_password": (MEMBERS, MEMBERS),
    "account_set_password": (GONE_ON, GONE_ON),
    "account_reset_password": (OPEN, OPEN),
    "account_confirm_login_code": (GONE_ON, GONE_ON),
    "account_confirm_email": (OPEN, None),
    "account_reset_password_from_key_done": (OPEN, None),
    "account_reset_password_from_key": (OPEN, None),
    "account_reset_password_done": (OPEN, None),
    "mfa_index": (MEMBERS, None),
    "mfa_authenticate": (GONE_ON, GONE_ON),
    "mfa_reauthenticate": (GONE_ON, GONE_ON),
    "mfa_activate_totp": (GONE_ON, GONE_ON),
    "mfa_deactivate_totp": (NOT_YET, NOT_YET),
    "mfa_view_recovery_codes": (NOT_YET, None),
    "mfa_generate_recovery_codes": (GONE_ON, GONE_ON),
    "mfa_download_recovery_codes": (NOT_YET, None),
    "mfa_list_webauthn": (MEMBERS, None),
    "mfa_add_webauthn": (GONE_ON, GONE_ON),
    "mfa_reauthenticate_webauthn": (GONE_ON, GONE_ON),
    "mfa_remove_webauthn": (GONE_ON, GONE_ON),
    "mfa_edit_webauthn": (GONE_ON, GONE_ON),
    "debate:front": (OPEN, NO_GET),
    "debate:theme": (NO_GET, GONE_ON),
    "debate:about-numbers": (OPEN, NO_GET),
    "debate:about-accessibility": (OPEN, NO_GET),
    "debate:article": (OPEN, NO_GET),
    "debate:debate": (OPEN, NO_GET),
    "debate:consensus": (OPEN, NO_GET),
    "debate:how": (OPEN, NO_GET),
    "debate:votes-file": (OPEN, NO_GET),
    "debate:sources": (OPEN, NO_GET),
    "debate:thread": (OPEN, NO_GET),
    "debate:flow": (OPEN, NO_GET),
    "debate:replay": (OPEN, NO_GET),
    "debate:stance": (NO_GET, FORM),
    "debate:argue": (MEMBERS, FORM),
    "debate:seen": (NO_GET, GONE_ON),
    "debate:argument": (OPEN, NO_GET),
    "debate:argument-reply": (MEMBERS, FORM),
    "debate:argument-edit": ((302, 403, 200, 403, 302), (302, 403, 422, 403, 302)),
    "debate:argument-delete": ((302, 403, 200, 403, 302), (302, 403, 302, 403, 302)),
    "debate:argument-history": (OPEN, NO_GET),
    "debate:argument-rate": (NOT_OWN, FORM),
    "debate:argument-delta": (NOT_OWN, FORM),
    "debate:argument-flag": (MEMBERS, FORM),
    "debate:evidence-rate": (NOT_OWN, FORM),
    "debate:moderation": ((302, 403, 403, 200, 302), NO_GET),
    "debate:moderation-case": ((302, 403, 403, 200, 302), (302, 403, 403, 422, 302)),
    "debate:log": (OPEN, NO_GET),
    "debate:log-feed": (OPEN, NO_GET),
    "debate:log-export": (OPEN, NO_GET),
    "debate:log-correct": ((302, 403, 403, 200, 302), (302, 403, 403, 422, 302)),
    "debate:contributions": (MEMBERS, NO_GET),
    "debate:notices": (MEMBERS, GONE_ON),
    "debate:export": (MEMBERS, NO_GET),
}


def routes(patterns=None, prefix="", converters=()):
    """Every named address below the root: (name, names of its parts)."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        parts = (*converters, *getattr(entry.pattern, "converters", {}))
        if hasattr(entry, "url_patterns"):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from routes(entry.url_patterns, space, parts)
        else:
            yield f"{prefix}{entry.name}", (*parts, *getattr(entry.pattern.regex, "groupindex", {}))


def test_every_route_is_listed():
    assert {name for name, _ in routes()} == set(DOORS)


@pytest.fixture
def house():
    debate = make_debate()
    people, clients = make_people(debate)
    argument = make_argument(people["author"], sources=[{"title": "A report"}])
    make_entry(make_argument(people["author"]), people["moderator"])
    parts = {
        "slug": debate.article.slug, "debate_id": debate.pk, "number": first_of(debate).number, "pk": argument.pk,
        "card_id": Citation.objects.get().pk, "uidb36": "1", "entry_id": LogEntry.objects.get().pk, "key": "no-such-key",
        "name": "participants-votes.csv",
    }  # fmt: skip
    assert StanceValue.AGREE in people["author"].stances.values_list("before", flat=True)
    return clients, parts


def address(name, parts):
    wanted = dict(routes())[name]
    return reverse(name, kwargs={part: parts[part] for part in wanted})


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_door(house, name, method):
    clients, parts = house
    expected = DOORS[name][method == "post"]
    where = address(name, parts)
    found = tuple(getattr(clients[who], method)(where, {"nothing": "1"}).status_code for who in PEOPLE)
    if expected is None:  # not a form; whatever it answers, it is not a failure of ours
        assert all(status < 500 for status in found)
    else:
        assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, expected, strict=True))
