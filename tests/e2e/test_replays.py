"""Sliding through a replay: by keyboard, by the picture, and as a form without JavaScript."""

import pytest

from debate.enums import Side, StanceValue
from tests.factories import make_argument, make_debate, make_participant


@pytest.fixture
def path():
    debate = make_debate(propositions=1)
    people = [make_participant(debate, stance=StanceValue.AGREE if at % 2 else -1) for at in range(6)]
    first = make_argument(people[0])
    for one in people[1:4]:
        make_argument(one, parent=first, side=Side.CON)
    return f"/debates/{debate.pk}/1/replay/"


def moment(page):
    """(the step's heading, what moved it) as the panel says them now."""
    return page.locator("#nowh").inner_text(), page.locator("[data-slot=moved]").inner_text()


def test_the_slider_moves_figures_picture_and_address_by_keyboard(page, no_js, path):
    page.goto(path + "?at=2")
    assert page.get_by_role("button", name="Show this moment").count() == 0
    mark, slider = page.locator("rect[data-mark]").first, page.get_by_role("slider", name="Moment")
    was = float(mark.get_attribute("x"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "step 4 of" in moment(page)[0]
    assert page.url.endswith("?at=4")
    assert float(mark.get_attribute("x")) > was
    assert slider.get_attribute("aria-valuetext").startswith("Step 4 of")
    page.locator("#live", has_text="Step 4 of").wait_for(state="attached")
    no_js.goto(path + "?at=4")  # what the script shows is what the server would have said
    assert moment(no_js) == moment(page)
    assert no_js.locator("rect[data-mark]").first.get_attribute("x") == f"{float(mark.get_attribute('x')):.1f}"
    page.keyboard.press("Home")
    assert moment(page)[0].startswith("Before anything")
    assert page.get_by_role("link", name="Earlier").get_attribute("href") is None
    page.get_by_role("link", name="Later").click()
    assert "step 1 of" in moment(page)[0]
    page.locator("a[data-to='5'] rect").click(force=True)
    assert "step 5 of" in moment(page)[0] and slider.input_value() == "5"


def test_the_same_slider_is_a_form_without_javascript(no_js, path):
    no_js.goto(path)
    assert moment(no_js)[0].startswith("Now")
    no_js.get_by_role("slider", name="Moment").focus()
    no_js.keyboard.press("Home")
    no_js.get_by_role("button", name="Show this moment").click()
    no_js.wait_for_url("**?at=0")
    assert moment(no_js)[0].startswith("Before anything")
    no_js.get_by_role("link", name="Later").click()
    no_js.wait_for_url("**?at=1")
    assert "step 1 of" in moment(no_js)[0]
    no_js.get_by_text("All steps as a table").click()
    no_js.locator("table a").first.click()
    no_js.wait_for_url("**/arguments/*/")


@pytest.mark.parametrize(
    "options", [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}]
)
def test_the_replay_is_accessible_and_fits(open_page, path, axe, no_sideways_scroll, options):
    page = open_page(**options)
    page.goto(path + "?at=0")
    axe(page)
    page.get_by_text("All steps as a table").click()
    axe(page)
    no_sideways_scroll(page)
