"""Who may flag and decide; what each verdict turns an argument into; when words were handed out."""

from datetime import datetime

from django.conf import settings

from debate.enums import ArgumentState, Verdict
from debate.models import Argument, LogEntry, Participant
from debate.rules.debates import can_moderate, is_here
from debate.rules.limits import COPIED_LEAST, COPIED_WITHIN

NO_FACTOR = "On this site moderators set up a second factor before they decide. See your profile."
VISIBLE, HIDDEN, REMOVED = ArgumentState.VISIBLE, ArgumentState.HIDDEN, ArgumentState.REMOVED

NEXT: dict[tuple[str, str], str] = {
    (VISIBLE, Verdict.HIDE): HIDDEN,
    (VISIBLE, Verdict.REMOVE): REMOVED,
    (VISIBLE, Verdict.DISMISS): VISIBLE,
    (HIDDEN, Verdict.REMOVE): REMOVED,
    (HIDDEN, Verdict.RESTORE): VISIBLE,
    (HIDDEN, Verdict.DISMISS): HIDDEN,
    (REMOVED, Verdict.RESTORE): VISIBLE,
    (REMOVED, Verdict.DISMISS): REMOVED,
}


def can_flag(me: Participant | None, argument: Argument) -> bool:
    return is_here(me, argument) and me is not None and me.user_id is not None and argument.author_id != me.pk


def can_decide(me: Participant | None, argument: Argument) -> bool:
    """A moderator never decides on their own words."""
    return can_moderate(me) and is_here(me, argument) and me is not None and argument.author_id != me.pk


def can_correct(me: Participant | None, entry: LogEntry, argument: Argument) -> bool:
    """An entry of the log is corrected by those who may decide on its argument."""
    return entry.argument_id == argument.pk and can_decide(me, argument)


def is_handed_out(posts: list[tuple[datetime, int]]) -> bool:
    """So many people said the same within an hour; `posts` are (when, who), the oldest first."""
    return any(
        len({who for at, who in posts if first <= at <= first + COPIED_WITHIN}) >= COPIED_LEAST for first, _ in posts
    )


def is_second_factor_asked() -> bool:
    """Whoever sees flags and takes words down can harm many: a site may ask more of them than a password."""
    return settings.MFA_REQUIRED
