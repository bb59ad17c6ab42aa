"""The moderation log as a chain: every entry carries the SHA-256 of itself and of the entry before.

An entry's text is JSON of the fields below: keys sorted, no spaces, UTF-8, nothing escaped that need not be. It holds
only what never changes later (ids and the pseudonym, no names that people can change), so the same entry gives the
same hash in ten years. The text of an entry, hashed, is the next one's `previous`.

What a chain cannot show: whoever may rewrite the whole table and its head can make another unbroken one. A head hash
that somebody wrote down, or an exported file, shows that too.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FORM = "rejoinder-log/1"  # another set of fields is another form; entries of this one stay as they are
START = "0" * 64  # what the first entry has for `previous`


@dataclass(frozen=True)
class Facts:
    """What one entry says; the field names are the names in its text."""

    debate: int
    number: int  # 1, 2, … within the debate
    previous: str
    argument: int
    moderator: int  # the participant, not the account
    pseudonym: str
    verdict: str
    reason: str
    before: str
    after: str
    at: str  # as `moment` writes it
    corrects: int | None = None  # the number of an earlier entry
    form: str = FORM


@dataclass(frozen=True)
class Fault:
    """The first entry that is not as it was written, and what is wrong with it."""

    number: int
    problem: str


def moment(at: datetime) -> str:
    """UTC with six decimals and a Z, whatever the zone of `at`, which must know it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def text_of(facts: Facts) -> str:
    return json.dumps(vars(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(facts: Facts) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(text_of(facts).encode()).hexdigest()


def short(found: str) -> str:
    """Enough of a hash for people to compare."""
    return found[:10]


Head = tuple[int, str] | None  # (number, hash) of the newest entry; None where a debate has no head


def first_fault(entries: Iterable[tuple[Facts, str]], head: Head, head_now: Callable[[], Head]) -> Fault | None:
    """Walk a debate's (facts, stored hash) in the order of their numbers; None where the chain is unbroken.

    `head` was read before the walk and `head_now` reads it behind the walk, so that who appends meanwhile breaks
    nothing. Each entry is read once and none is kept.
    """
    at, last = 0, START
    for facts, stored in entries:
        if facts.number != at + 1:
            return Fault(at + 1, "missing") if facts.number > at + 1 else Fault(facts.number, "out of order")
        if hash_of(facts) != stored:
            return Fault(facts.number, "changed: its hash does not fit what it says")
        if facts.previous != last:
            return Fault(facts.number, "out of order: it does not follow the entry before it")
        if facts.corrects is not None and not 0 < facts.corrects < facts.number:
            return Fault(facts.number, "out of order: it corrects an entry that is not older")
        at, last = facts.number, stored
        if head and head[0] == at and head[1] != last:
            return Fault(at, "changed: it is not the entry that the head names")
    now = head_now()
    if head and at < head[0]:
        return Fault(at + 1, f"missing: the head names entry {head[0]} as the newest")
    if at and not now:
        return Fault(at, "missing: the head of this log, which names it")
    if now and at > now[0]:
        return Fault(now[0] + 1, f"out of order: the head names entry {now[0]} as the newest")
    return None


def line_of(facts: Facts, stored: str) -> str:
    """One line of the exported file; between `{"entry":` and `,"hash":"` stands the very text that was hashed."""
    return f'{{"entry":{text_of(facts)},"hash":"{stored}"}}\n'


def opening_line(debate: int, entries: int, head: str) -> str:
    """The first line of the exported file: what it holds, and the newest hash."""
    facts = {"debate": debate, "entries": entries, "form": FORM, "head": head}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")) + "\n"
