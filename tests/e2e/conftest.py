"""A real browser on a real server: every page opened here must keep its console empty.

Chromium is the system's own (Debian's package), named by `CHROMIUM` or found on the path.
"""

import json
import os
import re
import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client

# Playwright's synchronous interface runs an event loop in this thread, which makes Django take every query of a
# test for one inside asynchronous code. The tests are not asynchronous, so the guard has nothing to guard.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A refused form answers 422 or 409 and a forbidden page 403: the browser notes these as failed loads.
ANSWERED = re.compile(r"Failed to load resource.* status of 4\d\d")
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def pytest_collection_modifyitems(items):
    """Everything in this folder is transactional: the server's threads must see what the test wrote."""
    for item in items:
        if "/tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["gpu", "quic", "background-networking", "component-update", "sync"]
    flags = ["--no-first-run", *(f"--disable-{name}" for name in quiet)]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses its sandbox to root
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": program, "args": flags}


@pytest.fixture
def server(live_server):
    """The address of the site under test."""
    return live_server.url


@pytest.fixture
def trouble():
    """What the pages of this test complained about."""
    return []


@pytest.fixture
def open_page(new_context, server, trouble):
    """Open a page in a context of its own: `open_page(java_script_enabled=False)`.

    At the end no page may have logged an error, and that includes violations of the content security policy, nor
    asked another host for anything.
    """

    def watch(page):
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
        page.on("request", lambda request: request.url.startswith(("http", "ws")) and outside(request.url))

    def outside(url):
        if not url.startswith(server):
            trouble.append(f"a request leaves the site: {url}")

    def open_one(**options):
        context = new_context(**{"base_url": server, "reduced_motion": "reduce", **options})
        context.on("page", watch)
        context.set_default_timeout(10_000)
        return context.new_page()

    yield open_one
    assert [words for words in trouble if not ANSWERED.search(words)] == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def dark(open_page):
    """A page whose reader prefers dark."""
    return open_page(color_scheme="dark")


@pytest.fixture
def phone(open_page):
    """A page on a phone 360 pixels wide."""
    return open_page(**PHONE)


@pytest.fixture
def no_js(open_page):
    """A page with JavaScript off."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in(server):
    """`sign_in(page, user)` without the form; the journeys that are about the form fill it in."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": server}])

    return sign_in


@pytest.fixture
def axe():
    """`axe(page)`: axe-core finds nothing on the page as it stands now.

    The script goes in through the debugging protocol, which the content security policy does not touch.
    """

    def check(page, context="document"):
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(f"axe.run({context}, {{resultTypes: ['violations']}}).then(r => r.violations)")
        seen = [f"{v['id']}: {v['help']}: {json.dumps([n['target'] for n in v['nodes']][:5])}" for v in found]
        assert seen == [], page.url

    return check


@pytest.fixture
def no_sideways_scroll():
    """`no_sideways_scroll(page)`: nothing is wider than the window; the culprits are named."""

    def check(page):
        wide = page.evaluate(
            """() => {
              const root = document.documentElement, limit = root.clientWidth;
              if (root.scrollWidth <= limit) return [];
              const all = [...document.querySelectorAll("body *")];
              const out = all.filter(e => e.getBoundingClientRect().right > limit + 1);
              return [`page is ${root.scrollWidth} px in ${limit}`,
                      ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
            }"""
        )
        assert wide == [], page.url

    return check
