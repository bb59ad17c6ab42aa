"""Flags and decisions; every decision goes into the log."""

from django.db import transaction

from debate.actions.arguments import change_state, seen_of
from debate.actions.log import append_entry
from debate.actions.notifications import tell
from debate.actions.threads import lock_thread
from debate.enums import FlagState, NoticeKind, Verdict
from debate.models import Argument, Flag, LogEntry, Participant
from debate.queries.moderation import lacks_second_factor
from debate.rules import ask, require
from debate.rules.moderation import NEXT, NO_FACTOR, can_decide, can_flag

TOLD: dict[str, str] = {
    Verdict.HIDE: "It was hidden.",
    Verdict.REMOVE: "It was removed.",
    Verdict.RESTORE: "It is shown again.",
}


@transaction.atomic
def flag_argument(*, actor: Participant, argument: Argument, reason: str, text: str = "") -> Flag:
    """Ask a moderator to look; one flag a person and argument, whose reason can be changed while it waits."""
    require(can_flag(actor, argument), "Nobody flags their own words; you can delete them.")
    ask(argument.state == "visible", "A moderator has already taken this argument down.")
    ask(
        not Argument.objects.filter(parent=argument, author=actor).exists(),
        "You have answered this argument. Flag or answer: a moderator will see your reply either way.",
    )
    flag, is_new = Flag.objects.get_or_create(
        debate_id=argument.debate_id, argument=argument, flagger=actor, defaults={"reason": reason, "text": text}
    )
    if not is_new:
        ask(flag.state == FlagState.OPEN, "You flagged this before, and a moderator has decided. See the log.")
        flag.reason, flag.text = reason, text
        flag.save(update_fields=["reason", "text"])
    return flag


@transaction.atomic
def decide(*, actor: Participant, argument: Argument, verdict: str, reason: str, seen: str) -> LogEntry:
    """Apply a verdict, log it with its reason, settle the flags and tell the author.

    `seen` is what `seen_of` gave when the moderator looked; a changed argument is refused, so nobody decides on
    words they have not read.
    """
    require(not lacks_second_factor(actor.user), NO_FACTOR)
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.select_related("author").get(pk=argument.pk)
    require(can_decide(actor, argument), "Only a moderator of this debate, and never the author, may decide.")
    ask(
        seen == seen_of(argument),
        "The argument changed while you were deciding. Look at it again; your words are kept below.",
    )
    before, after = argument.state, NEXT.get((argument.state, verdict))
    label = argument.get_state_display().lower()
    ask(after is not None, f"An argument that is {label} cannot take “{Verdict(verdict).label.lower()}”.")
    assert after is not None
    waiting = Flag.objects.filter(argument=argument, state=FlagState.OPEN)
    ask(verdict != Verdict.DISMISS or waiting.exists(), "No flag waits here any more, so there is nothing to settle.")
    change_state(thread, argument, after)
    entry = append_entry(actor=actor, argument=argument, verdict=verdict, reason=reason, before=before, after=after)
    settled = FlagState.UPHELD if verdict in (Verdict.HIDE, Verdict.REMOVE) else FlagState.DISMISSED
    waiting.update(state=settled)
    if verdict in TOLD and argument.author.user_id:
        tell(
            participant_id=argument.author_id,
            kind=NoticeKind.DECISION,
            argument=argument,
            text=f"{TOLD[verdict]} {reason}",
        )
    return entry
