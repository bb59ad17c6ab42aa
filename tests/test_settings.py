"""The settings as a process meets them: each case is a fresh start with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {"SECRET_KEY": "x9-" * 20, "ALLOWED_HOSTS": "debates.example.org"}


def start(code="import config.settings", **env):
    """Run a line of Python in the project with exactly these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=kept | env, capture_output=True, text=True, check=False)


def test_production_starts():
    assert start(**PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_refuses_to_start_without(name):
    done = start(**{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is not set:")


def test_debug_is_off_unless_asked_for():
    code = "from config import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)"
    assert start(code, **PRODUCTION).stdout.split() == ["False", "True"]
    assert start(code, DEBUG="on").stdout.split() == ["True", "False"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "ture"),
        ("DEBUG", "1"),
        ("EMBEDDED_WORKER", "maybe"),
        ("HTTPS", "yes"),
        ("DATABASE_URL", "mysql://root@localhost/debates"),
        ("DATABASE_URL", "debates.sqlite3"),
        ("CACHE_URL", "memory"),
        ("EMAIL_URL", "post office"),
        ("HSTS_SECONDS", "a year"),
        ("TRUSTED_PROXIES", "-1"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("THROTTLES", "posts=30/h/user"),
        ("THROTTLES", "post"),
        ("THROTTLES", "post=30 an hour"),
        ("THROTTLES", "post=0/h/user"),
        ("THROTTLES", "post=30/0h/user"),
        ("THROTTLES", "post=30/h/person"),
        ("THROTTLES", "post=30/h/user,"),
        ("THROTTLES", "post=30/h/key"),
        ("THROTTLES", "login=30/h/user"),
    ],
)
def test_a_misspelt_value_stops_the_start_with_a_sentence(name, value):
    done = start(
        "import django; django.setup()", DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION, **{name: value}
    )
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_misspelt_pool_size_stops_the_start():
    done = start(**PRODUCTION, DATABASE_URL="postgres://a@127.0.0.1/b", DATABASE_POOL="many")
    assert done.stderr.splitlines()[-1].endswith(
        "DATABASE_POOL='many' is not understood: write a whole number, 0 or more."
    )


def test_sqlite_keeps_what_it_acknowledged(tmp_path):
    code = """
import django; django.setup()
from django.db import connection
for word in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
    with connection.cursor() as cursor:
        print(cursor.execute("PRAGMA " + word).fetchone()[0])
print(connection.settings_dict["OPTIONS"]["transaction_mode"])
"""
    place = tmp_path / "kept.sqlite3"
    done = start(code, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION, DATABASE_URL=f"sqlite:///{place}")
    assert done.stdout.split() == ["wal", "2", "1", "20000", "IMMEDIATE"]


@pytest.mark.parametrize(
    ("env", "works"),
    [
        ({"DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3"}, True),
        ({"DATABASE_URL": "postgres://a@127.0.0.1/b"}, False),
        ({"DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3", "EMBEDDED_WORKER": "off"}, False),
        ({"DATABASE_URL": "postgres://a@127.0.0.1/b", "EMBEDDED_WORKER": "on"}, True),
    ],
)
def test_the_embedded_database_brings_its_worker(env, works):
    """The setting, and the thread that comes with the web process."""
    code = """
import os, threading
from config.wsgi import settings
names = [thread.name for thread in threading.enumerate()]
print(settings.EMBEDDED_WORKER, "embedded-worker" in names, flush=True)
os._exit(0)  # the worker of a database that is not there would have its say first
"""
    assert start(code, **PRODUCTION, **env).stdout.split() == [str(works)] * 2


def test_a_limit_is_changed_by_name_and_the_others_stay():
    code = "from config import settings as s; print(s.THROTTLES['post'], s.THROTTLES['vote'], s.THROTTLES['search'] or 0, s.ACCOUNT_RATE_LIMITS['login'])"
    usual = start(code, **PRODUCTION).stdout.split()
    done = start(code, **PRODUCTION, THROTTLES="post=60/h/user, 600/10m/ip; search=off ;login=9/m/ip;")
    assert done.stdout.split() == ["60/h/user,600/10m/ip", usual[1], "0", "9/m/ip"]


@pytest.mark.parametrize("cache", ["locmemcache://", "dbcache://throttles", "redis://127.0.0.1"])
def test_a_cache_keeps_the_counts_of_a_busy_hour(cache):
    """Django drops a third of them when there are 300; the client of Redis would not know the option."""
    code = (
        "from django.conf import settings; print(settings.CACHES['default'].get('OPTIONS', {}).get('MAX_ENTRIES', 0))"
    )
    kept = int(start(code, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION, CACHE_URL=cache).stdout)
    assert kept == 0 if cache.startswith("redis") else kept > 10_000
