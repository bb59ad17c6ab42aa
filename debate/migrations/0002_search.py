"""The words of arguments: an FTS5 table kept by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE debate_argument_words USING fts5(text, content='debate_argument', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER debate_argument_words_ai AFTER INSERT ON debate_argument BEGIN "
    "INSERT INTO debate_argument_words(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER debate_argument_words_ad AFTER DELETE ON debate_argument BEGIN "
    "INSERT INTO debate_argument_words(debate_argument_words, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER debate_argument_words_au AFTER UPDATE OF text ON debate_argument BEGIN "
    "INSERT INTO debate_argument_words(debate_argument_words, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO debate_argument_words(rowid, text) VALUES (new.id, new.text); END",
]
SQLITE_BACK = [
    "DROP TRIGGER debate_argument_words_ai",
    "DROP TRIGGER debate_argument_words_ad",
    "DROP TRIGGER debate_argument_words_au",
    "DROP TABLE debate_argument_words",
]
POSTGRES = ["CREATE INDEX debate_argument_words ON debate_argument USING gin (to_tsvector('simple', text))"]
POSTGRES_BACK = ["DROP INDEX debate_argument_words"]


def forwards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("debate", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
