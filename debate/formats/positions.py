"""JSON that remembers the line of every value, so that a mistake in a file can be pointed at.

The json module knows the place of a syntax error, but forgets where a well-formed value stood.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # part of the module since Python 2.6
from typing import Any

MAX_DEPTH = 20

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z]+")
_CONSTANTS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40


class JsonError(ValueError):
    """Broken JSON: the line, and the reason as the rest of a sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Located:
    """A JSON value and its first line. Objects are dict[str, Located], arrays list[Located]."""

    value: Any
    line: int


def read_json(text: str) -> Located:
    """The one JSON value in `text`. Stricter than json.loads: no NaN, and no name twice in one object."""
    return _Reader(text.removeprefix("\ufeff")).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._newlines = [match.start() for match in re.finditer("\n", text)]

    def document(self) -> Located:
        found = self._value(depth=0)
        if self._peek():
            raise self._error("nothing may follow the closing bracket")
        return found

    def _value(self, depth: int) -> Located:
        first = self._peek()
        line = self._line()
        if depth > MAX_DEPTH:
            raise self._error(f"brackets are nested more than {MAX_DEPTH} deep")
        if first == "{":
            return Located(self._object(depth), line)
        if first == "[":
            return Located(self._array(depth), line)
        if first == '"':
            return Located(self._string(), line)
        return Located(self._number_or_constant(), line)

    def _object(self, depth: int) -> dict[str, Located]:
        self._at += 1
        members: dict[str, Located] = {}
        if self._take("}"):
            return members
        while True:
            if self._peek() != '"':
                raise self._error('a name in double quotes is expected here, such as "title"')
            line = self._line()
            name = self._string()
            if name in members:
                raise JsonError(line, f"{name[:60]!r} stands twice in one object")
            if not self._take(":"):
                raise self._error(f"a colon is missing after {name[:60]!r}")
            members[name] = self._value(depth + 1)
            if not self._more("}"):
                return members

    def _array(self, depth: int) -> list[Located]:
        self._at += 1
        items: list[Located] = []
        if self._take("]"):
            return items
        while True:
            items.append(self._value(depth + 1))
            if not self._more("]"):
                return items

    def _more(self, closing: str) -> bool:
        """Whether a comma leads to another member, or the bracket closes here."""
        line = self._line()  # where the value ended: a missing comma belongs there, not on the next line
        if self._take(closing):
            return False
        if not self._take(","):
            what = f"found {self._text[self._at]!r}" if self._peek() else "the file ends"
            raise JsonError(line, f"a comma or {closing!r} is missing after this ({what})")
        if self._peek() == closing:
            raise JsonError(line, f"the last comma before {closing!r} is one too many")
        return True

    def _string(self) -> str:
        start = self._at
        try:
            text, self._at = scanstring(self._text, start + 1, True)
        except JSONDecodeError as error:
            reasons = {
                "Unterminated string starting at": "this text has no closing quotation mark",
                "Invalid control character at": "a text may not run over the end of its line or hold a tab",
            }
            self._at = min(error.pos, len(self._text))
            raise self._error(reasons.get(error.msg, "a backslash here begins no known escape")) from None
        return str(text)

    def _number_or_constant(self) -> Any:
        if number := _NUMBER.match(self._text, self._at):
            digits = number.group()
            if len(digits) > _LONGEST_NUMBER:
                raise self._error("this number is too long")
            self._at = number.end()
            return int(digits) if digits.lstrip("-").isdigit() else float(digits)
        word = _WORD.match(self._text, self._at)
        if word and word.group() in _CONSTANTS:
            self._at = word.end()
            return _CONSTANTS[word.group()]
        if word:
            raise self._error(f"{word.group()[:30]!r} needs double quotes around it")
        found = self._peek()
        raise self._error(f"found {found!r} where a value is expected" if found else "the file ends too early")

    def _peek(self) -> str:
        """The next character that is not space, or "" at the end."""
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _take(self, character: str) -> bool:
        if self._peek() != character:
            return False
        self._at += 1
        return True

    def _line(self) -> int:
        return bisect_left(self._newlines, self._at) + 1

    def _error(self, reason: str) -> JsonError:
        return JsonError(self._line(), reason)
