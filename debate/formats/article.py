"""The file that brings an article into the app: its gists, propositions, argument map and starter sources.

The form, by example, is debate/management/data/article.json. The first mistake found stops the reading.
"""

from dataclasses import dataclass
from datetime import date

from debate.formats.fields import FieldError, Record
from debate.formats.positions import JsonError, read_json

FORMAT = "rejoinder-article/1"
KINDS = ("fact", "cause", "forecast", "value", "policy")
RELATIONS = ("supports", "opposes")

MAX_FILE = 2_000_000  # characters; the bundled article has 30,000
MAX_SLUG = 80
MAX_TITLE = 200
MAX_NAME = 200  # an author or a publisher
MAX_NOTE = 300
MAX_SUMMARY = 1_000
MAX_GIST = 300
MAX_PROPOSITION = 400
MAX_ATTRIBUTION = 120
MAX_URL = 500
MAX_SOURCE_KIND = 60
MAX_SOURCE_TITLE = 300
MAX_SAYS = 500


class ArticleFileError(ValueError):
    """The file cannot be loaded: on which line, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ParagraphEntry:
    number: int
    gist: str


@dataclass(frozen=True, slots=True)
class PropositionEntry:
    number: int
    slug: str
    paragraph: int  # the number of the paragraph that makes the claim
    kind: str  # one of KINDS
    text: str
    attributed_to: str  # whose claim the author reports, "" where it is the author's own
    thesis: bool


@dataclass(frozen=True, slots=True)
class LinkEntry:
    premise: str  # slug of a proposition
    relation: str  # one of RELATIONS
    conclusion: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    proposition: str  # slug
    bears: str  # one of RELATIONS
    kind: str
    title: str
    author: str
    publisher: str
    published_on: date | None  # None where the source bears no date
    url: str  # "" where there is no stable address
    says: str


@dataclass(frozen=True, slots=True)
class ArticleFile:
    slug: str
    title: str
    author: str
    author_note: str
    published_on: date
    language: str
    source_url: str  # "" where the original has no address
    summary: str
    paragraphs: tuple[ParagraphEntry, ...]
    propositions: tuple[PropositionEntry, ...]
    links: tuple[LinkEntry, ...]
    sources: tuple[SourceEntry, ...]


def parse_article(text: str) -> ArticleFile:
    """The article in a file's text, complete and consistent, or ArticleFileError with line and reason."""
    if len(text) > MAX_FILE:
        raise ArticleFileError(1, f"the file has {len(text):,} characters; {MAX_FILE:,} is the most")
    try:
        return _read_file(Record(read_json(text), "the file"))
    except (JsonError, FieldError) as error:
        raise ArticleFileError(error.line, error.reason) from error


def _read_file(file: Record) -> ArticleFile:
    file.choice("format", (FORMAT,))
    article = file.record("article")
    paragraphs = _read_paragraphs(file.records("paragraphs", "paragraph"))
    propositions = _read_propositions(file.records("propositions", "proposition"), len(paragraphs))
    slugs = frozenset(proposition.slug for proposition in propositions)
    links = _read_links(file.records("links", "link", optional=True), slugs)
    sources = _read_sources(file.records("sources", "source", optional=True), slugs)
    file.finish()
    found = ArticleFile(
        slug=article.slug("slug", MAX_SLUG),
        title=article.text("title", MAX_TITLE),
        author=article.text("author", MAX_NAME, optional=True),
        author_note=article.text("author_note", MAX_NOTE, optional=True),
        published_on=article.day("published_on"),
        language=article.language("language"),
        source_url=article.url("source_url", MAX_URL),
        summary=article.text("summary", MAX_SUMMARY),
        paragraphs=paragraphs,
        propositions=propositions,
        links=links,
        sources=sources,
    )
    article.finish()
    return found


def _read_paragraphs(records: list[Record]) -> tuple[ParagraphEntry, ...]:
    entries = []
    for place, record in enumerate(records, start=1):
        entries.append(ParagraphEntry(number=_numbered(record, place), gist=record.text("gist", MAX_GIST)))
        record.finish()
    return tuple(entries)


