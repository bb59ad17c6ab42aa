"""What any text from outside loses before it is stored: characters that nobody can see and some can abuse."""

import re
import unicodedata

# A script that people write stacks at most six or so marks on a letter. Beyond that it is either
# text that climbs over its neighbours, or an attack: putting n marks in order costs n² steps.
MAX_MARKS = 8

_NEWLINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"  # null, C0 and C1 controls; tab and newline stay
    r"\u202a-\u202e\u2066-\u2069"  # overrides and isolates, which can turn the text around them
    r"\ud800-\udfff]"  # halves of a surrogate pair, which no database can store
)
_FAR_FROM_ASCII = re.compile(rf"[^\x00-\u02ff]{{{MAX_MARKS + 1}}}")


def drop_invisible(text: str) -> str:
    """`text` without control characters (tab and newline stay) and without direction overrides."""
    return _INVISIBLE.sub("", _NEWLINE.sub("\n", text))


def clean_text(text: str) -> str:
    r"""Text as we store it: newlines as \n, NFC, nothing invisible, no spaces at the ends of lines.

    Cleaning twice is the same as cleaning once, and the cost grows with the length only.
    """
    text = drop_invisible(text)
    if not text.isascii():
        # NFC can split one mark into two, so the stacks are measured again after it.
        text = _limit_marks(unicodedata.normalize("NFC", _limit_marks(text)))
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n")


def _limit_marks(text: str) -> str:
    if not _FAR_FROM_ASCII.search(text):
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
