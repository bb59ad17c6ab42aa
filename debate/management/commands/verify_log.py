"""manage.py verify_log: is every entry of the moderation log as it was written?"""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from debate.actions.log import note_check
from debate.queries.log import chained_debates, check_chain


class Command(BaseCommand):
    help = "Walk the chain of every debate's moderation log; name the first broken entry of each and exit 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--debate", type=int, metavar="ID", help="only this debate")

    def handle(self, *args: Any, debate: int | None, **options: Any) -> None:
        self.entries, self.said, broken = 0, time.monotonic(), 0
        wanted = chained_debates()
        if debate is not None:
            if debate not in wanted:
                raise CommandError(f"Debate {debate} has no moderation log.")
            wanted = [debate]
        last = ""
        for pk in wanted:
            count, last, fault = check_chain(pk, self.count)
            if fault:
                broken += 1
                self.stdout.write(f"Debate {pk}, entry {fault.number}: {fault.problem}.")
                continue
            note_check(debate_id=pk, number=count)
            if len(wanted) > 1:
                self.stdout.write(f"Debate {pk}: {counted(count, 'entry', 'entries')}, head {last}")
        found = f"{counted(self.entries, 'entry', 'entries')} in {counted(len(wanted), 'debate', 'debates')}"
        if broken:
            self.stdout.write(f"{found}, {broken} of them broken.")
            sys.exit(1)
        self.stdout.write(f"{found}, unbroken" + (f", head {last}." if len(wanted) == 1 else "."))

    def count(self) -> None:
        self.entries += 1
        if self.entries % 1000 == 0 and time.monotonic() - self.said > 1:
            self.said = time.monotonic()
            self.stdout.write(f"{self.entries:,} entries …")
            self.stdout.flush()


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
