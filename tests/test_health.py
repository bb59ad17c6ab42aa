"""`/healthz`: up, or 503 with the reason, on the database of the run."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.test_settings import PRODUCTION, start

ASK = """
import django; django.setup()
from django.test import Client
answer = Client().get("/healthz", headers={"host": "debates.example.org"})
print(answer.status_code, answer.json()["reason"])
"""


@pytest.mark.django_db
def test_up_when_reachable_and_migrated(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})


@pytest.mark.django_db
def test_down_while_migrations_wait(client):
    newest = MigrationLoader(connection).graph.leaf_nodes("debate")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = client.get("/healthz")
    assert answer.status_code == 503 and answer["Content-Type"] == "application/json"
    reason = answer.json()["reason"]
    assert reason.endswith("run manage.py migrate.") and reason[0].isdecimal()


@pytest.mark.django_db
def test_down_when_the_database_stops_answering(client):
    def gone(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "The database does not answer: OperationalError.")


@pytest.mark.parametrize("pool", ["0", "2"])
def test_down_in_seconds_when_nothing_listens(pool):
    done = start(ASK, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION, DATABASE_POOL=pool,
                 DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing")  # fmt: skip
    assert done.stdout.startswith("503 The database does not answer:"), done.stderr[-800:]


def test_down_when_the_file_cannot_be_opened(tmp_path):
    done = start(ASK, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION,
                 DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3")  # fmt: skip
    assert done.stdout.startswith("503 The database does not answer:"), done.stderr[-800:]
