"""The log becomes a chain, and the database refuses to change it.

Entries that are there already get their numbers and hashes in the order in which they were written; then come the
triggers of `_log_triggers`, which say what a later migration has to mind.
"""

import django.db.models.deletion
from django.db import migrations, models

from debate.formats.chain import START, Facts, hash_of, moment
from debate.migrations._log_triggers import create_triggers, drop_triggers

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
