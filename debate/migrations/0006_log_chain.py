"""The log becomes a chain, and the database refuses to change it.

Entries that are there already get their numbers and hashes in the order in which they were written. Then triggers:
nothing updates an entry; nothing deletes one, but for a demonstration's, which an operator removes whole; and no debate
becomes a demonstration once it has a log, so that this is no way round. A later migration that alters one of these
tables on SQLite makes it anew, without its triggers, and must call `create_triggers` again; a test looks for them.
"""

import django.db.models.deletion
from django.db import migrations, models

from debate.formats.chain import START, Facts, hash_of, moment

KEPT = "The moderation log is append-only: an entry is corrected by a new one that points at it."
HEAD = "The head of the moderation log only moves on to the next entry."
DEMO = "A debate with a moderation log cannot become a demonstration."
IS_DEMO = "EXISTS (SELECT 1 FROM debate_debate WHERE id = OLD.debate_id AND is_demo)"
HAS_LOG = "EXISTS (SELECT 1 FROM debate_logentry WHERE debate_id = NEW.id)"
HEAD_MOVES = (
    "NEW.debate_id = OLD.debate_id AND (NEW.number = OLD.number + 1 OR NEW.number = OLD.number AND NEW.hash = OLD.hash)"
)


def sqlite_trigger(name, when, condition, words):
    """`INSERT OR REPLACE` deletes without firing a DELETE trigger, hence those on INSERT."""
    table = when.rpartition(" ")[2]
    return name, table, (
        f"CREATE TRIGGER {name} BEFORE {when} FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


SQLITE = [
    sqlite_trigger("debate_log_no_update", "UPDATE ON debate_logentry", "1", KEPT),
    sqlite_trigger("debate_log_no_delete", "DELETE ON debate_logentry", f"NOT {IS_DEMO}", KEPT),
    sqlite_trigger(
        "debate_log_no_replace", "INSERT ON debate_logentry",
        "EXISTS (SELECT 1 FROM debate_logentry WHERE id = NEW.id OR debate_id = NEW.debate_id AND number = NEW.number)",
        KEPT,
    ),
    sqlite_trigger("debate_head_update", "UPDATE ON debate_loghead", f"NOT ({HEAD_MOVES})", HEAD),
    sqlite_trigger("debate_head_no_delete", "DELETE ON debate_loghead", f"NOT {IS_DEMO}", HEAD),
    sqlite_trigger(
        "debate_head_no_replace", "INSERT ON debate_loghead",
        "EXISTS (SELECT 1 FROM debate_loghead WHERE debate_id = NEW.debate_id)", HEAD,
    ),
    sqlite_trigger(
        "debate_demo_update", "UPDATE OF is_demo ON debate_debate", f"NEW.is_demo AND NOT OLD.is_demo AND {HAS_LOG}", DEMO
    ),
    sqlite_trigger("debate_demo_insert", "INSERT ON debate_debate", f"NEW.is_demo AND {HAS_LOG}", DEMO),
]  # fmt: skip


def function(name, body):
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def refuse(words):
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';"


FUNCTIONS = {
    "debate_log_kept": (
        f"IF TG_OP = 'DELETE' THEN IF {IS_DEMO} THEN RETURN OLD; END IF; END IF; " + refuse(KEPT)
    ),
    "debate_head_kept": (
        f"IF TG_OP = 'UPDATE' THEN IF {HEAD_MOVES} THEN RETURN NEW; END IF; "
        f"ELSIF TG_OP = 'DELETE' THEN IF {IS_DEMO} THEN RETURN OLD; END IF; END IF; " + refuse(HEAD)
    ),
    "debate_demo_kept": (
        f"IF TG_OP = 'UPDATE' THEN IF OLD.is_demo THEN RETURN NEW; END IF; END IF; "
        f"IF NEW.is_demo AND {HAS_LOG} THEN {refuse(DEMO)} END IF; RETURN NEW;"
    ),
}  # fmt: skip


def postgres_trigger(name, when, level, made):
    return name, when.rpartition(" ")[2], (
        f"CREATE TRIGGER {name} BEFORE {when} FOR EACH {level} EXECUTE FUNCTION {made}()"
    )


POSTGRES = [
    postgres_trigger("debate_log_rows", "UPDATE OR DELETE ON debate_logentry", "ROW", "debate_log_kept"),
    postgres_trigger("debate_log_table", "TRUNCATE ON debate_logentry", "STATEMENT", "debate_log_kept"),
    postgres_trigger("debate_head_rows", "UPDATE OR DELETE ON debate_loghead", "ROW", "debate_head_kept"),
    postgres_trigger("debate_head_table", "TRUNCATE ON debate_loghead", "STATEMENT", "debate_head_kept"),
    postgres_trigger("debate_demo_rows", "INSERT OR UPDATE OF is_demo ON debate_debate", "ROW", "debate_demo_kept"),
]


def triggers(connection):
    """[(name, table, statement that makes it)] of this database."""
    return POSTGRES if connection.vendor == "postgresql" else SQLITE


def create_triggers(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, body in FUNCTIONS.items():
                cursor.execute(function(name, body))
        for _, _, statement in triggers(connection):
            cursor.execute(statement)


def drop_triggers(connection):
    with connection.cursor() as cursor:
        for name, table, _ in triggers(connection):
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        if connection.vendor == "postgresql":
            for name in FUNCTIONS:
                cursor.execute(f"DROP FUNCTION {name}()")


def link_what_is_there(apps, schema_editor):
    LogEntry, LogHead = apps.get_model("debate", "LogEntry"), apps.get_model("debate", "LogHead")
    heads, changed = {}, []
    for entry in LogEntry.objects.select_related("moderator").order_by("pk").iterator():
        number, previous = heads.get(entry.debate_id, (0, START))
        entry.number, entry.previous, entry.pseudonym = number + 1, previous, entry.moderator.pseudonym
        entry.hash = hash_of(
            Facts(
                debate=entry.debate_id, number=entry.number, previous=previous, argument=entry.argument_id,
                moderator=entry.moderator_id, pseudonym=entry.pseudonym, verdict=entry.verdict, reason=entry.reason,
                before=entry.before, after=entry.after, at=moment(entry.at),
            )
        )  # fmt: skip
        heads[entry.debate_id] = entry.number, entry.hash
        changed.append(entry)
    LogEntry.objects.bulk_update(changed, ["number", "previous", "hash", "pseudonym"], batch_size=200)
    LogHead.objects.bulk_create(LogHead(debate_id=pk, number=number, hash=found) for pk, (number, found) in heads.items())
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table whose checks still wait


def create(apps, schema_editor):
    create_triggers(schema_editor.connection)


def drop(apps, schema_editor):
    drop_triggers(schema_editor.connection)


VERDICTS = ["hide", "remove", "dismiss", "restore", "correct"]


class Migration(migrations.Migration):
    dependencies = [("debate", "0005_source_by_title")]

    operations = [
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("debate", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="log_head", serialize=False, to="debate.debate")),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
                ("checked_number", models.PositiveBigIntegerField(default=0)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(model_name="logentry", name="log_verdict_known"),
        migrations.AddField("logentry", "corrects", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="corrections", to="debate.logentry")),
        migrations.AddField("logentry", "number", models.PositiveBigIntegerField(default=0), preserve_default=False),
        migrations.AddField("logentry", "pseudonym", models.CharField(default="", max_length=60), preserve_default=False),
        migrations.AddField("logentry", "previous", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AddField("logentry", "hash", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AlterField("logentry", "argument", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="log", to="debate.argument")),
        migrations.AlterField("logentry", "debate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="log", to="debate.debate")),
        migrations.AlterField("logentry", "at", models.DateTimeField()),
        migrations.AlterField("logentry", "verdict", models.CharField(choices=[("hide", "Hide"), ("remove", "Remove"), ("dismiss", "Keep"), ("restore", "Restore"), ("correct", "Correct an entry")], max_length=8)),
        migrations.RunPython(link_what_is_there, migrations.RunPython.noop),
        migrations.AddConstraint("logentry", models.UniqueConstraint(fields=["debate", "number"], name="log_number_once")),
        migrations.AddConstraint("logentry", models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="log_verdict_known")),
        migrations.AddConstraint(
            "logentry",
            models.CheckConstraint(
                condition=models.Q(verdict="correct", corrects__isnull=False, before=models.F("after"))
                | ~models.Q(verdict="correct") & models.Q(corrects__isnull=True),
                name="log_correction_points",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
