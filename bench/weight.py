"""What a first visit fetches: the page and every file that it names, as production serves them."""

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

IN_CSS = re.compile(rb"""url\(["']?([^"')]+)["']?\)""")
KINDS = {"stylesheet": "CSS", "icon": "images", "manifest": "images", "modulepreload": "JavaScript"}


@dataclass
class Links(HTMLParser):
    """{address: what it is} of all that a browser fetches for this page before anyone clicks."""

    found: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            kind = "fonts" if given.get("as") == "font" else KINDS.get(given.get("rel", ""))
            if kind:
                self.found[given["href"]] = kind
        elif tag == "script" and "src" in given:
            self.found[given["src"]] = "JavaScript"
        elif tag == "img" and "src" in given:
            self.found[given["src"]] = "images"
        elif tag == "use" and not given["href"].startswith("#"):
            self.found[given["href"].partition("#")[0]] = "images"


def weigh(page: bytes) -> list[tuple[str, int, float, float]]:
    """(what, files, kB raw, kB as sent to a browser that takes gzip), each kind and the sums that DESIGN bounds.

    Fonts are those that the page asks for at once; the rest are fetched only for letters that a text has.
    """
    links = Links()
    links.feed(page.decode())
    sizes = [("HTML", len(page), len(gzip.compress(page, 6)))]
    for address, kind in links.found.items():
        raw, sent = _fetched(address, ""), _fetched(address, "gzip")
        sizes.append((kind, len(raw), len(sent)))
        named = IN_CSS.findall(raw) if kind == "CSS" else []
        if any(not name.startswith((b"data:", b"#")) and b".woff2" not in name for name in named):
            raise RuntimeError(f"{address} fetches {named}: weigh that too")
    kinds = {
        kind: [row for row in sizes if row[0] == kind] for kind in ("HTML", "CSS", "JavaScript", "images", "fonts")
    }
    sums = {"without fonts": [row for row in sizes if row[0] != "fonts"], "everything": sizes}
    return [
        (what, len(rows), sum(row[1] for row in rows) / 1000, sum(row[2] for row in rows) / 1000)
        for what, rows in {**kinds, **sums}.items()
    ]


def _fetched(address: str, encoding: str) -> bytes:
    answer = Client().get(address, HTTP_ACCEPT_ENCODING=encoding)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}; the page names a file that is not served")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
