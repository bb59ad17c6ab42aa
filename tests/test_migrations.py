"""Models and migrations say the same, and there is one line of history."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_one_leaf_an_app():
    leaves = [app for app, _ in MigrationLoader(connection).graph.leaf_nodes() if app in {"debate", "accounts"}]
    assert sorted(leaves) == ["accounts", "debate"]
