"""Every scanner within one deadline, then a table; run by `./dev security`.

The server is ours, on 127.0.0.1, and gone afterwards. Exit code 1 when something was found or did not run.
"""

import argparse
import http.client
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from security import tools
from security.site import ROOT, Site, end, instance
from security.tools import Result


class Deadline:
    """The end of the whole run; no child outlives it."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self.at - time.monotonic())


def runner(folder: Path, deadline: Deadline) -> Callable[..., int | None]:
    """`run(command, log)`: one child at a time in a session of its own, its words in a file, ended by its id."""

    def run(command: list, log: str, seconds: float = 600.0, env: dict | None = None) -> int | None:
        with (folder / f"{log}.log").open("w") as words:
            child = subprocess.Popen(
                [str(part) for part in command], cwd=ROOT, env=env or tools.environment(), stdin=subprocess.DEVNULL,
                stdout=words, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
            try:
                return child.wait(min(seconds, deadline.left()))
            except subprocess.TimeoutExpired:
                return None
            finally:
                end(child)

    return run


class Bait(socketserver.ThreadingTCPServer):
    """A listener that nothing on the site may ever call: each visit by another than the scanner is a finding."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        self.visits: list[str] = []
        super().__init__(("127.0.0.1", 0), Visit)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Visit(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        head = b"".join(iter(lambda: self.rfile.readline().strip(), b"")).decode("latin-1")
        if "wapiti" not in head.lower():  # the scanner asks it who has called
            self.server.visits.append(head[:80])  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}")


def csrf_of(site: Site, session: str = "") -> tuple[str, str]:
    """A cookie line and the token that fits it."""
    connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=20)
    connection.request("GET", "/log/", headers={"Cookie": f"sessionid={session}"} if session else {})
    answer = connection.getresponse()
    cookie = re.search(r"csrftoken=(\w+)", answer.getheader("Set-Cookie") or "")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    if not (cookie and token):
        raise SystemExit("✗ The site gave no form token.")
    signed = f"; sessionid={session}" if session else ""
    return f"csrftoken={cookie[1]}{signed}", token[1]


def timed(call: Callable[..., Result], *args: Any) -> Result:
    start = time.monotonic()
    result = call(*args)
    result.seconds = time.monotonic() - start
    print(f"  {result.name}: {result.seconds:.0f} s", flush=True)
    return result


def attack(site: Site, run: Callable[..., int | None], deadline: Deadline, bait: Bait) -> list[Result]:
    """Signed out and signed in side by side; in each sqlmap has at most half of the time and wapiti the rest."""
    half = deadline.left() / 2

    def lane(who: str, session: str) -> list[Result]:
        cookie, token = csrf_of(site, session)
        return [
            timed(tools.sqlmap, run, site, who, cookie, token, lambda: deadline.left() - half),
            timed(tools.wapiti, run, site, who, cookie if session else "", lambda: deadline.left() - 8, bait.url),
        ]

    with ThreadPoolExecutor(2) as pool:
        lanes = [pool.submit(lane, "signed out", ""), pool.submit(lane, "signed in", site.session)]
        return [result for each in lanes for result in each.result()]


def scan(seconds: float, folder: Path) -> list[Result]:
    deadline = Deadline(seconds)
    run = runner(folder, deadline)
    results = [timed(tools.bandit, run, folder), timed(tools.pip_audit, run, folder)]
    bait = Bait()
    threading.Thread(target=bait.serve_forever, daemon=True).start()
    try:
        with instance(folder) as site:
            print(f"… Scanning {site.url}, {deadline.left():.0f} s left", flush=True)
            results += attack(site, run, deadline, bait)
            failed = [f"{where} ({times} times)" for where, times in site.failures().most_common(20)]
            results.append(Result("answers of 500", len(site.seen()), findings=failed))
    finally:
        bait.shutdown()
        bait.server_close()
    results.append(Result("calls by the site", findings=[f"the site called {line}" for line in bait.visits]))
    return results


def table(results: list[Result], seconds: float) -> int:
    print("\n=== Security")
    for row in results:
        asked = "" if row.requests is None else f"{row.requests} requests"
        found = f"{len(row.findings)} found"
        print(f"{'✗' if row.findings else '✓'} {row.name:<20}{row.seconds:>6.0f} s  {asked:<16}{found:<10}{row.note}")
    for row in results:
        for line in row.findings[:40]:
            print(f"  {row.name}: {line}")
    fired = sum(row.requests or 0 for row in results if row.name.startswith(("wapiti", "sqlmap")))
    total = sum(len(row.findings) for row in results)
    print(f"{fired} requests fired, {total} findings, {seconds:.0f} s", flush=True)
    return 1 if total else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev security", description="Scanners against this machine only.")
    parser.add_argument("--seconds", type=float, default=560, help="end by then, at most 600 (default: 560)")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep reports and logs there")
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rejoinder-security-") as temporary:
        folder = options.keep or Path(temporary) / "run"
        if folder.exists():
            parser.error(f"{folder} exists already: name a folder that does not")
        folder.mkdir(parents=True)
        results = scan(min(600.0, options.seconds), folder)
    return table(results, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
