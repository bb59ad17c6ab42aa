"""The frame of every page and what scripts add to it: keys, drafts, showing more, account pages."""

import pytest

from debate.enums import Side, StanceValue
from debate.queries import threads
from tests.factories import PASSWORD, make_argument, make_debate, make_participant

OPEN_TO_ALL = (
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/about/numbers/", "/about/accessibility/",
    "/there-is-no-such-page/",
)  # fmt: skip
OWN = ("/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/profile/", "/accounts/close/")


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def author(debate):
    return make_participant(debate, stance=StanceValue.AGREE)


@pytest.fixture
def reader(debate):
    return make_participant(debate, stance=StanceValue.DISAGREE)


@pytest.mark.parametrize(
    "options", [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}]
)
def test_account_and_error_pages_are_accessible_and_fit(open_page, sign_in, reader, axe, no_sideways_scroll, options):
    page = open_page(**options)
    for path in OPEN_TO_ALL:
        page.goto(path)
        axe(page)
        no_sideways_scroll(page)
    sign_in(page, reader.user)
    for path in OWN:
        page.goto(path)
        assert page.url.endswith(path)
        axe(page)
        no_sideways_scroll(page)


def test_signing_in_with_a_wrong_password_says_so_and_keeps_the_name(page, reader):
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(reader.user.username)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign In").click()
    assert "not correct" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Username").input_value() == reader.user.username
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url("**/")


def test_keys_walk_through_the_thread_and_can_be_switched_off_and_on(page, debate, author):
    first = make_argument(author)
    make_argument(author, parent=first, side=Side.CON)
    page.goto(f"/debates/{debate.pk}/1/")
    live = page.locator("#live")
    page.keyboard.press("j")
    assert live.inner_text().startswith("1 of 2")
    page.keyboard.press("j")
    assert live.inner_text().startswith("2 of 2") and live.inner_text().endswith("level 2")
    page.keyboard.press("u")
    assert live.inner_text().startswith("1 of 2")
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch the keys off").click()
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert live.inner_text().startswith("1 of 2")
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Switch the keys on").click()
    page.keyboard.press("j")
    assert page.locator("#live", has_text="level").count() == 1


def test_show_more_brings_the_rest_in_place_and_the_focus_to_it(page, no_js, debate, author, monkeypatch):
    monkeypatch.setattr(threads, "HEADS", 2)
    for _ in range(3):
        make_argument(author)
    page.goto(f"/debates/{debate.pk}/1/")
    rows = page.locator("[data-rows] > .node")
    assert rows.count() == 2
    page.get_by_role("link", name="Show more of the 3 arguments").click()
    page.locator("[data-rows] > .node >> nth=2").wait_for()
    assert rows.count() == 3
    assert page.locator("[data-rows] > .node >> nth=2").locator(":focus").count() == 1
    assert page.locator(".pager").count() == 0
    no_js.goto(f"/debates/{debate.pk}/1/")
    no_js.get_by_role("link", name="Show more of the 3 arguments").click()
    assert no_js.locator("[data-rows] > .node").count() == 1


def test_a_draft_survives_a_reload_belongs_to_one_person_and_goes_when_posted(page, sign_in, debate, author, reader):
    first = make_argument(author)
    path = f"/arguments/{first.pk}/reply/"
    typed = "A thought that was only half typed when the page was reloaded."
    sign_in(page, reader.user)
    page.goto(path)
    page.get_by_label("Your reason").fill(typed)
    page.reload()
    assert page.get_by_label("Your reason").input_value() == typed
    sign_in(page, make_participant(debate, stance=StanceValue.AGREE).user)
    page.goto(path)
    assert page.get_by_label("Your reason").input_value() == ""
    sign_in(page, reader.user)
    page.goto(path)
    page.get_by_role("radio", name="Con").check()
    page.get_by_role("button", name="Post the argument").click()
    page.get_by_text(typed).first.wait_for()
    page.goto(path)
    assert page.get_by_label("Your reason").input_value() == ""
