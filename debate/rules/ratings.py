"""Who may rate arguments and evidence, credit them, and why nobody rates their own."""

from debate.models import Argument, Debate, Participant
from debate.rules.debates import is_here, is_open

VOTE_FIRST = "Say first where you stand on the proposition; then rate what others say about it."
NOT_OWN = "Nobody rates their own words."
NOT_OWN_CREDIT = "Nobody credits their own words."


def can_rate(me: Participant | None, argument: Argument) -> bool:
    return is_here(me, argument) and me is not None and me.user_id is not None and argument.author_id != me.pk


def why_not_rate(debate: Debate, argument: Argument) -> str:
    """A sentence when nobody may rate or credit this now, empty when they may."""
    if not is_open(debate):
        return "This debate is closed, so ratings no longer change."
    if not argument.is_visible:
        return "This argument has been taken down, so it can’t be rated now."
    return ""
