"""The second factor in a browser: an app, its codes, and a passkey of a device that Chromium plays."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.factories import PASSWORD, make_debate, make_participant


@pytest.fixture
def me(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the server of the tests speaks http, on localhost
    return make_participant(make_debate()).user


def sign_in_by_form(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign In").click()


def confirm(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_app_is_set_up_and_asked_for(open_page, axe, no_sideways_scroll, me, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 360, "height": 740})
    sign_in_by_form(page, me)
    page.goto("/accounts/2fa/")
    axe(page)
    page.get_by_role("link", name="Set up an app").click()
    axe(page)
    confirm(page)
    axe(page)
    no_sideways_scroll(page)
    secret = page.get_by_label("Key", exact=True).input_value()
    page.get_by_role("textbox", name="Authenticator code").fill(
        format_hotp_value(hotp_value(secret, int(time.time() // 30)))
    )
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    axe(page)
    no_sideways_scroll(page)
    for path in ("", "recovery-codes/generate/", "totp/deactivate/", "webauthn/add/"):
        page.goto(f"/accounts/2fa/{path}")
        axe(page)
        no_sideways_scroll(page)
    other = open_page(color_scheme=scheme)
    sign_in_by_form(other, me)
    other.wait_for_url("**/2fa/authenticate/")
    axe(other)


def test_a_passkey_is_added_and_opens_the_account(open_page, axe, me):
    page = open_page()
    sign_in_by_form(page, me)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    page.goto("/accounts/2fa/webauthn/")
    axe(page)
    page.get_by_role("link", name="Rename").click()
    axe(page)
    page.context.clear_cookies()
    sign_in_by_form(page, me)
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(lambda url: "/2fa/" not in url)
    page.goto("/accounts/profile/")
    assert me.username in page.content()
