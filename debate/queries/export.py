"""Everything the site holds about one person, for that person."""

from typing import Any

from django.db.models import F, Model, QuerySet

from debate.models import (
    Argument,
    Citation,
    Delta,
    EvidenceRating,
    Flag,
    LogEntry,
    Notice,
    Participant,
    Rating,
    Revision,
    Stance,
    Visit,
)


def export_of(viewer: Any) -> dict[str, Any]:
    """By noun, a list of plain rows; dates are ISO, references are the numbers seen in addresses."""
    mine = Participant.objects.filter(user=viewer)
    account = {
        "user_name": viewer.username, "email": viewer.email, "display_name": viewer.display_name,
        "email_addresses": list(viewer.emailaddress_set.order_by("pk").values_list("email", flat=True)),
        "joined": viewer.date_joined, "last_signed_in": viewer.last_login,
    }  # fmt: skip
    proposition = {"proposition_number": F("proposition__number")}
    return {
        "format": "rejoinder-export/1",
        "account": account,
        "participants": _rows(mine, "id", "debate_id", "pseudonym", "name", "role", "joined_at"),
        "stances": _rows(
            Stance.objects.filter(participant__in=mine).annotate(**proposition),
            "debate_id", "proposition_number", "before", "after", "why", "before_at", "after_at",
        ),
        "arguments": _rows(
            Argument.objects.filter(author__in=mine).annotate(**proposition),
            "id", "debate_id", "proposition_number", "number", "parent_id", "side", "text", "version",
            "state", "created_at", "edited_at",
        ),
        "revisions": _rows(Revision.objects.filter(argument__author__in=mine), "argument_id", "version", "text", "written_at"),
        "citations": _rows(
            Citation.objects.filter(argument__author__in=mine).annotate(
                title=F("source__title"), written_by=F("source__author"), publisher=F("source__publisher"),
                published_on=F("source__published_on"), url=F("source__url"),
            ),
            "id", "argument_id", "title", "written_by", "publisher", "published_on", "url", "quote", "shows",
        ),
        "ratings": _rows(Rating.objects.filter(rater__in=mine), "argument_id", "stars", "in_camp_a", "rated_at"),
        "evidence_ratings": _rows(
            EvidenceRating.objects.filter(rater__in=mine), "citation_id", "quality", "fit", "checked_where", "rated_at"
        ),
        "deltas": _rows(Delta.objects.filter(participant__in=mine), "argument_id", "text", "created_at"),
        "flags": _rows(Flag.objects.filter(flagger__in=mine), "argument_id", "reason", "text", "state", "created_at"),
        "decisions": _rows(LogEntry.objects.filter(moderator__in=mine), "id", "number", "argument_id", "verdict", "reason", "corrects_id", "at"),
        "notices": _rows(Notice.objects.filter(participant__in=mine), "kind", "argument_id", "text", "created_at", "read_at"),
        "visits": _rows(
            Visit.objects.filter(participant__in=mine).annotate(**proposition),
            "debate_id", "proposition_number", "seen_number", "seen_at",
        ),
    }  # fmt: skip


def _rows(rows: QuerySet[Model], *fields: str) -> list[dict[str, Any]]:
    return list(rows.order_by("pk").values(*fields))
