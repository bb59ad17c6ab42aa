"""One program is enough: the real server on the embedded database works out what readers see, by itself, within seconds.

Writes come from another process through the actions, as they would from a second server. With its worker switched off
the same server shows no old figure: it says that the work is going on.
"""

import json
import os
import time
import urllib.request

import pytest

from tests.test_durability import kill, python, started, wait_until_up

WITHIN = 5.0  # seconds behind the last write at most
PREPARE = """
import json, django
django.setup()
from django.core.management import call_command
from accounts.models import User
from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.models import Debate
from uuid import uuid4
call_command("migrate", verbosity=0)
call_command("load_article", "debate/management/data/article.json", verbosity=0)
debate = Debate.objects.get()
claim = debate.article.propositions.get(number=4)
people = [join_debate(user=User.objects.create(username=f"p{at}"), debate=debate) for at in range(7)]
for at, me in enumerate(people):
    cast_stance(actor=me, proposition=claim, value=1 if at % 2 else -1)
for at in range(3):
    post_argument(actor=people[0], proposition=claim, parent=None, side=1, text=f"Reason {at} of three.", token=uuid4())
print(json.dumps(debate.pk))
"""
RATE = """
import json, django
django.setup()
from debate.actions.ratings import rate_argument
from debate.models import Argument, Participant
for me in Participant.objects.order_by("pk")[1:6]:
    for argument in Argument.objects.all():
        rate_argument(actor=me, argument=argument, stars=5)
print(json.dumps(True))
"""
VOTE = """
import json, django
django.setup()
from debate.actions.stances import cast_stance
from debate.models import Debate, Participant
debate = Debate.objects.get()
for me in Participant.objects.order_by("pk"):
    cast_stance(actor=me, proposition=debate.article.propositions.get(number=2), value=2)
print(json.dumps(True))
"""


@pytest.fixture
def address(tmp_path):
    return f"sqlite:///{tmp_path}/fresh.sqlite3"


@pytest.fixture
def env(address):
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "127.0.0.1"}
    return {**os.environ, **settings, "DEBUG": "on", "HTTPS": "off", "CACHE_URL": "locmemcache://"}


@pytest.fixture
def debate_at(env):
    """`debate_at(EMBEDDED_WORKER=…)`: the address of a debate on a server of its own."""
    running = []

    def start(**settings):
        debate = python(PREPARE, env)
        process, port = started({**env, **settings})
        running.append(process)
        wait_until_up(process, port)
        return f"http://127.0.0.1:{port}/debates/{debate}/"

    yield start
    for process in running:
        kill(process)


def get(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def told_within(seconds, url, words):
    """The page once it says `words`; fails when it still does not after so many seconds, or shows neither."""
    end = time.monotonic() + seconds
    while words not in (page := get(url)):
        assert time.monotonic() < end, f"{url} does not say “{words}” within {seconds} s"
        time.sleep(0.1)
    return page


def test_band_and_sheet_become_current_by_themselves(debate_at, env):
    debate = debate_at()
    assert "too little to say" in get(debate + "4/")
    told_within(WITHIN, debate + "consensus/", "It needs about a dozen people")
    python(RATE, env)
    assert "holds up" in told_within(WITHIN, debate + "4/", "90% range")
    python(VOTE, env)
    told_within(WITHIN, debate + "consensus/", "100%</b>")
    end = time.monotonic() + WITHIN
    while json.loads(get(debate + "consensus/?format=json"))["fair_set"]["numbers"] != [2, 4]:
        assert time.monotonic() < end, "the fair set does not know of the votes"
        time.sleep(0.1)


def test_without_a_worker_no_old_figure_is_shown_and_the_page_says_why(debate_at, env):
    debate = debate_at(EMBEDDED_WORKER="off")
    python(RATE, env)
    page = get(debate + "consensus/")
    assert page.count("<b>Being worked out</b>") == 5 and "Look again" in page
    assert "It needs about a dozen people" not in page
    told_within(WITHIN + 2, debate + "4/", "the range is being worked out")
    assert "90% range" not in get(debate + "4/")
    assert json.loads(get(debate + "consensus/?format=json"))["together_as_of"] is None
    assert "Being worked out" in get(debate + "consensus/")
