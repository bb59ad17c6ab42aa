"""The instance under test: its own database and folder, the article and the demonstration, a free loopback port."""

import contextlib
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(?P<status>\d{3}) (?P<method>\S+) (?P<path>.*) agent=(?P<agent>\S*)$")
# Who the signed-in scanners are: a new account that has joined the debate, voted, written, and moderates it.
VISITOR = """
import django; django.setup()
from importlib import import_module
from uuid import uuid4
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.models import Argument, Debate, Participant
user = get_user_model().objects.create_user("scanner", password="of-no-worth-7")
debate = Debate.objects.order_by("pk").first()
me = join_debate(user=user, debate=debate)
Participant.objects.filter(pk=me.pk).update(role="moderator")
first = debate.article.propositions.get(number=1)
others = Argument.objects.filter(debate=debate, proposition=first).exclude(author=me).order_by("pk").first()
for proposition in debate.article.propositions.all():
    cast_stance(actor=me, proposition=proposition, value=1)
mine = post_argument(actor=me, proposition=first, parent=None, side=1, text="A reason to be edited.", token=uuid4())
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key, debate.pk, debate.article.slug, mine.pk, others.pk)
"""


@dataclass
class Site:
    """Where the instance is and what may be asked of it."""

    url: str
    folder: Path
    session: str
    debate: str
    slug: str
    mine: str
    theirs: str

    def seen(self) -> list[dict[str, str]]:
        """The requests that the server answered so far, from its own log."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return [found.groupdict() for line in lines if (found := LINE.search(line))]

    def requests(self, agent: str) -> int:
        return sum(row["agent"] == agent for row in self.seen())

    def failures(self) -> Counter[str]:
        """Answers of 500 and above: ours to mend, whatever was sent."""
        return Counter(
            f"{row['status']} {row['method']} {row['path']}" for row in self.seen() if row["status"] >= "500"
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path) -> dict[str, str]:
    """What the instance is told, and nothing of the caller's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "security.settings", "SECURITY_FOLDER": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "off",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "EMBEDDED_WORKER": "on",
        "EMAIL_URL": "dummymail://",
    }  # fmt: skip


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def instance(folder: Path) -> Iterator[Site]:
    """A server with the demonstration in it, ended at the end."""
    env, port = environment(folder), free_port()

    def python(*words: str) -> str:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"✗ The instance could not be made: {' '.join(words)[:60]}\n{done.stderr}")
        return done.stdout

    python("manage.py", "migrate", "--no-input", "-v", "0")
    python("manage.py", "collectstatic", "--no-input", "-v", "0")
    python("manage.py", "load_article", "debate/management/data/article.json")
    python("manage.py", "demo")
    visitor = python("-c", VISITOR).split()
    log = ["--access-logfile", str(folder / "access.log"), "--access-logformat", "%(s)s %(m)s %(U)s agent=%(a)s"]
    with (folder / "server.log").open("w") as words:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "8",
             "--keep-alive", "30", "--no-control-socket", "--log-level", "warning", *log],
            cwd=ROOT, env=env, stdout=words, stderr=words, start_new_session=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 60
            while not answers(port):
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"✗ The instance did not start:\n{(folder / 'server.log').read_text()}")
                time.sleep(0.1)
            yield Site(f"http://127.0.0.1:{port}", folder, *visitor)
        finally:
            end(server)


def end(process: subprocess.Popen) -> None:
    """Ask one of our children to stop; insist after five seconds."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
