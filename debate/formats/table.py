"""Tables as CSV that a spreadsheet opens without running anything."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

# A cell that starts with one of these is a formula to some spreadsheet; the last four are their
# full-width forms, which Japanese settings read the same way.
_FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""A CSV text (RFC 4180, lines end in \r\n) of `rows` below `header`.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay
    numbers, a missing or undefined one is an empty cell. Encode the result as UTF-8.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells below a header of {len(header)}: {row!r}")
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    text = str(value)
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
