"""Reading one record of a located JSON file, field by field; each complaint names its line and record."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from debate.formats.cleaning import clean_text, drop_invisible
from debate.formats.positions import Located

MAX_RECORDS = 2_000  # of one kind; the bundled article has 39 propositions

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_REQUIRED: Any = object()


class FieldError(ValueError):
    """A field is missing or wrong: the line, and the reason as a sentence without its full stop."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class Record:
    """One JSON object. `name` is what complaints call it, such as "proposition 7"."""

    def __init__(self, node: Located, name: str) -> None:
        if not isinstance(node.value, dict):
            raise FieldError(node.line, f"{name} must be an object in curly brackets, not {_shown(node.value)}")
        self.name = name
        self.line = node.line
        self._fields: dict[str, Located] = node.value
        self._read: set[str] = set()

    def text(self, field: str, most: int, *, optional: bool = False) -> str:
        """One line of at most `most` characters; an optional one may be missing or empty."""
        node = self._get(field, "" if optional else _REQUIRED)
        value = node.value
        if not isinstance(value, str):
            raise self.error(field, f"has {field} {_shown(value)}; a text in double quotes is expected")
        if drop_invisible(value) != value:
            raise self.error(field, f"has an invisible control or direction character in its {field}")
        value = clean_text(value).strip()
        if "\n" in value or "\t" in value:
            raise self.error(field, f"has more than one line, or a tab, in its {field}")
        if not (value or optional):
            raise self.error(field, f"has an empty {field}")
        if len(value) > most:
            raise self.error(field, f"has a {field} of {len(value)} characters; {most} is the most")
        return value

    def choice(self, field: str, options: tuple[str, ...]) -> str:
        value = self._get(field).value
        if value not in options:
            raise self.error(field, f"has {field} {_shown(value)}; use one of {', '.join(options)}")
        return str(value)

    def slug(self, field: str, most: int) -> str:
        return self._pattern(field, most, _SLUG, "use small letters, digits and single hyphens")

    def language(self, field: str) -> str:
        return self._pattern(field, 12, _LANGUAGE, 'use a code such as "en" or "pt-BR"')

    def number(self, field: str) -> int:
        value = self._get(field).value
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(field, f"has {field} {_shown(value)}; a whole number from 1 is expected")
        return value

    def flag(self, field: str) -> bool:
        """true or false; a missing one is false."""
        value = self._get(field, False).value
        if not isinstance(value, bool):
            raise self.error(field, f"has {field} {_shown(value)}; use true or false")
        return value

    def day(self, field: str) -> date:
        found = self.optional_day(field)
        if found is None:
            raise self.error(field, f"has no {field}; write the date as YYYY-MM-DD")
        return found

    def optional_day(self, field: str) -> date | None:
        value = self.text(field, 40, optional=True)
        try:
            # fromisoformat alone would also take 20160210 and week dates, which nobody means to write.
            return date.fromisoformat(value if _DATE.fullmatch(value) else "wrong") if value else None
        except ValueError:
            raise self.error(field, f"has {field} {_shown(value)}; write a date that exists as YYYY-MM-DD") from None

    def url(self, field: str, most: int) -> str:
        """A web address, or "" where there is none."""
        value = self.text(field, most, optional=True)
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", value)
        except ValueError:  # unbalanced brackets around a host
            good = False
        if value and not good:
            raise self.error(field, f"has {field} {_shown(value)}; use an http or https address, or an empty text")
        return value

    def record(self, field: str) -> "Record":
        return Record(self._get(field), field)

    def records(self, field: str, name: str, *, optional: bool = False) -> list["Record"]:
        """The objects of a list, called `name` 1, 2, 3…"""
        node = self._get(field, [] if optional else _REQUIRED)
        if not isinstance(node.value, list):
            raise self.error(field, f"has {field} {_shown(node.value)}; a list in square brackets is expected")
        if len(node.value) > MAX_RECORDS:
            raise self.error(field, f"has {len(node.value)} {field}; {MAX_RECORDS} is the most")
        if not (node.value or optional):
            raise self.error(field, f"has no {field}")
        return [Record(item, f"{name} {place}") for place, item in enumerate(node.value, start=1)]

    def finish(self) -> None:
        """Refuse what nobody read: a misspelt name must not silently mean "left out"."""
        for field, node in self._fields.items():
            if field not in self._read:
                known = ", ".join(sorted(self._read))
                raise FieldError(node.line, f"{self.name} has an unknown field {_shown(field)}; it knows {known}")

    def error(self, field: str, reason: str) -> FieldError:
        """A complaint about this record, at the line of the field, or of the record where that is missing."""
        node = self._fields.get(field)
        return FieldError(node.line if node else self.line, f"{self.name} {reason}")

    def _pattern(self, field: str, most: int, pattern: re.Pattern[str], advice: str) -> str:
        value = self.text(field, most)
        if not pattern.fullmatch(value):
            raise self.error(field, f"has {field} {_shown(value)}; {advice}")
        return value

    def _get(self, field: str, default: Any = _REQUIRED) -> Located:
        self._read.add(field)
        if field in self._fields:
            return self._fields[field]
        if default is _REQUIRED:
            raise FieldError(self.line, f"{self.name} has no {field}")
        return Located(default, self.line)


def _shown(value: Any) -> str:
    """A value as a complaint quotes it: short, and never a whole object."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value if len(str(value)) <= 60 else str(value)[:59] + "…")
