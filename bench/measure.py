"""One debate of one size on the database of DATABASE_URL: make it, then ask for each page many times."""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.generate import Made, generate
from bench.weight import weigh
from debate.actions.consensus import work_out
from debate.actions.standings import store_band
from debate.enums import SnapshotKind
from debate.models import Argument, Snapshot, Thread
from debate.queries.standings import band_of

WARM_UP = 4
SLOW = 1.0  # seconds; three runs then tell enough
LESS_DEEP = 6  # the most answered argument above this depth is the one that is answered
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK")  # a transaction's frame; every other statement counts
ARTICLE = "debate/management/data/article.json"


@dataclass(frozen=True)
class Row:
    """What does not apply stays None."""

    page: str
    statements: int | None = None
    cpu: float | None = None  # ms, median
    cpu_p95: float | None = None
    wall: float | None = None  # ms, median; the database's own work is in here when it is another process
    raw: float | None = None  # kB
    gzip: float | None = None


def main(size: int, runs: int) -> None:
    """Print one line of JSON: what was made, how long that took, and a row for each page."""
    call_command("migrate", verbosity=0)
    call_command("load_article", ARTICLE, verbosity=0)
    start = time.monotonic()
    made = generate(thread=Thread.objects.order_by("proposition__number")[0], size=size, say=progress)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    seconds = time.monotonic() - start
    worked_out(made)
    rows = []
    for page, status, ask in asked(made):
        progress(f"{runs} × {page}")
        rows.append(measure(page, ask, status, made, runs))
    rows += first_load(made)
    progress("the band of the standing")
    rows.append(standing_row(made, runs))
    found = {"seconds": seconds, "depth": made.depth, "ratings": made.ratings, "rows": [asdict(row) for row in rows]}
    print(json.dumps(found, allow_nan=False), flush=True)


def worked_out(made: Made) -> None:
    """What a worker would have done by now: the band of the thread and what the debate says together."""
    progress("the band, and the sheet")
    store_band(thread_id=made.thread.pk)
    snapshot, _ = Snapshot.objects.get_or_create(debate_id=made.thread.debate_id, kind=SnapshotKind.SHEET)
    work_out(snapshot_id=snapshot.pk)


def progress(words: str) -> None:
    """Beside the tables, which go to the standard output: making and measuring 100,000 arguments takes minutes."""
    print(f"  {words} …", file=sys.stderr, flush=True)


def thread_url(made: Made) -> str:
    return reverse("debate:thread", args=[made.thread.debate_id, made.thread.proposition.number])


def asked(made: Made) -> list[tuple[str, int, Callable]]:
    """The requests: (name, the status it must have, how to send it)."""
    thread = made.thread
    place = [thread.debate_id, thread.proposition.number]
    page = thread_url(made)
    crowded = Argument.objects.filter(proposition=thread.proposition, state="visible", depth__lt=LESS_DEEP)
    parent = crowded.order_by("-replies", "pk")[0]
    values = iter(range(10**9))

    def unchanged(client: Client, **headers: str) -> object:
        return client.get(page, HTTP_IF_NONE_MATCH=client.etag, **headers)

    def stance(client: Client, **headers: str) -> object:
        data = {"value": (-2, -1, 1, 2)[next(values) % 4]}
        return client.post(reverse("debate:stance", args=place), data, **headers)

    def reply(client: Client, **headers: str) -> object:
        text = f"Measured reply {next(values)}: the figures above do not bear out the conclusion drawn from them."
        data = {"side": "-1", "text": text, "token": str(uuid4())}
        return client.post(reverse("debate:argument-reply", args=[parent.pk]), data, **headers)

    def read(address: str) -> Callable:
        return lambda client, **headers: client.get(address, **headers)

    debate = reverse("debate:debate", args=place[:1])
    return [
        ("thread page", 200, read(page)),
        ("thread page, 304", 304, unchanged),
        ("  most disputed", 200, read(page + "?sort=contested")),
        ("  what is new", 200, read(page + "?new=1")),
        ("argument page", 200, read(parent.get_absolute_url())),
        ("flow sheet", 200, read(page + "flow/")),
        ("consensus sheet", 200, read(debate + "consensus/")),
        ("debate page", 200, read(debate)),
        ("  search, rare", 200, read(debate + "?q=household+remedy+pressure")),
        ("  search, common", 200, read(debate + "?q=the")),
        ("sources", 200, read(debate + "sources/")),
        ("front page", 200, read("/")),
        ("stance POST", 302, stance),
        ("reply POST", 302, reply),
    ]


def measure(page: str, ask: Callable, status: int, made: Made, runs: int) -> Row:
    """Statements in a run of their own, as recording them costs time; sizes as sent, compressed and not."""
    client = Client()
    client.force_login(made.viewer)
    client.etag = client.get(thread_url(made)).get("ETag", "")
    began = time.process_time()
    ask(client)
    slow = time.process_time() - began > SLOW
    runs = 3 if slow else runs
    for _ in range(1 if slow else WARM_UP):
        answer = ask(client)
        if answer.status_code != status:
            raise RuntimeError(f"{page}: {answer.status_code} instead of {status}")
    with CaptureQueriesContext(connection) as queries:
        raw = len(ask(client).content)
    statements = sum(not query["sql"].startswith(CONTROL) for query in queries.captured_queries)
    cpu, wall = [], []
    for _ in range(runs):
        began, clock = time.process_time(), time.perf_counter()
        answer = ask(client, HTTP_ACCEPT_ENCODING="gzip")
        cpu.append((time.process_time() - began) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
        if answer.status_code != status:
            raise RuntimeError(f"{page}: {answer.status_code} instead of {status}")
    p95 = sorted(cpu)[math.ceil(0.95 * runs) - 1]
    sent = len(answer.content) / 1000
    return Row(page, statements, statistics.median(cpu), p95, statistics.median(wall), raw / 1000, sent)


def first_load(made: Made) -> list[Row]:
    """The thread page with all its files, as a visitor's browser fetches them."""
    client = Client()
    client.force_login(made.viewer)
    page = client.get(thread_url(made)).content
    return [
        Row(f"first load, {files} × {what}" if files > 1 else f"first load, {what}", raw=raw, gzip=sent)
        for what, files, raw, sent in weigh(page)
    ]


def standing_row(made: Made, runs: int) -> Row:
    """The band as the task works it out behind the page: reading the tree and 1,000 draws."""
    few = min(runs, max(1, 20_000 // made.arguments))
    with CaptureQueriesContext(connection) as queries:
        band_of(made.thread)
    cpu, wall = [], []
    for _ in range(few):
        began, clock = time.process_time(), time.perf_counter()
        band_of(made.thread)
        cpu.append((time.process_time() - began) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    p95 = sorted(cpu)[math.ceil(0.95 * few) - 1]
    return Row(
        f"standing of {made.arguments:,}", len(queries.captured_queries), statistics.median(cpu), p95,
        statistics.median(wall),
    )  # fmt: skip