def _read_propositions(records: list[Record], paragraphs: int) -> tuple[PropositionEntry, ...]:
    entries: list[PropositionEntry] = []
    numbers: dict[str, int] = {}
    thesis = 0
    for place, record in enumerate(records, start=1):
        entry = PropositionEntry(
            number=_numbered(record, place),
            slug=record.slug("slug", MAX_SLUG),
            paragraph=record.number("paragraph"),
            kind=record.choice("kind", KINDS),
            text=record.text("text", MAX_PROPOSITION),
            attributed_to=record.text("attributed_to", MAX_ATTRIBUTION, optional=True),
            thesis=record.flag("thesis"),
        )
        record.finish()
        if entry.slug in numbers:
            raise record.error("slug", f"has slug '{entry.slug}', which proposition {numbers[entry.slug]} has already")
        if entry.paragraph > paragraphs:
            raise record.error("paragraph", f"points to paragraph {entry.paragraph}; the article has {paragraphs}")
        if entry.thesis and thesis:
            raise record.error("thesis", f"is a second thesis; proposition {thesis} is one already")
        thesis = entry.number if entry.thesis else thesis
        numbers[entry.slug] = entry.number
        entries.append(entry)
    return tuple(entries)


def _read_links(records: list[Record], slugs: frozenset[str]) -> tuple[LinkEntry, ...]:
    entries = []
    conclusions: dict[str, dict[str, int]] = {}  # premise → its conclusions → number of the link
    for place, record in enumerate(records, start=1):
        entry = LinkEntry(
            premise=_known(record, "premise", slugs),
            relation=record.choice("relation", RELATIONS),
            conclusion=_known(record, "conclusion", slugs),
        )
        record.finish()
        if entry.premise == entry.conclusion:
            raise record.error("conclusion", f"leads from '{entry.premise}' to itself")
        if (earlier := conclusions.get(entry.premise, {}).get(entry.conclusion)) is not None:
            raise record.error("premise", f"joins the same two propositions as link {earlier}")
        if way := _way(conclusions, entry.conclusion, entry.premise):
            stops = [entry.premise, *way] if len(way) < 7 else [entry.premise, *way[:2], "…", *way[-2:]]
            raise record.error("premise", f"closes a circle: {' → '.join(stops)}")
        conclusions.setdefault(entry.premise, {})[entry.conclusion] = place
        entries.append(entry)
    return tuple(entries)


def _read_sources(records: list[Record], slugs: frozenset[str]) -> tuple[SourceEntry, ...]:
    entries = []
    seen: dict[tuple[str, str, date | None], int] = {}
    for place, record in enumerate(records, start=1):
        entry = SourceEntry(
            proposition=_known(record, "proposition", slugs),
            bears=record.choice("bears", RELATIONS),
            kind=record.text("kind", MAX_SOURCE_KIND),
            title=record.text("title", MAX_SOURCE_TITLE),
            author=record.text("author", MAX_NAME, optional=True),
            publisher=record.text("publisher", MAX_NAME, optional=True),
            published_on=record.optional_day("published_on"),
            url=record.url("url", MAX_URL),
            says=record.text("says", MAX_SAYS),
        )
        record.finish()
        earlier = seen.setdefault((entry.proposition, entry.title, entry.published_on), place)
        if earlier != place:
            raise record.error("title", f"is the same publication on the same proposition as source {earlier}")
        entries.append(entry)
    return tuple(entries)


def _numbered(record: Record, place: int) -> int:
    """The record's own number, which counts 1, 2, 3… in the order of the file, so none is missing or double."""
    number = record.number("number")
    if number != place:
        raise record.error("number", f"has number {number}; the numbers count 1, 2, 3… in the order of the file")
    return number


def _known(record: Record, field: str, slugs: frozenset[str]) -> str:
    slug = record.slug(field, MAX_SLUG)
    if slug not in slugs:
        raise record.error(field, f"names '{slug}' as its {field}, but no proposition has that slug")
    return slug


def _way(conclusions: dict[str, dict[str, int]], start: str, goal: str) -> list[str]:
    """The propositions on a way along the links from `start` to `goal`, both included; empty when there is none."""
    came_from = {start: ""}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            way = [here]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return way[::-1]
        for further in conclusions.get(here, {}):
            if further not in came_from:
                came_from[further] = here
                waiting.append(further)
    return []
