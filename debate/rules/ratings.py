"""Who may rate arguments and evidence, credit them, and why nobody rates their own."""

from debate.models import Argument, Participant
from debate.rules.debates import is_here


def can_rate(me: Participant | None, argument: Argument) -> bool:
    return is_here(me, argument) and me is not None and me.user_id is not None and argument.author_id != me.pk
