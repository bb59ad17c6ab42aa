"""How each scanner is called, and what its report says; each answers with a `Result`."""

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from security.site import ROOT, Site

TOOLS = ROOT / ".venv-security" / "bin"
CODE = ["accounts", "config", "debate", "security", "bench", "dev", "manage.py"]
# These files draw HTML out of numbers and of words that they escape; to mark the outcome as safe is what they are for.
DRAWN, MARKED = "debate/templatetags", "B308,B703"
MODULES = (
    "sql,xss,permanentxss,file,exec,crlf,csrf,ssrf,redirect,methods,http_headers,cookieflags,csp,upload,htaccess,xxe"
)
# The instance speaks plain http, where this flag would lock browsers out; tests/test_observatory.py has it over https.
PLAIN_HTTP = {"Secure Flag cookie"}
LONG = 8  # modules that may need all the time they are given; the others look at headers or at one page
# What a scanner asks for off this machine ends at a port where nobody listens.
NOWHERE = "http://127.0.0.1:9"
LOOPBACK = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), NOWHERE) | {"no_proxy": "127.0.0.1"}

Run = Callable[..., int | None]  # run(command, log, seconds=…): the exit code, None when the time was up


@dataclass
class Result:
    name: str
    requests: int | None = None
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)
    note: str = ""


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | LOOPBACK | {name.upper(): value for name, value in LOOPBACK.items()}


def bandit(run: Run, folder: Path) -> Result:
    """Medium and higher; a line that is right all the same carries `# nosec` and the reason."""
    result = Result("bandit")
    for title, what in {"all": [*CODE, "-x", DRAWN], "drawn": [DRAWN, "-s", MARKED]}.items():
        report = folder / f"bandit-{title}.json"
        code = run([TOOLS / "bandit", "-q", "-r", "-ll", "-f", "json", "-o", report, *what], f"bandit-{title}")
        if code not in (0, 1) or not report.exists():
            result.findings.append("bandit did not finish; its words are in the log")
            continue
        for row in json.loads(report.read_text(encoding="utf-8"))["results"]:
            result.findings.append(f"{row['test_id']} {row['filename']}:{row['line_number']} {row['issue_text']}")
    return result


def pip_audit(run: Run, folder: Path, requirements: str = "requirements.txt") -> Result:
    """Advisories about our packages. A mirror without advisories answers "not found" for each of them, which
    pip-audit reports as "no known vulnerabilities": here that counts as not reached."""
    result, report = Result("pip-audit"), folder / "pip-audit.json"
    command = [TOOLS / "pip-audit", "-r", requirements, "--disable-pip", "--no-deps", "--timeout", "10",
               "--progress-spinner", "off", "-f", "json", "-o", report]  # fmt: skip
    run(command, "pip-audit", seconds=60, env=dict(os.environ))
    return audited(result, report.read_text(encoding="utf-8") if report.exists() else "")


def audited(result: Result, report: str) -> Result:
    rows = json.loads(report)["dependencies"] if report.strip() else []
    known = [row for row in rows if "skip_reason" not in row]
    for row in known:
        result.findings += [f"{row['name']} {row['version']}: {found['id']}" for found in row["vulns"]]
    if len(known) < len(rows) or not rows:
        result.note = (
            f"the advisory service could not be reached: {len(known)} of {len(rows)} packages were asked about"
        )
    return result


