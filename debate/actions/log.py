"""Appending to the moderation log. Nothing here changes an entry, and the database would not let it."""

from django.db import transaction
from django.utils import timezone

from debate.actions.notifications import tell
from debate.actions.threads import lock_thread
from debate.enums import NoticeKind, Verdict
from debate.formats.chain import START, hash_of
from debate.models import Argument, LogEntry, LogHead, Participant
from debate.queries.log import facts_of
from debate.queries.moderation import lacks_second_factor
from debate.rules import require
from debate.rules.moderation import NO_FACTOR, can_correct


def append_entry(
    *, actor: Participant, argument: Argument, verdict: str, reason: str, before: str, after: str,
    corrects: LogEntry | None = None,
) -> LogEntry:  # fmt: skip
    """The next entry of the argument's debate, inside the transaction of what it tells.

    The head's row lock makes two moderators at once follow one another; it is taken last of all locks, so that
    decisions in different threads cannot wait for each other in a circle.
    """
    head = _lock_head(argument.debate_id)
    entry = LogEntry(
        debate_id=argument.debate_id, number=head.number + 1, argument=argument, moderator=actor,
        pseudonym=actor.pseudonym, verdict=verdict, reason=reason, before=before, after=after, corrects=corrects,
        at=timezone.now(), previous=head.hash,
    )  # fmt: skip
    entry.hash = hash_of(facts_of(entry))
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def _lock_head(debate_id: int) -> LogHead:
    rows = LogHead.objects.select_for_update().filter(debate=debate_id)
    head = rows.first()
    if head is None:  # the first entry of this debate; of two at once one makes the row and both wait for it
        LogHead.objects.bulk_create([LogHead(debate_id=debate_id, hash=START)], ignore_conflicts=True)
        head = rows.get()
    return head


@transaction.atomic
def correct_entry(*, actor: Participant, entry: LogEntry, reason: str) -> LogEntry:
    """Say what is wrong with an entry, in a new one that points at it; the argument stays as it is.

    The same form sent twice is one entry.
    """
    require(not lacks_second_factor(actor.user), NO_FACTOR)
    old = entry.argument
    lock_thread(old.debate_id, old.proposition_id)
    argument = Argument.objects.select_related("author").get(pk=old.pk)
    require(can_correct(actor, entry, argument), "Only a moderator of this debate, and never the author, may do this.")
    earlier = LogEntry.objects.filter(corrects=entry, moderator=actor, reason=reason).first()
    if earlier is not None:
        return earlier
    made = append_entry(
        actor=actor, argument=argument, verdict=Verdict.CORRECT, reason=reason, before=argument.state,
        after=argument.state, corrects=entry,
    )  # fmt: skip
    if argument.author.user_id:
        told = f"Entry {entry.number} of the log was corrected. {reason}"
        tell(participant_id=argument.author_id, kind=NoticeKind.DECISION, argument=argument, text=told)
    return made


def note_check(*, debate_id: int, number: int) -> None:
    """Remember that the chain was found unbroken up to `number`."""
    LogHead.objects.filter(debate=debate_id).update(checked_number=number, checked_at=timezone.now())
