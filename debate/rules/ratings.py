"""Who may rate arguments and evidence, credit them, and why nobody rates their own."""

from debate.models import Argument, Participant


def can_rate(me: Participant | None, argument: Argument) -> bool:
    return me is not None and me.user_id is not None and argument.author_id != me.pk
