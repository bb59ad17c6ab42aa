"""When two texts are the same words: case, spaces and punctuation do not tell them apart."""

import re
import unicodedata
from hashlib import blake2b

SILENT = "PZC"  # Unicode's categories of punctuation, spaces and control characters
SIZE = 16  # bytes: two different texts of one debate never meet by chance

IN_A_NUMBER = re.compile(r"(?<=\d)[.,:](?=\d)")


def fold(text: str) -> str | None:
    """A name of `text` that texts of the same words share: 32 hexadecimal digits; None where there are no words.

    Letters are folded by Unicode's compatibility form (NFKC) and its full case folding. Symbols stay: "a < b" is not
    "a > b", and 3.5 is not 35.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    plain = IN_A_NUMBER.sub("|", plain)
    words = "".join(character for character in plain if unicodedata.category(character)[0] not in SILENT)
    return blake2b(words.encode(), digest_size=SIZE).hexdigest() if words else None
