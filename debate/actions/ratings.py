"""Rating arguments and crediting those that changed a mind."""

from django.db import transaction
from django.db.models import F

from debate.actions.notifications import tell
from debate.actions.threads import ancestors_of, carry_up, lock_thread, save_line, save_thread
from debate.analysis.ratings import base_from_counts, contest, lower_bound
from debate.analysis.strength import influence
from debate.enums import NoticeKind, StanceValue
from debate.errors import Refused
from debate.models import Argument, Delta, Participant, Rating, Stance
from debate.rules import ask, require
from debate.rules.ratings import NOT_OWN, NOT_OWN_CREDIT, VOTE_FIRST, can_rate, why_not_rate

FIGURES = ["raters_a", "sum_a", "raters_b", "sum_b", "base", "standing", "score", "contest"]


def own_stance(actor: Participant, argument: Argument) -> Stance:
    stance = Stance.objects.filter(
        debate_id=actor.debate_id, proposition_id=argument.proposition_id, participant=actor
    ).first()
    if stance is None:
        raise Refused(VOTE_FIRST, (argument.get_thread_url(), "Say where you stand"))
    return stance


def check_ratable(actor: Participant, argument: Argument) -> None:
    require(can_rate(actor, argument), NOT_OWN)
    sentence = why_not_rate(actor.debate, argument)
    ask(not sentence, sentence)


@transaction.atomic
def rate_argument(*, actor: Participant, argument: Argument, stars: int) -> Rating:
    """Set this person's 1–5 stars; rating again moves them."""
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.defer("text", "html").get(pk=argument.pk)
    check_ratable(actor, argument)
    stance = own_stance(actor, argument)
    in_camp_a = 0 < stance.before != StanceValue.DONT_KNOW
    rating = Rating.objects.filter(debate_id=actor.debate_id, argument=argument, rater=actor).first()
    before = rating.stars if rating else None
    if rating is None:
        rating = Rating.objects.create(
            debate_id=actor.debate_id, argument=argument, rater=actor, stars=stars, in_camp_a=in_camp_a
        )
    else:
        rating.stars = stars
        rating.save(update_fields=["stars", "rated_at"])
    _count(argument, rating.in_camp_a, before, stars)
    was = argument.standing
    argument.standing = influence(argument.base, argument.pro_energy, argument.con_energy)
    argument.save(update_fields=FIGURES)
    save_line(carry_up(thread, argument, was, argument.standing, ancestors_of(argument)))
    save_thread(thread)
    return rating


def _count(argument: Argument, in_camp_a: bool, before: int | None, after: int) -> None:
    camp = "a" if in_camp_a else "b"
    new = int(before is None)
    setattr(argument, f"raters_{camp}", getattr(argument, f"raters_{camp}") + new)
    setattr(argument, f"sum_{camp}", getattr(argument, f"sum_{camp}") + after - (before if before else 1))
    refigure(argument)


def refigure(argument: Argument) -> None:
    """Base, sorting score and contest from the counts; sums of stars − 1 are quarters of x."""
    counts = (argument.raters_a, argument.sum_a / 4, argument.raters_b, argument.sum_b / 4)
    argument.base = base_from_counts(*counts)
    argument.score = lower_bound(counts[0] + counts[2], counts[1] + counts[3])
    argument.contest = contest(*counts)


@transaction.atomic
def give_delta(*, actor: Participant, argument: Argument, text: str) -> Delta:
    """Credit an argument with having changed one's mind; saying it again changes the words."""
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.defer("text", "html").get(pk=argument.pk)
    require(can_rate(actor, argument), NOT_OWN_CREDIT)
    check_ratable(actor, argument)
    own_stance(actor, argument)
    delta, is_new = Delta.objects.update_or_create(
        debate_id=actor.debate_id, argument=argument, participant=actor, defaults={"text": text}
    )
    if is_new:
        Argument.objects.filter(pk=argument.pk).update(deltas=F("deltas") + 1)
        tell(participant_id=argument.author_id, kind=NoticeKind.DELTA, argument=argument, text=text)
    save_thread(thread)
    return delta
