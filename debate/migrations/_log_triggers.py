"""The triggers that keep the moderation log, for the migrations and for the tests that must go round them.

Nothing updates an entry. Nothing deletes one, but for a demonstration's: that is invented, marked as such on every page,
and an operator removes it whole. No debate becomes a demonstration once it has a log, so that this is no way round.
The head of a log moves on by one entry at a time. Whoever owns the tables can still drop a trigger: what they change
then is what `manage.py verify_log` and a hash that somebody wrote down are for.

A migration that alters debate_debate, debate_logentry or debate_loghead calls `drop_triggers` before and
`create_triggers` after it: SQLite makes such a table anew, which drops its triggers and trips over those of the others
("error in trigger …: no such table").
"""

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
