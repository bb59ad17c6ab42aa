"""manage.py recount: are all kept figures what the rows say?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from debate.actions.recount import recount_thread
from debate.actions.standings import store_band
from debate.models import Thread

LARGE = 2000  # arguments; such a thread takes about a second, so it is named before its turn


class Command(BaseCommand):
    help = (
        "Work out every kept figure from the rows and mend what differs; --check only reports, and fails if any does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a figure is wrong")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        threads = list(Thread.objects.order_by("pk"))
        wrong = 0
        for at, thread in enumerate(threads, start=1):
            if thread.last_number >= LARGE:
                self.stdout.write(f"thread {at} of {len(threads)}: {thread.last_number:,} arguments …")
                self.stdout.flush()
            found = recount_thread(thread=thread, write=not check)
            if not check and (found.total or thread.band_stale or not thread.band_at):
                store_band(thread_id=thread.pk)
            wrong += found.total
            for example in found.examples:
                self.stdout.write(f"thread {thread.pk}: {example} differed")
            if at % 20 == 0 or at == len(threads):
                self.stdout.write(f"{at} of {len(threads)} threads")
        self.stdout.write(f"{wrong} figures {'differ' if check else 'were mended'}.")
        if check and wrong:
            sys.exit(1)
