"""The consensus sheet of the filled demonstration, in a real browser: seen, struck by keyboard, and waited for."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from debate.actions import snapshots
from debate.actions.consensus import work_out
from debate.actions.snapshots import report
from debate.models import Debate, Participant, Snapshot
from tests.camps import make_camps

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def debate():
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    call_command("demo", verbosity=0)
    return Debate.objects.get()


def sheet(debate):
    return f"/debates/{debate.pk}/consensus/"


def test_the_sheet_is_accessible_and_fits(open_page, debate, axe, no_sideways_scroll):
    for scheme in ("light", "dark"):
        for viewport in ({"width": 1280, "height": 900}, PHONE):
            page = open_page(color_scheme=scheme, viewport=viewport)
            for path in (sheet(debate), sheet(debate) + "?strike=4", f"/debates/{debate.pk}/how/"):
                page.goto(path)
                for folded in page.locator("main details > summary").all():
                    folded.click()
                axe(page)
                no_sideways_scroll(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_claim_is_struck_by_keyboard(open_page, debate, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(sheet(debate))
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith("Strike"):
            break
    struck = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consensus/?strike=*#cruxes")
    message = page.locator(".crux-out")
    assert message.get_by_text("Struck:").is_visible() and "The thesis goes from" in message.inner_text()
    assert page.url.endswith(struck)
    assert page.locator("table.crux th a").count() >= 1
    page.get_by_role("link", name="Put everything back").press("Enter")
    page.wait_for_url("**/consensus/#cruxes")
    assert page.get_by_text("Struck:").count() == 0


def test_a_signed_in_reader_sees_where_they_stand(open_page, sign_in, debate, axe, no_sideways_scroll):
    me = Participant.objects.filter(debate=debate, user__isnull=False, stances__isnull=False).first()
    for viewport in ({"width": 1280, "height": 900}, PHONE):
        page = open_page(viewport=viewport)
        sign_in(page, me.user)
        page.goto(sheet(debate))
        axe(page)
        no_sideways_scroll(page)
        assert page.get_by_text("are hidden from you").count() == 1


@pytest.fixture
def waiting(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(0))
    return make_camps((6, 6))[0]


def test_a_waiting_sheet_asks_until_it_is_there_and_says_so_once(page, waiting, axe):
    page.goto(sheet(waiting))
    report(snapshot=Snapshot.objects.get(), progress=50, stage="looking for common ground")
    page.locator("#groups").get_by_text("50%: looking for common ground.").wait_for()
    axe(page)
    assert page.locator("#live").text_content() == ""
    page.locator("#groups a", has_text="Look again").focus()
    work_out(snapshot_id=Snapshot.objects.get().pk)
    page.get_by_text("2 groups over the whole article").wait_for()
    assert page.locator("#live").text_content() == "The sheet is worked out: every part is shown now."
    assert page.evaluate("document.activeElement.textContent") == "Opinion groups"
    assert page.get_by_text("Being worked out").count() == page.locator("#waiting").count() == 0
    assert page.locator("#sheet #sheet").count() == 0 and page.locator("h1").count() == 1
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []
    axe(page)


def test_without_javascript_the_link_looks_again(no_js, waiting):
    no_js.goto(sheet(waiting))
    work_out(snapshot_id=Snapshot.objects.get().pk)
    no_js.locator("#common").get_by_role("link", name="Look again").click()
    no_js.get_by_text("2 groups over the whole article").wait_for()
