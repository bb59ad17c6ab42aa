"""A short name for a proposition, for places that have room for a few words: its slug, read as words."""

import re

AMERICA = re.compile(r"\b(America|United States|U\.?S\b)")


def label_of(slug: str, text: str) -> str:
    """`alliance-as-guarantee` → "Alliance as guarantee".

    A slug has no capitals, so each word takes the spelling that it has in the proposition's `text` ("NATO", "Korea"),
    and "us" is the country where the text speaks of it. The first word of a sentence proves nothing about its spelling.
    """
    known = {word.lower(): word for word in re.findall(r"(?<=[a-z,;:] )[A-Z]\w*|\b[A-Z]{2,}\b", text)}
    if AMERICA.search(text):
        known["us"] = "US"
    words = [known.get(word, word) for word in slug.split("-") if word]
    label = " ".join(words)
    return label[:1].upper() + label[1:]
