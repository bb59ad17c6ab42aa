"""`flush` for tests: Django empties every table between transactional tests, which the log's triggers refuse.

An app of the tests' settings alone, so production keeps both the triggers and Django's own command. The triggers are
away only while the tables are emptied; a test that wants to delete an entry meets them.
"""

from django.core.management.commands import flush
from django.db import connections

from debate.migrations._log_triggers import create_triggers, drop_triggers


class Command(flush.Command):
    def handle(self, **options):
        connection = connections[options["database"]]
        drop_triggers(connection)
        try:
            super().handle(**options)
        finally:
            create_triggers(connection)
