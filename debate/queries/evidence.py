"""The evidence check: which sources nobody has checked, or found weak, and what rests on them.

A debate may cite thousands of times, so the sums are gathered behind the page and kept with the sheet; a page reads
only the few sources and arguments that it shows.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from debate.analysis.ratings import grade_words
from debate.enums import ArgumentState
from debate.models import Argument, Citation, Debate, Source
from debate.queries.debates import readable_by
from debate.queries.movement import visible_by_id
from debate.queries.overviews import Row
from debate.queries.together import Together

MOST = 12
NAMED = 4  # arguments named for each source
WEAK = ("Unrated", "Very low", "Low")


def evidence_of(debate: Debate) -> list[dict[str, Any]]:
    """For the snapshot: by source and proposition the sums of its ratings, and the strongest arguments that cite it."""
    cards = Citation.objects.filter(debate=debate, argument__state=ArgumentState.VISIBLE)
    sums = cards.values_list("source_id", "argument__proposition_id").annotate(
        Count("pk"), Sum("raters"), Sum("quality_sum"), Sum("fit_sum")
    )
    found: dict[int, dict[str, Any]] = {}
    for source, proposition, count, raters, quality, fit in sums.order_by("source_id", "argument__proposition_id"):
        entry = found.setdefault(source, {"source": source, "parts": [], "arguments": []})
        entry["parts"].append([proposition, count, raters, quality, fit])
    named: dict[int, dict[int, int]] = {}
    strongest = cards.order_by("-argument__standing", "-argument_id")
    for source, proposition, argument in strongest.values_list(
        "source_id", "argument__proposition_id", "argument_id"
    ).iterator(5000):
        taken = named.setdefault(source, {})
        if taken.get(proposition, 0) < NAMED:
            taken[proposition] = taken.get(proposition, 0) + 1
            found[source]["arguments"].append([proposition, argument])
    return list(found.values())


@dataclass(frozen=True)
class Checked:
    """One source as this viewer may see it: sums over the propositions they have voted on."""

    source: Source
    is_late: bool
    cards: int
    raters: int
    quality_sum: int
    fit_sum: int
    arguments: list[Argument]

    @property
    def fit(self) -> str | None:
        return f"{self.fit_sum / self.raters:.1f}" if self.raters else None

    @property
    def more(self) -> int:
        return self.cards - len(self.arguments)


@dataclass(frozen=True)
class EvidenceCheck:
    rows: list[Checked]
    total: int
    weak: int
    late: int


def evidence_check(viewer: Any, debate: Debate, rows: list[Row], together: Together) -> EvidenceCheck:
    """The weakest first, then the most cited: three statements, whatever was cited."""
    seen = {row.thread.proposition_id for row in rows if row.figures}
    entries = [entry for entry in map(_visible(seen), together.data.get("evidence", ())) if entry["cards"]]
    entries.sort(key=lambda entry: (not _is_weak(entry), -entry["cards"], entry["source"]))
    sources = Source.objects.filter(debate=debate, debate__in=readable_by(viewer))
    dates = dict(sources.filter(pk__in=[entry["source"] for entry in entries]).values_list("pk", "published_on"))
    shown = entries[:MOST]
    by_id = sources.in_bulk([entry["source"] for entry in shown])
    arguments = visible_by_id(viewer, debate, [key for entry in shown for key in entry["arguments"]])
    written = debate.article.published_on
    late = {key for key, day in dates.items() if written and day and day > written}
    found = [
        Checked(
            by_id[entry["source"]], entry["source"] in late, entry["cards"], entry["raters"], entry["quality"],
            entry["fit"], [arguments[key] for key in entry["arguments"] if key in arguments],
        )
        for entry in shown
        if entry["source"] in by_id
    ]  # fmt: skip
    return EvidenceCheck(found, len(entries), sum(map(_is_weak, entries)), len(late))


def _visible(seen: set[int]) -> Any:
    """An entry of the snapshot, summed over what the viewer has voted on."""

    def summed(entry: dict[str, Any]) -> dict[str, Any]:
        parts = [part for part in entry["parts"] if part[0] in seen]
        cards, raters, quality, fit = (sum(part[at] for part in parts) for at in (1, 2, 3, 4))
        named = [argument for proposition, argument in entry["arguments"] if proposition in seen][:NAMED]
        return {
            "source": entry["source"], "cards": cards, "raters": raters, "quality": quality, "fit": fit,
            "arguments": named,
        }  # fmt: skip

    return summed


def _is_weak(entry: dict[str, Any]) -> bool:
    raters = entry["raters"]
    return grade_words(entry["quality"] / 4 / raters if raters else 0.0, raters) in WEAK
