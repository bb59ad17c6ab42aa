"""What was acknowledged is kept: the server is killed amid two hundred writes, and none that it answered is missing.

The server is the real one in processes of its own, on a database of its own; the kill is one that no process can
catch. Losing the machine is the database's matter (full sync), and not what this test can show.
"""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
WRITES, KILL_AFTER, WRITERS = 200, 40, 4
CSRF = secrets.token_hex(16)
PREPARE = """
import json, django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from accounts.models import User
from debate.models import Debate
call_command("migrate", verbosity=0)
call_command("load_article", "debate/management/data/article.json", verbosity=0)
user = User.objects.create(username="writer")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
debate = Debate.objects.get()
number = debate.threads.order_by("proposition__number")[0].proposition.number
print(json.dumps([session.session_key, f"/debates/{debate.pk}/{number}/argue/"]))
"""
LOOK = """
import json, django
django.setup()
from debate.actions.recount import recount_thread
from debate.models import Argument, Thread
tokens = [text.split("argument ")[1].split()[0] for text in Argument.objects.values_list("text", flat=True)]
print(json.dumps([tokens, sum(recount_thread(thread=t, write=False).total for t in Thread.objects.all())]))
"""


@pytest.fixture
def address(tmp_path):
    """The address of an empty database on the server under test, or of a new file."""
    cluster = os.environ.get("DATABASE_URL", "")
    if not cluster.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/durability.sqlite3"
        return
    name = f"durability_{secrets.token_hex(6)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{cluster.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def env(address):
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "127.0.0.1"}
    return {
        **os.environ,
        **settings,
        "DEBUG": "on",
        "HTTPS": "off",
        "CACHE_URL": "locmemcache://",
        "THROTTLES": "post=off",
    }


def python(program, env):
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def started(env):
    """(process, port) of a gunicorn that begins to boot; whoever asks for it kills it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "error"]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, start_new_session=True), port


@pytest.fixture
def server(env):
    """(process, port) of a gunicorn; its whole group is gone afterwards."""
    process, port = started(env)
    try:
        yield process, port
    finally:
        kill(process)


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # the group of our own gunicorn: the master and its worker
        process.wait()


def wait_until_up(process, port):
    end = time.monotonic() + 15
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("The server did not start.")


def post(port, path, session, token):
    """The status of the answer, read to its end; none where the server went away."""
    side = "1" if token.int % 2 else "-1"
    text = f"The server had said yes to the argument {token} before it was killed."
    body = urlencode({"side": side, "text": text, "token": str(token), "csrfmiddlewaretoken": CSRF})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def test_no_acknowledged_write_is_lost_when_the_server_is_killed(env, server):
    process, port = server  # it boots while its database is made, which it needs with the first request
    session, path = python(PREPARE, env)
    wait_until_up(process, port)
    acknowledged, refused = [], []

    def write(token):
        status = post(port, path, session, token)
        if status == 302:
            acknowledged.append(str(token))
        elif status is not None:
            refused.append(status)

    with ThreadPoolExecutor(WRITERS) as pool:
        work = [pool.submit(write, uuid4()) for _ in range(WRITES)]
        while len(acknowledged) < KILL_AFTER and not all(each.done() for each in work):
            time.sleep(0.005)
        kill(process)
    for each in work:
        each.result()
    assert refused == []
    assert KILL_AFTER <= len(acknowledged) < WRITES  # it was killed with work before and behind it

    stored, wrong_figures = python(LOOK, env)
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored)) <= len(acknowledged) + WRITERS  # and at most what was under way besides
    assert wrong_figures == 0


DECIDE = """
import sys, threading, django
django.setup()
from django.db import connections
from debate.actions.log import correct_entry
from debate.actions.moderation import decide, seen_of
from debate.models import Argument, LogEntry, Participant
judge = Participant.objects.get(role="moderator")
def work(pk):
    for at in range(200):
        argument = Argument.objects.get(pk=pk)
        verdict = "hide" if argument.state == "visible" else "restore"
        reason = f"Decision {at} on argument {pk}."
        entry = decide(actor=judge, argument=argument, verdict=verdict, reason=reason, seen=seen_of(argument))
        sys.stdout.write(f"{entry.number} {entry.hash}\\n")
        sys.stdout.flush()
        if at % 5 == 4:
            made = correct_entry(actor=judge, entry=entry, reason=f"Correction {at} on argument {pk}.")
            sys.stdout.write(f"{made.number} {made.hash}\\n")
            sys.stdout.flush()
    connections.close_all()
ids = list(Argument.objects.order_by("pk").values_list("pk", flat=True))
threads = [threading.Thread(target=work, args=(pk,)) for pk in ids]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
JUDGE = """
import json, django
django.setup()
from uuid import uuid4
from django.core.management import call_command
from accounts.models import User
from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.models import Debate
call_command("migrate", verbosity=0)
call_command("load_article", "debate/management/data/article.json", verbosity=0)
debate = Debate.objects.get()
author, judge = (join_debate(user=User.objects.create(username=name), debate=debate) for name in ("author", "judge"))
judge.role = "moderator"
judge.save()
for thread in debate.threads.order_by("pk")[:4]:
    post_argument(actor=author, proposition=thread.proposition, parent=None, side=1, text=f"A reason to decide on, number {thread.pk}.", token=uuid4())
print(json.dumps(None))
"""
ENTRIES = """
import json, django
django.setup()
from debate.models import LogEntry
print(json.dumps(list(LogEntry.objects.order_by("number").values_list("number", "hash"))))
"""


def test_the_log_is_an_unbroken_chain_after_a_kill_amid_decisions(env):
    """Four moderators' threads in four propositions and one log; the process is killed while they write."""
    python(JUDGE, env)
    process = subprocess.Popen(
        [sys.executable, "-c", DECIDE], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with process.stdout:
        acknowledged = [process.stdout.readline() for _ in range(KILL_AFTER)]
        assert process.poll() is None
        kill(process)
        acknowledged += process.stdout.readlines()
    acknowledged = [line.split() for line in acknowledged if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL and KILL_AFTER <= len(acknowledged) < 4 * WRITES

    stored = python(ENTRIES, env)
    assert {(int(number), found) for number, found in acknowledged} <= {tuple(entry) for entry in stored}
    assert [number for number, _ in stored] == list(range(1, len(stored) + 1))
    assert len(stored) <= len(acknowledged) + WRITERS  # at most what was under way besides
    checked = subprocess.run(
        [sys.executable, "manage.py", "verify_log"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(stored):,} entries in 1 debate, unbroken, head {stored[-1][1]}." in checked.stdout
