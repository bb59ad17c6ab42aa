"""The moderation log: for everyone who may read the debate, in pages by key, and whole for whoever checks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from debate.enums import DebateKind
from debate.formats.chain import Facts, Fault, first_fault, moment
from debate.models import Debate, LogEntry, LogHead
from debate.queries.debates import readable_by
from debate.queries.moderation import moderated_by

PAGE = 50
CHOICES = 200  # of debates and of moderators, in the filters
FEED = 50
STEP = 2000  # entries in memory while a whole chain is walked


def facts_of(entry: LogEntry) -> Facts:
    """What is hashed; `corrects`, where there is one, must be at hand."""
    return Facts(
        debate=entry.debate_id, number=entry.number, previous=entry.previous, argument=entry.argument_id,
        moderator=entry.moderator_id, pseudonym=entry.pseudonym, verdict=str(entry.verdict), reason=entry.reason,
        before=str(entry.before), after=str(entry.after), at=moment(entry.at),
        corrects=entry.corrects.number if entry.corrects else None,
    )  # fmt: skip


def log(viewer: Any) -> QuerySet[LogEntry]:
    """Entries of the debates the viewer may read, newest first."""
    return LogEntry.objects.filter(debate__in=readable_by(viewer)).order_by("-pk")


def _read(rows: QuerySet[LogEntry], most: int) -> list[LogEntry]:
    """The first of `rows` with all that a page shows of them: their ids first.

    In one statement both databases joined and sorted whole rows: seconds at 100,000 entries, for fifty of them.
    """
    ids = list(rows.values_list("pk", flat=True)[:most])
    related = LogEntry.objects.select_related("argument__proposition", "debate__article", "corrects")
    found = {entry.pk: entry for entry in related.filter(pk__in=ids)}
    return [found[pk] for pk in ids]


def public_log(viewer: Any, debate_id: int | None = None) -> list[LogEntry]:
    """The newest entries of public debates, and of no other, whoever asks."""
    rows = log(viewer).filter(debate__kind=DebateKind.PUBLIC)
    return _read(rows.filter(debate=debate_id) if debate_id else rows, FEED)


def log_of(viewer: Any, argument: Any) -> list[LogEntry]:
    """The newest entries about one argument, each with those that correct it."""
    return _with_corrections(viewer, _read(log(viewer).filter(argument=argument), 20))


def newest_entries(viewer: Any) -> list[LogEntry]:
    """For the corner of another page."""
    return _with_corrections(viewer, _read(log(viewer), 5))


def entry_for(viewer: Any, pk: int) -> LogEntry | None:
    return next(iter(_read(log(viewer).filter(pk=pk), 1)), None)


def _with_corrections(viewer: Any, entries: list[LogEntry]) -> list[LogEntry]:
    found: dict[int, list[LogEntry]] = {entry.pk: [] for entry in entries}
    for later in LogEntry.objects.filter(corrects__in=list(found), debate__in=readable_by(viewer)).order_by("pk"):
        found[later.corrects_id].append(later)
    for entry in entries:
        entry.corrected_by = found[entry.pk]
    return entries


@dataclass
class LogPage:
    """One window, newest first; the keys name the entry to go on from, None at either end."""

    entries: list[LogEntry]
    newer: int | None = None
    older: int | None = None


# What may narrow the log: name of the filter, lookup.
NARROWED = {
    "debate": "debate", "argument": "argument", "proposition": "argument__proposition__number", "verdict": "verdict",
    "moderator": "pseudonym", "since": "at__date__gte", "until": "at__date__lte",
}  # fmt: skip


def log_page(viewer: Any, wanted: dict[str, Any], before: int | None = None, after: int | None = None) -> LogPage:
    """At most `PAGE` entries that fit every filter in `wanted`, below the key `before` or above `after`; at most four statements.

    The key is the entry's number where one debate is asked for, so that an address with it stays right; else its id.
    """
    every = log(viewer).filter(**{NARROWED[name]: value for name, value in wanted.items() if value})
    key = "number" if wanted.get("debate") else "pk"
    upwards = after is not None and before is None
    if upwards:
        rows = every.filter(**{f"{key}__gt": after}).order_by(key)
    else:
        rows = (every if before is None else every.filter(**{f"{key}__lt": before})).order_by(f"-{key}")
    found = _read(rows, PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    if not shown:
        return LogPage([])
    if upwards:
        shown.reverse()
    first, last = getattr(shown[0], key), getattr(shown[-1], key)
    newer = more if upwards else before is not None and every.filter(**{f"{key}__gt": first}).exists()
    older = every.filter(**{f"{key}__lt": last}).exists() if upwards else more
    return LogPage(_with_corrections(viewer, shown), first if newer else None, last if older else None)


def heads(viewer: Any) -> list[LogHead]:
    """The chains that the viewer may read, the liveliest first."""
    rows = LogHead.objects.filter(debate__in=readable_by(viewer)).select_related("debate__article")
    return list(rows.order_by("-number", "debate")[:CHOICES])


def pseudonyms_in_log(viewer: Any) -> list[str]:
    rows = LogEntry.objects.filter(debate__in=readable_by(viewer)).order_by("pseudonym")
    return list(rows.values_list("pseudonym", flat=True).distinct()[:CHOICES])


def correctable_in(viewer: Any) -> set[int]:
    """The debates in whose log the viewer may write corrections."""
    return set(moderated_by(viewer).values_list("debate_id", flat=True))


def entries_for(viewer: Any, ids: list[int]) -> dict[int, int]:
    """The number of the newest log entry by argument, for tombstones."""
    rows = LogEntry.objects.filter(argument__in=ids, debate__in=readable_by(viewer))
    return dict(rows.values_list("argument_id").annotate(Max("number")))


def chain_to(viewer: Any, debate: Debate, number: int) -> Iterator[tuple[Facts, str]]:
    """A whole log up to the entry `number`, for who may read it, the oldest first."""
    return _walk(LogEntry.objects.filter(debate=debate, number__lte=number, debate__in=readable_by(viewer)))


def head_of(viewer: Any, debate: Debate) -> LogHead | None:
    return LogHead.objects.filter(debate=debate, debate__in=readable_by(viewer)).first()


def _walk(rows: QuerySet[LogEntry]) -> Iterator[tuple[Facts, str]]:
    """Plain values: building models would take most of the time."""
    values = rows.order_by("number").values_list(
        "debate_id", "number", "previous", "argument_id", "moderator_id", "pseudonym", "verdict", "reason", "before",
        "after", "at", "corrects__number", "hash",
    )  # fmt: skip
    for *plain, at, corrects, stored in values.iterator(chunk_size=STEP):
        yield Facts(*plain, moment(at), corrects), stored


# For the operator, who is no viewer: every chain, whoever may read it.


def chained_debates() -> list[int]:
    """Debates with entries or a head: one may be there without the other only where someone tampered."""
    entries = LogEntry.objects.order_by().values_list("debate_id", flat=True).distinct()
    return sorted({*LogHead.objects.values_list("debate_id", flat=True), *entries})


def check_chain(debate_id: int, seen: Any = None) -> tuple[int, str, Fault | None]:
    """(entries walked, hash of the last one, what is wrong first); `seen()` is called for each entry.

    No lock is held: the head is read before the walk and after it, and an entry belongs where either says so.
    """
    head, count, last = _stored_head(debate_id), 0, ""

    def counted() -> Iterator[tuple[Facts, str]]:
        nonlocal count, last
        for facts, stored in _walk(LogEntry.objects.filter(debate=debate_id)):
            count, last = count + 1, stored
            if seen:
                seen()
            yield facts, stored

    fault = first_fault(counted(), head, lambda: _stored_head(debate_id))
    return count, last, fault


def _stored_head(debate_id: int) -> tuple[int, str] | None:
    return LogHead.objects.filter(debate=debate_id).values_list("number", "hash").first()
