"""Where searched words stand in a text: the whole of it, or the passage around the first of them."""

import re
import unicodedata
from dataclasses import dataclass

ROOM = 220  # characters of a passage, about two lines


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


def folded(text: str) -> str:
    """Lower case and without accents, as SQLite’s index compares words; PostgreSQL’s keeps accents and finds fewer."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def holds(text: str, words: list[str]) -> bool:
    """Every one of `words` begins some word of the text."""
    there = [folded(word) for word in re.findall(r"\w+", text)]
    return all(any(word.startswith(folded(wanted)) for word in there) for wanted in words)


def pieces_of(text: str, words: list[str]) -> list[Piece]:
    """The text cut into pieces, in order; a piece is a hit where a word begins with one of `words`."""
    wanted = tuple(folded(word) for word in words if folded(word))
    found, at = [], 0
    for match in re.finditer(r"\w+", text):
        if wanted and folded(match.group()).startswith(wanted):
            if match.start() > at:
                found.append(Piece(text[at : match.start()], False))
            found.append(Piece(match.group(), True))
            at = match.end()
    if at < len(text):
        found.append(Piece(text[at:], False))
    return found


def passage_of(text: str, words: list[str], room: int = ROOM) -> list[Piece]:
    """About `room` characters around the first hit, cut between words; "…" stands where something is left out."""
    text = " ".join(text.split())
    if len(text) <= room:
        return pieces_of(text, words)
    wanted = tuple(folded(word) for word in words if folded(word))
    hits = (match.start() for match in re.finditer(r"\w+", text) if wanted and folded(match.group()).startswith(wanted))
    start = max(0, min(next(hits, 0) - room // 3, len(text) - room))
    if start:
        start = text.find(" ", start) + 1
    end = start + room
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    pieces = pieces_of(text[start:end], words)
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return [*before, *pieces, *after]