def wapiti(run: Run, site: Site, who: str, cookie: str, left: Callable[[], float], endpoint: str) -> Result:
    """A short crawl from one page of each kind, then every module on what it met, in the time that is left."""
    result, name = Result(f"wapiti, {who}"), f"wapiti-{who.replace(' ', '-')}"
    report, crawl = site.folder / f"{name}.json", min(50.0, left() / 6)
    command = [
        TOOLS / "wapiti", "-u", f"{site.url}/", "--scope", "folder", "-m", MODULES, "--flush-session",
        "--max-scan-time", f"{crawl:.0f}", "--max-attack-time", f"{(left() - crawl) / LONG:.0f}",
        "--max-links-per-page", "12", "--max-files-per-dir", "8", "-d", "1", "--tasks", "4", "-t", "20",
        "-A", name, "-v", "1", "--endpoint", endpoint, "--dns-endpoint", "localhost", "--no-bugreport",
        "-f", "json", "-o", report, "--skip", "csrfmiddlewaretoken",
        "--store-session", site.folder / f"{name}-session", "--store-config", site.folder / f"{name}-config",
    ]  # fmt: skip
    for page in starts(site):
        command += ["-s", site.url + page]
    for page in skipped(site):
        command += ["-x", site.url + page]
    if cookie:
        command += ["-C", cookie, "--drop-set-cookie"]
    run(command, name, seconds=left())
    result.requests = site.requests(name)
    if not report.exists():
        result.findings.append("wapiti wrote no report; its words are in the log")
        return result
    words = (site.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    return read_wapiti(result, report.read_text(encoding="utf-8"), words)


def read_wapiti(result: Result, report: str, words: str = "") -> Result:
    """Vulnerabilities and anomalies; a module that had to stop for time is named, as it did not see everything."""
    told = json.loads(report)
    for kind in ("vulnerabilities", "anomalies"):
        for title, rows in told[kind].items():
            if title not in PLAIN_HTTP:
                result.findings += [f"{title}: {row['method']} {row['path']} {row['info']}" for row in rows]
    short = re.findall(r"Max attack time was reached for module (\w+)", words)
    result.note = f"{told['infos'].get('crawled_pages_nbr', 0)} pages" + (
        f"; cut short: {', '.join(short)}" if short else ""
    )
    if not result.requests:
        result.findings.append("not one request reached the site")
    return result


def starts(site: Site) -> list[str]:
    """One page of each kind, so that a short crawl meets every form."""
    thread, mine, theirs = f"/debates/{site.debate}/1/", f"/arguments/{site.mine}/", f"/arguments/{site.theirs}/"
    return [
        "/log/", "/accounts/login/", "/accounts/signup/", "/accounts/profile/", "/accounts/email/", "/moderation/",
        f"/debates/{site.debate}/?q=china&kind=fact&order=number", f"/debates/{site.debate}/consensus/?strike=3",
        f"{thread}?sort=newest&after=1", f"{thread}flow/", f"{thread}replay/?at=3", f"{thread}argue/",
        f"{mine}edit/", f"{theirs}reply/", f"{theirs}rate/", f"{theirs}delta/", f"{theirs}flag/",
        f"/moderation/{site.theirs}/",
    ]  # fmt: skip


def skipped(site: Site) -> list[str]:
    """What would end the session, and the many threads that run the same code as the first."""
    others = [f"/debates/{site.debate}/{digit}*" for digit in range(2, 10)]
    led = [
        f"/accounts/{door}/?next=%2F{to}*"
        for door in ("login", "signup")
        for to in ("debates", "arguments", "accounts")
    ]
    return ["/accounts/logout/*", "/accounts/close/*", *others, *led]


def questions(site: Site, signed_in: bool) -> list[tuple[str, str]]:
    """Addresses with parameters and the forms, as (path, fields): an empty second part is asked with GET."""
    debate, thread, theirs = f"/debates/{site.debate}/", f"/debates/{site.debate}/1/", f"/arguments/{site.theirs}/"
    read = [
        (f"{debate}?q=china&kind=fact&order=number", ""), (f"{thread}?sort=newest&after=1", ""),
        ("/log/?argument=1&page=1", ""), (f"{debate}consensus/?strike=3&moved=1&format=none", ""),
        (f"{thread}replay/?at=3", ""), (f"{debate}how/?of=1", ""), (f"/articles/{site.slug}*/", ""),
    ]  # fmt: skip
    if not signed_in:
        return [("/accounts/login/", "login=a-name&password=a-word"),
                ("/accounts/signup/", "username=a&email=&password1=b&password2=c"),
                ("/accounts/password/reset/", "email=a@example.org"), ("/theme/", "theme=dark&next=/log/"), *read]  # fmt: skip
    return [
        (f"{thread}stance/", "value=1&why=words"), (f"{theirs}rate/", "stars=3"),
        (f"{theirs}flag/", "reason=spam&text=words"), (f"{theirs}reply/", "text=Some+words+of+mine.&side=1&source_title=x"),
        ("/accounts/profile/", "display_name=Ada"), (f"/moderation/{site.theirs}/", "verdict=dismiss&reason=r&seen=x"),
        *read,
    ]  # fmt: skip


def sqlmap(run: Run, site: Site, who: str, cookie: str, token: str, left: Callable[[], float]) -> Result:
    """Every question in turn; those that the time did not reach are named."""
    result, name = Result(f"sqlmap, {who}"), f"sqlmap-{who.replace(' ', '-')}"
    asked = questions(site, bool("sessionid" in cookie))
    unasked = []
    for at, (path, fields) in enumerate(asked):
        if left() < 15:
            unasked.append(path)
            continue
        started = time.monotonic()
        command = [
            TOOLS / "sqlmap", "-u", site.url + path, "--batch", "--flush-session", "--level", "1", "--risk", "1",
            "--dbms", "sqlite", "--technique", "BEUS", "--timeout", "10", "--retries", "1", "--threads", "4",
            "--ignore-redirects", "--ignore-code", "*", "--user-agent", name, "--drop-set-cookie", "--disable-coloring",
            "--param-exclude", "csrfmiddlewaretoken|csrftoken|User-Agent|Referer|Host",
            "--output-dir", site.folder / name, "--cookie", cookie,
        ]  # fmt: skip
        if fields:
            command += ["--data", f"{fields}&csrfmiddlewaretoken={token}"]
        code = run(command, f"{name}-{at}", seconds=min(60.0, left()))
        words = (site.folder / f"{name}-{at}.log").read_text(encoding="utf-8", errors="replace")
        result.findings += read_sqlmap(path, words, finished=code is not None)
        result.seconds += time.monotonic() - started
    result.requests = site.requests(name)
    result.note = f"{len(asked) - len(unasked)} of {len(asked)} addresses and forms"
    if not result.requests:
        result.findings.append("not one request reached the site")
    return result


def read_sqlmap(path: str, words: str, finished: bool = True) -> list[str]:
    """What sqlmap found at one address. An end without either verdict means that it tested nothing."""
    found = sorted(set(re.findall(r"^Parameter: .*$", words, flags=re.MULTILINE)))
    if found or "is vulnerable" in words:
        return [f"SQL injection: {path} {line}" for line in found or ["see the log"]]
    if finished and not re.search(r"do(es)? not (seem|appear) to be injectable", words):
        said = re.findall(r"\[(?:CRITICAL|ERROR)\] (.*)", words)
        return [f"sqlmap gave no verdict on {path}: {said[-1] if said else 'see the log'}"]
    return []
