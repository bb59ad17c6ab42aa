"""Measure pages and writes on generated debates: `./dev bench --sizes 100,1000,10000,100000 --database both`.

CPU is that of the web process (time.process_time), compression included; the median over the runs. "first load" is
what a browser fetches that has nothing yet, the static files named and compressed as in production. "standing" is the
band that the background task works out, the reading of the tree included. A debate of 100,000 takes some minutes.
Leaves with 1 when a figure breaks its ceiling.
"""

import argparse
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A process for each size: settings with its own database, and no cache that the size before has filled.
START = "import sys, django; django.setup(); from bench.measure import main; main(*map(int, sys.argv[1:]))"
CEILINGS = {
    "thread page": {"statements": 10, "cpu": 60, "gzip": 60},
    "thread page, 304": {"statements": 3},
    "stance POST": {"statements": 12},
    "reply POST": {"statements": 12},
    "first load, JavaScript": {"gzip": 30},
    "first load, without fonts": {"gzip": 80},
    "first load, everything": {"gzip": 165},
    "standing of 1,000": {"cpu": 300},
}
WIDTH = 28
COLUMNS = [
    ("statements", "SQL", "{:.0f}"),
    ("cpu", "CPU ms", "{:.1f}"),
    ("cpu_p95", "p95 ms", "{:.1f}"),
    ("wall", "wall ms", "{:.1f}"),
    ("raw", "kB", "{:.1f}"),
    ("gzip", "kB gzip", "{:.1f}"),
]


def dev_command():
    """The file `dev` as a module: it knows how to start a PostgreSQL."""
    loader = SourceFileLoader("dev_command", str(ROOT / "dev"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev_command", loader))
    loader.exec_module(module)
    return module


@contextmanager
def database(kind):
    """The address of an empty database that is gone afterwards."""
    if kind == "postgres":
        dev = dev_command()
        programs = dev.find_postgres()
        if programs is None:
            sys.exit("PostgreSQL is not installed.")
        with dev.throw_away_postgres(programs) as address:
            yield address
    else:
        with tempfile.TemporaryDirectory(prefix="rejoinder-bench-") as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"


def settings(static, address="sqlite:///none.sqlite3"):
    ours = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "bench.settings", "CACHE_URL": "locmemcache://"}
    return dict(os.environ, BENCH_STATIC=static, **ours)


@contextmanager
def static_files():
    """A folder with the static files named, hashed and compressed as in production."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-bench-static-") as folder:
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=settings(folder), check=True)
        yield folder


def measured(kind, size, runs, static):
    with database(kind) as address:
        env = settings(static, address)
        command = [sys.executable, "-c", START, str(size), str(runs)]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"Measuring {size} arguments on {kind} failed.")
    return json.loads(done.stdout.splitlines()[-1])


def shown(row, name, form):
    if row[name] is None:
        return "", False
    ceiling = CEILINGS.get(re.sub(r"\d+ × ", "", row["page"]), {}).get(name)
    broken = ceiling is not None and row[name] > ceiling
    return form.format(row[name]) + (f" > {ceiling}" if broken else ""), broken


def printed(kind, size, found):
    """One table; returns how many of its figures break their ceiling."""
    print(f"\n{kind}, {size:,} arguments, {found['ratings']:,} ratings, depth {found['depth']}"
          f" (made in {found['seconds']:.0f} s)")  # fmt: skip
    print(f"{'':<{WIDTH}}" + "".join(f"{title:>14}" for _, title, _ in COLUMNS))
    broken = 0
    for row in found["rows"]:
        cells = [shown(row, name, form) for name, _, form in COLUMNS]
        broken += sum(bad for _, bad in cells)
        print(f"{row['page']:<{WIDTH}}" + "".join(f"{text:>14}" for text, _ in cells).rstrip(), flush=True)
    return broken


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the database is ended on every way out
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100,1000,10000", help="arguments in the debate, separated by commas")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--runs", type=int, default=25, help="requests of each kind that are timed (15 or more)")
    options = parser.parse_args()
    if options.runs < 15:
        parser.error("--runs: give 15 or more; a p95 of fewer says nothing.")
    kinds = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    broken = 0
    with static_files() as static:
        for kind in kinds:
            for size in map(int, options.sizes.split(",")):
                broken += printed(kind, size, measured(kind, size, options.runs, static))
    print(f"\n{broken} figures above their ceiling." if broken else "\nEvery figure is below its ceiling.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
