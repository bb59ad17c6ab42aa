"""Models and migrations say the same, and there is one line of history."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations import AlterField
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from debate.migrations._log_triggers import create_triggers, drop_triggers
from debate.models import LogEntry


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_one_leaf_an_app():
    leaves = [app for app, _ in MigrationLoader(connection).graph.leaf_nodes() if app in {"debate", "accounts"}]
    assert sorted(leaves) == ["accounts", "debate"]


@pytest.mark.django_db(transaction=True)
def test_a_log_written_before_becomes_a_chain(capsys):
    """0006, with two debates whose entries lie mixed; and a later change of a table keeps the triggers' promise."""
    executor = MigrationExecutor(connection)
    executor.migrate([("debate", "0005_source_by_title")])
    try:
        old = executor.loader.project_state([("debate", "0005_source_by_title")]).apps
        made = {
            name: old.get_model("debate", name)
            for name in ("Article", "Debate", "Paragraph", "Proposition", "Argument")
        }
        entries = []
        for at in (1, 2):
            article = made["Article"].objects.create(slug=f"a{at}", title="T")
            debate = made["Debate"].objects.create(article=article)
            judge = old.get_model("debate", "Participant").objects.create(
                debate=debate, pseudonym=f"Grey Kestrel {at}", name=f"Real Name {at}", role="moderator"
            )
            claim = made["Proposition"].objects.create(
                article=article, paragraph=made["Paragraph"].objects.create(article=article, number=1, gist="G"),
                number=1, slug="c", kind="fact", text="C.",
            )  # fmt: skip
            argument = made["Argument"].objects.create(
                debate=debate, proposition=claim, author=judge, side=1, stand=1, number=1, depth=1, path="00001",
                text="A", html="A", gist="A", token=uuid4(), created_at=timezone.now(), base=0.5, standing=0.5,
            )  # fmt: skip
            entries.append({"debate": debate, "argument": argument, "moderator": judge})
        for at in range(6):
            before, after = ("visible", "hidden") if at // 2 % 2 == 0 else ("hidden", "visible")
            verdict = "hide" if after == "hidden" else "restore"
            old.get_model("debate", "LogEntry").objects.create(
                verdict=verdict, reason=f"Reason {at}", before=before, after=after, **entries[at % 2]
            )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    found = LogEntry.objects.order_by("pk")
    assert list(found.values_list("number", "pseudonym", "reason")) == [
        (at // 2 + 1, f"Grey Kestrel {at % 2 + 1}", f"Reason {at}") for at in range(6)
    ]
    call_command("verify_log")
    assert "6 entries in 2 debates, unbroken." in capsys.readouterr().out
    with pytest.raises(IntegrityError):
        found.update(reason="Quite another reason")


@pytest.mark.django_db(transaction=True)
def test_a_later_migration_may_alter_the_tables_of_the_log():
    """As `_log_triggers` asks: the triggers are dropped before and made again after."""
    state = MigrationLoader(connection).project_state()
    for model, field, width in (("debate", "kind", 9), ("logentry", "pseudonym", 61), ("loghead", "hash", 65)):
        kept = state.models["debate", model].fields[field]
        for size in (width, kept.max_length):  # there and back
            later = state.clone()
            changed = kept.clone()
            changed.max_length = size
            step = AlterField(model, field, changed)
            step.state_forwards("debate", later)
            drop_triggers(connection)
            with connection.schema_editor() as editor:
                step.database_forwards("debate", editor, state, later)
            create_triggers(connection)
            state = later


@pytest.mark.django_db
def test_the_words_of_arguments_are_still_indexed_after_every_migration():
    """A migration that makes SQLite copy the table drops its triggers, and the search finds nothing new any more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'debate_argument'")
            wanted = {f"debate_argument_words_{event}" for event in ("ai", "ad", "au")}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'debate_argument'")
            wanted = {"debate_argument_words"}
        assert wanted <= {name for (name,) in cursor.fetchall()}
