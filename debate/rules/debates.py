"""Who may read a debate, and who may take part in it."""

from typing import Any

from debate.enums import DebateKind, DebateState, Role
from debate.models import Argument, Debate, Participant


def can_join(user: Any, debate: Debate) -> bool:
    """Anyone with an account may join a public debate; into a class one is brought by its instructor."""
    return user.is_authenticated and debate.kind == DebateKind.PUBLIC


def is_open(debate: Debate) -> bool:
    return debate.state == DebateState.OPEN


def is_here(me: Participant | None, argument: Argument) -> bool:
    """A role or a vote in one debate says nothing in another, even over the same article."""
    return me is not None and me.debate_id == argument.debate_id


def can_moderate(me: Participant | None) -> bool:
    return me is not None and me.user_id is not None and me.role == Role.MODERATOR


def is_blind(signed_in: bool, has_stance: bool, debate: Debate) -> bool:
    """A signed-in person sees no figure before their own stance while the debate is open."""
    return signed_in and not has_stance and is_open(debate)
