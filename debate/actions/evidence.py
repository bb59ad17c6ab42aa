"""Citing sources and rating them by checking."""

from datetime import date

from django.db import transaction

from debate.actions.ratings import check_ratable, own_stance
from debate.actions.threads import ancestors_of, carry_up, lock_thread, save_line, save_thread, shift
from debate.analysis.ratings import edge_weight, evidence_base
from debate.enums import Side
from debate.models import Argument, Citation, EvidenceRating, Participant, Source

KEY_LENGTH = 240


def source_key(title: str, author: str, published_on: date | None) -> str:
    """The same record typed twice is one source: letters and digits only, in small letters."""
    parts = (title, author, str(published_on or ""))
    return "|".join("".join(ch for ch in part.casefold() if ch.isalnum()) for part in parts)[:KEY_LENGTH]


def share(citation: Citation) -> float:
    """What a citation weighs in its argument's pro energy, before squaring."""
    base = evidence_base(citation.raters, citation.quality_sum / 4)
    return edge_weight(citation.raters, citation.fit_sum) * base


def cite(
    *,
    actor: Participant,
    argument: Argument,
    title: str,
    author: str = "",
    publisher: str = "",
    kind: str = "",
    published_on: date | None = None,
    url: str = "",
    says: str = "",
    quote: str = "",
    shows: str = "",
) -> Citation:
    """Attach a source to a new argument, before it is carried up; the caller holds the thread's lock."""
    assert argument.author_id == actor.pk
    source, _ = Source.objects.get_or_create(
        debate_id=actor.debate_id,
        key=source_key(title, author, published_on),
        defaults={
            "title": title, "author": author, "publisher": publisher, "kind": kind,
            "published_on": published_on, "url": url, "says": says,
        },
    )  # fmt: skip
    citation, is_new = Citation.objects.get_or_create(
        debate_id=actor.debate_id, argument=argument, source=source, defaults={"quote": quote, "shows": shows}
    )
    if is_new:
        shift(argument, Side.PRO, 0.0, share(citation))
        argument.save(update_fields=["pro_energy", "standing"])
    return citation


@transaction.atomic
def rate_evidence(
    *, actor: Participant, citation: Citation, quality: int, fit: int, checked_where: str = ""
) -> EvidenceRating:
    """Say how good a source is and how well it fits the argument; rating again moves the rating."""
    argument = citation.argument
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.defer("text", "html").get(pk=argument.pk)
    citation = Citation.objects.get(pk=citation.pk)
    check_ratable(actor, argument)
    own_stance(actor, argument)
    before = share(citation)
    rating = EvidenceRating.objects.filter(debate_id=actor.debate_id, citation=citation, rater=actor).first()
    if rating is None:
        rating = EvidenceRating(debate_id=actor.debate_id, citation=citation, rater=actor, quality=0, fit=0)
        citation.raters += 1
    citation.quality_sum += quality - rating.quality
    citation.fit_sum += fit - rating.fit
    citation.checkers += bool(checked_where) - bool(rating.checked_where)
    rating.quality, rating.fit, rating.checked_where = quality, fit, checked_where
    rating.save()
    citation.save(update_fields=["raters", "quality_sum", "fit_sum", "checkers"])
    was = argument.standing
    shift(argument, Side.PRO, before, share(citation))
    save_line([argument, *carry_up(thread, argument, was, argument.standing, ancestors_of(argument))])
    save_thread(thread)
    return rating
