"""The consensus sheet: every proposition with its numbers, and the few lists that sum it up."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from debate.analysis.settings import VERSION
from debate.models import Debate, Delta, Source, Stance
from debate.queries.debates import readable_by
from debate.queries.overviews import Row, rows_of

LIST = 5
DISPUTED = 0.4  # two of ten on the smaller side at least; where 1, as many agree as disagree


@dataclass
class Sheet:
    rows: list[Row]
    agreed: list[Row]
    disputed: list[Row]
    moved: list[Row]
    unanswered: list[Row]
    people: int
    facts: list[tuple[str, int]]

    @property
    def off_diagonal(self) -> list[Row]:
        """Where the arguments point the other way than the votes, both beyond doubt; the farthest first."""
        found = []
        for row in self.rows:
            if row.figures and row.figures.agreement.is_enough and row.figures.standing.is_enough:
                share, standing = row.figures.agreement, row.figures.standing
                votes = (share.low > 0.5) - (share.high < 0.5)
                words = (standing.words == "holds up") - (standing.words == "undercut")
                if votes * words < 0:
                    found.append((abs(share.share - 0.5) + abs(standing.value - 0.5), row))
        return [row for _, row in sorted(found, key=lambda pair: -pair[0])][:LIST]

    @property
    def shown(self) -> list[int]:
        """Keys of the propositions whose figures the viewer may see."""
        return [row.thread.proposition_id for row in self.rows if row.figures]

    @property
    def is_blind(self) -> bool:
        return any(row.is_blind for row in self.rows)


def sheet_of(viewer: Any, debate: Debate) -> Sheet:
    """Three statements; lists hold only propositions with enough votes, and only figures the viewer may see."""
    rows = rows_of(viewer, debate)
    open_rows = [row for row in rows if row.figures and row.figures.agreement.is_enough]
    one_sided = [row for row in open_rows if row.figures.agreement.low > 0.5 or row.figures.agreement.high < 0.5]
    agreed = sorted(one_sided, key=lambda row: -abs(row.figures.agreement.share - 0.5))
    split = [row for row in open_rows if row.figures.agreement.dispute >= DISPUTED]
    disputed = sorted(split, key=lambda row: -row.figures.agreement.dispute)
    paired = [row for row in open_rows if row.figures.movement.is_enough]
    moved = sorted(paired, key=lambda row: -abs(row.figures.movement.change))
    unanswered = sorted((row for row in rows if row.thread.unanswered), key=lambda row: -row.thread.unanswered)
    people, votes, sources, deltas = counts_of(viewer, debate)
    arguments = sum(row.thread.arguments for row in rows)
    facts = [
        ("People", people),
        ("Votes", votes),
        ("Arguments", arguments),
        ("Sources", sources),
        ("Minds changed", deltas),
    ]
    return Sheet(rows, agreed[:LIST], disputed[:LIST], moved[:LIST], unanswered[:LIST], people, facts)


def counts_of(viewer: Any, debate: Debate) -> tuple[int, int, int, int]:
    """(people who said where they stand, stances, sources, deltas): one statement."""
    of_debate = {"debate": OuterRef("pk")}

    def count(model: Any, distinct: str = "pk") -> Any:
        rows = model.objects.filter(**of_debate).order_by().values("debate").annotate(n=Count(distinct, distinct=True))
        return Coalesce(Subquery(rows.values("n")), 0)

    row = readable_by(viewer).filter(pk=debate.pk)
    return row.values_list(count(Stance, "participant"), count(Stance), count(Source), count(Delta)).get()


HEADER = (
    "number", "kind", "proposition", "votes", "agree", "unsure", "disagree", "dont_know", "agree_share",
    "agree_low", "agree_high", "agreement", "arguments", "standing", "standing_low", "standing_high", "verdict",
    "voted_twice", "movement", "movement_low", "movement_high", "p_value", "unanswered_rebuttals",
)  # fmt: skip


def table_of(sheet: Sheet) -> list[list[Any]]:
    """One line a proposition for the CSV; figures that the viewer may not see yet stay empty."""
    return [_line(row) for row in sheet.rows]


def _line(row: Row) -> list[Any]:
    head = [row.proposition.number, row.proposition.kind, row.proposition.text]
    if row.figures is None:
        return [*head, *[""] * (len(HEADER) - 4), row.thread.unanswered]
    a, s, m = row.figures.agreement, row.figures.standing, row.figures.movement
    agreement = [a.votes, a.agree, a.steps[2], a.disagree, a.dont_know]
    agreement += [round(a.share, 4), round(a.low, 4), round(a.high, 4)] if a.is_enough else ["", "", ""]
    band = ["", ""] if s.is_pending else [round(s.low, 4), round(s.high, 4)]
    standing = [round(s.value, 4), *band] if s.is_enough else ["", "", ""]
    movement = [round(m.change, 4), round(m.low, 4), round(m.high, 4), round(m.mcnemar_p, 4)]
    movement = movement if m.is_enough else [""] * 4
    return [*head, *agreement, a.words, row.thread.arguments, *standing, s.words, m.n, *movement, row.thread.unanswered]


def json_of(sheet: Sheet, together: Any, cruxes: Any) -> dict[str, Any]:
    """The sheet as JSON: the lines of the table, and what the propositions say together, by their numbers."""
    lines = [dict(zip(HEADER, line, strict=True)) for line in table_of(sheet)]
    found: dict[str, Any] = {
        "method": VERSION,
        "facts": dict(sheet.facts),
        "together_as_of": read_at.isoformat()
        if together.is_showable and (read_at := together.snapshot.read_at)
        else None,
        "propositions": [{key: None if value == "" else value for key, value in line.items()} for line in lines],
        "common_ground": [
            {"number": entry.row.proposition.number, "direction": entry.direction} for entry in together.common
        ],
        "fair_set": {"numbers": [row.proposition.number for row in together.fair], "represented": together.represented},
        "groups": {
            "verdict": together.split.get("verdict"),
            "p_value": together.split.get("p"),
            "groups": [
                {
                    "letter": group.letter,
                    "people": group.size,
                    "telling": [
                        {
                            "number": t.row.proposition.number,
                            "agrees": t.agrees,
                            "inside": t.inside,
                            "outside": t.outside,
                        }
                        for t in group.telling
                    ],
                }
                for group in together.groups
            ],
        },
        "minority_report": [
            {
                "number": report.row.proposition.number,
                "argument": report.argument.pk,
                "people": report.people if report.is_counted else None,
            }
            for report in together.minority
        ],
    }
    if cruxes:
        found["thesis_on_the_map"] = round(cruxes.now, 4)
        found["cruxes"] = [
            {"number": crux.row.proposition.number, "thesis_without": round(crux.then, 4), "flips": crux.flips}
            for crux in cruxes.rows
        ]
    return found
