"""May this person do this? Permission is decided here and nowhere else.

A rule is a plain predicate over rows that are already read; it asks the database nothing. `require` turns
a no into 403, `ask` turns a "not now" into a sentence (409).
"""

from django.core.exceptions import PermissionDenied

from debate.errors import Refused


def require(allowed: bool, sentence: str = "You may not do this.") -> None:
    if not allowed:
        raise PermissionDenied(sentence)


def ask(possible: bool, sentence: str, link: tuple[str, str] | None = None) -> None:
    if not possible:
        raise Refused(sentence, link)
