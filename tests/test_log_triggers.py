"""The database itself keeps the log: raw SQL, on both databases, and what still must work beside it."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.actions import close_account
from debate.actions.log import correct_entry
from debate.enums import Role
from debate.migrations._log_triggers import create_triggers, drop_triggers, triggers
from debate.models import Debate, LogEntry, LogHead
from tests.factories import make_argument, make_debate, make_entry, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def debate():
    """Five entries, the third of which corrects the second."""
    debate = make_debate()
    judge = make_participant(debate, role=Role.MODERATOR)
    argument = make_argument(make_participant(debate))
    make_entry(argument, judge)
    make_entry(argument, judge)
    correct_entry(actor=judge, entry=LogEntry.objects.get(number=2), reason="The reason named the wrong rule.")
    make_entry(argument, judge)
    make_entry(argument, judge)
    return debate


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@contextmanager
def without_triggers():
    """What somebody with the owner's rights over the database could do."""
    drop_triggers(connection)
    yield
    connection.check_constraints()
    create_triggers(connection)


def rows():
    return list(LogEntry.objects.order_by("pk").values())


REFUSED = [
    "UPDATE debate_logentry SET reason = 'It was never hidden.' WHERE number = 2",
    "UPDATE debate_logentry SET reason = reason",
    "DELETE FROM debate_logentry WHERE number = 5",
    "DELETE FROM debate_logentry",
    "UPDATE debate_loghead SET number = 4",
    "UPDATE debate_loghead SET hash = 'abc'",
    "UPDATE debate_loghead SET number = 9",
    "DELETE FROM debate_loghead",
    "UPDATE debate_debate SET is_demo = true",
]
COLUMNS = (
    "debate_id, argument_id, moderator_id, pseudonym, verdict, reason, before, after, corrects_id, at, previous, hash"
)


@pytest.mark.parametrize("statement", REFUSED)
def test_raw_sql_is_refused(debate, statement):
    before = rows()
    with pytest.raises(IntegrityError, match="moderation log"):
        run(statement)
    assert rows() == before and LogHead.objects.get().number == 5


def test_the_short_ways_of_each_database_are_refused(debate):
    before = rows()
    connection.check_constraints()  # what waits for the end of this test would refuse a TRUNCATE by itself
    if connection.vendor == "postgresql":
        ways = ["TRUNCATE debate_logentry CASCADE", "TRUNCATE debate_loghead", "TRUNCATE debate_debate CASCADE"]
    else:
        ways = [
            f"REPLACE INTO debate_logentry (id, number, {COLUMNS}) SELECT id, number, {COLUMNS} FROM debate_logentry",
            f"REPLACE INTO debate_logentry (number, {COLUMNS}) SELECT number, {COLUMNS} FROM debate_logentry",
            "REPLACE INTO debate_loghead SELECT debate_id, 1, hash, 0, NULL FROM debate_loghead",
            "REPLACE INTO debate_debate (id, article_id, kind, state, is_demo, created_at) "
            "SELECT id, article_id, kind, state, true, created_at FROM debate_debate",
        ]
    for way in ways:
        with pytest.raises(IntegrityError, match="moderation log"):
            run(way)
    assert rows() == before


def test_what_an_entry_points_at_stays(debate):
    entry = LogEntry.objects.get(number=1)
    for thing in (entry.debate, entry.argument, entry.moderator, entry.argument.proposition, entry.debate.article):
        with pytest.raises(ProtectedError):
            thing.delete()
    before = rows()
    close_account(user=entry.moderator.user)
    close_account(user=entry.argument.author.user)
    assert rows() == before
    call_command("verify_log")


def test_the_triggers_are_there_after_all_migrations():
    """A table that a later migration alters on SQLite is made anew, and loses them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
            found = {name for name, enabled in cursor.fetchall() if enabled == "O"}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            found = {name for (name,) in cursor.fetchall()}
    assert {name for name, _, _ in triggers(connection)} <= found


def test_a_demonstration_goes_with_its_log_and_no_real_debate_becomes_one(debate):
    other = make_debate(is_demo=True)
    judge = make_participant(other, role=Role.MODERATOR)
    entry = make_entry(make_argument(make_participant(other)), judge)
    correct_entry(actor=judge, entry=entry, reason="It was another rule than that.")
    LogEntry.objects.filter(debate=other).delete()
    LogHead.objects.filter(debate=other).delete()
    assert set(LogEntry.objects.values_list("debate", flat=True)) == {debate.pk}
    with pytest.raises(IntegrityError, match="cannot become a demonstration"), transaction.atomic():
        Debate.objects.filter(pk=debate.pk).update(is_demo=True)
    Debate.objects.filter(pk=other.pk).update(is_demo=False)
    Debate.objects.filter(pk=other.pk).update(is_demo=True)  # it has no log


def broken(capsys):
    with pytest.raises(SystemExit) as left:
        call_command("verify_log")
    assert left.value.code == 1
    return capsys.readouterr().out


def test_verify_log_says_what_is_whole(debate, capsys):
    head = LogHead.objects.get()
    call_command("verify_log")
    assert capsys.readouterr().out == f"5 entries in 1 debate, unbroken, head {head.hash}.\n"
    head.refresh_from_db()
    assert head.checked_number == 5 and head.checked_at
    other = make_debate()
    make_entry(make_argument(make_participant(other)), make_participant(other, role=Role.MODERATOR))
    call_command("verify_log")
    said = capsys.readouterr().out
    assert f"Debate {debate.pk}: 5 entries, head {head.hash}\n" in said and "6 entries in 2 debates, unbroken." in said
    call_command("verify_log", "--debate", str(other.pk))
    assert "1 entry in 1 debate, unbroken, head" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has no moderation log"):
        call_command("verify_log", "--debate", "0")


TAMPERED = {
    "changed": ("UPDATE debate_logentry SET reason = 'It was never hidden.' WHERE number = 2", 2, "changed"),
    "moved": ("UPDATE debate_logentry SET number = number + 100 WHERE number = 4", 4, "missing"),
    "first gone": ("DELETE FROM debate_logentry WHERE number = 1", 1, "missing"),
    "last gone": ("DELETE FROM debate_logentry WHERE number = 5", 5, "missing: the head names entry 5"),
    "all gone": ("DELETE FROM debate_logentry", 1, "missing: the head names entry 5"),
    "head gone": ("DELETE FROM debate_loghead", 5, "missing: the head"),
    "head moved": ("UPDATE debate_loghead SET number = 3", 3, "changed: it is not the entry that the head names"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_verify_log_names_the_first_broken_entry(debate, name, capsys):
    statement, number, problem = TAMPERED[name]
    with without_triggers():
        run(statement)
    assert f"Debate {debate.pk}, entry {number}: {problem}" in broken(capsys)
    assert LogHead.objects.filter(checked_at__isnull=False).count() == 0


def test_a_head_taken_back_with_its_entry_is_seen_by_whoever_kept_the_hash(debate, capsys):
    """The honest limit: who may rewrite everything leaves an unbroken chain, that lacks a hash somebody wrote down."""
    kept = LogHead.objects.get().hash
    with without_triggers():
        run("DELETE FROM debate_logentry WHERE number = 5")
        run("UPDATE debate_loghead SET number = 4, hash = (SELECT hash FROM debate_logentry WHERE number = 4)")
    call_command("verify_log")
    assert not LogEntry.objects.filter(hash=kept).exists()
