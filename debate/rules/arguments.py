"""Who may post, edit and delete, and where nobody may."""

from datetime import datetime

from debate.enums import ArgumentState
from debate.models import Argument, Debate, Participant
from debate.rules.debates import is_open
from debate.rules.limits import DEPTH_MOST, EDIT_WINDOW


def is_author(me: Participant | None, argument: Argument) -> bool:
    return me is not None and argument.author_id == me.pk


def can_post(me: Participant | None, debate: Debate) -> bool:
    return me is not None and me.user_id is not None and me.debate_id == debate.pk


def why_not_reply(debate: Debate, parent: Argument | None) -> str:
    """A sentence when nobody may answer here now, empty when they may."""
    if not is_open(debate):
        return "This debate is closed. It can be read, but nothing can be added."
    if parent is None:
        return ""
    if parent.state == ArgumentState.DELETED:
        return "Its author has deleted this argument, so it can no longer be answered. Answer its parent instead."
    if parent.state != ArgumentState.VISIBLE:
        return "A moderator has taken this argument down, so it can’t be answered. Answer its parent instead."
    if parent.depth >= DEPTH_MOST:
        return f"This line is {DEPTH_MOST} replies deep. Start a new argument and link to this one."
    return ""


def can_edit(me: Participant | None, argument: Argument) -> bool:
    return is_author(me, argument) and argument.state == ArgumentState.VISIBLE


def is_editable_now(argument: Argument, now: datetime) -> bool:
    return now - argument.created_at <= EDIT_WINDOW


def can_delete(me: Participant | None, argument: Argument) -> bool:
    return is_author(me, argument) and argument.state in (ArgumentState.VISIBLE, ArgumentState.HIDDEN)


def can_read_text(me: Participant | None, argument: Argument) -> bool:
    """What was hidden or removed is read by its author and the moderators only."""
    if argument.state == ArgumentState.VISIBLE:
        return True
    return is_author(me, argument) or (me is not None and me.role == "moderator" and argument.state != "deleted")
