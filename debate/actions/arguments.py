"""Posting, editing and deleting arguments."""

from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from debate.actions.evidence import cite
from debate.actions.notifications import tell
from debate.actions.threads import (
    ancestors_of,
    carry_up,
    lock_thread,
    save_line,
    save_thread,
)
from debate.analysis.ratings import base_from_counts, lower_bound
from debate.enums import ArgumentState, FlagState, NoticeKind, Side
from debate.formats.folding import fold
from debate.formats.markdown import clean_text, gist, render
from debate.models import Argument, Flag, Participant, Proposition, Revision, Thread
from debate.models.paths import segment
from debate.rules import ask, require
from debate.rules.arguments import can_delete, can_edit, can_post, is_editable_now, why_not_reply
from debate.rules.limits import EDIT_WINDOW, QUIET_EDIT, REPEAT


def post_argument(
    *,
    actor: Participant,
    proposition: Proposition,
    parent: Argument | None,
    side: int,
    text: str,
    token: UUID,
    sources: list[dict[str, Any]] | None = None,
) -> Argument:
    """Add an argument below `parent`, or below the proposition itself; the same form twice is one argument.

    A page from the browser's cache hands out its form's token again. So what counts as "the same form" is the
    token together with what was said: a second, different argument sent from that page is not swallowed.
    """
    token = uuid5(token, f"{proposition.pk}/{parent.pk if parent else 0}/{side}/{clean_text(text)}")
    try:
        with transaction.atomic():
            return _post(actor, proposition, parent, side, text, token, sources or [])
    except IntegrityError:
        earlier = Argument.objects.filter(debate=actor.debate_id, author=actor, token=token).first()
        if earlier is None:
            raise
        return earlier


def _post(
    actor: Participant,
    proposition: Proposition,
    parent: Argument | None,
    side: int,
    text: str,
    token: UUID,
    sources: list[dict[str, Any]],
) -> Argument:
    thread = lock_thread(actor.debate_id, proposition.pk)
    debate = actor.debate
    require(can_post(actor, debate), "Only participants of this debate may post in it.")
    if parent is not None:  # read again under the lock: a moderator may have come first
        mine = Flag.objects.filter(argument=OuterRef("pk"), flagger=actor, state=FlagState.OPEN)
        rows = Argument.objects.annotate(is_flagged=Exists(mine))
        parent = rows.get(pk=parent.pk, debate=debate, proposition=proposition)
        ask(not parent.is_flagged, "You have flagged this argument. Flag or answer: wait for the moderator’s decision.")
    sentence = why_not_reply(debate, parent)
    ask(not sentence, sentence)
    text = clean_text(text)
    earlier = said_lately(actor, text)
    if earlier is not None:
        if earlier.token == token:  # the same form sent twice
            return earlier
        where = (earlier.get_absolute_url(), f"Look at #{earlier.number} on proposition {earlier.proposition.number}.")
        ask(False, "You have posted the same words in this debate within a day. Say it once and link to it.", where)
    thread.last_number += 1
    argument = Argument(
        debate=debate,
        proposition=proposition,
        author=actor,
        parent=parent,
        top_id=(parent.top_id or parent.pk) if parent else None,
        side=side,
        stand=side * (parent.stand if parent else 1),
        number=thread.last_number,
        depth=parent.depth + 1 if parent else 1,
        path=(parent.path if parent else "") + segment(thread.last_number),
        text=text,
        html=render(text),
        gist=gist(text),
        fold=fold(text),
        token=token,
        created_at=timezone.now(),
        base=base_from_counts(0, 0, 0, 0),
        standing=base_from_counts(0, 0, 0, 0),
        score=lower_bound(0, 0),
    )
    argument.save(force_insert=True)
    for source in sources:
        cite(actor=actor, argument=argument, **source)
    line = ancestors_of(argument)
    for above in line:
        above.descendants += 1
    if line:
        line[0].replies += 1
    count_rebuttal(thread, argument, line[0] if line else None, +1)
    carry_up(thread, argument, 0.0, argument.standing, line)
    save_line(line)
    thread.arguments += 1
    thread.last_argument_at, thread.last_author = argument.created_at, actor.name
    save_thread(thread, "last_number", "arguments", "unanswered", "last_argument_at", "last_author")
    if parent is not None and parent.author_id != actor.pk:
        tell(participant_id=parent.author_id, kind=NoticeKind.REPLY, argument=argument)
    return argument


def said_lately(actor: Participant, text: str) -> Argument | None:
    """The same words by the same person in this debate within a day, unless they took them back.

    The lock that the caller holds is the thread's. Two windows can still post the same words below two propositions in
    one instant; that harms nobody, and a lock on the person would cost each post a statement.
    """
    same = Argument.objects.filter(debate_id=actor.debate_id, fold=fold(text), created_at__gt=timezone.now() - REPEAT)
    rows = same.filter(author=actor).exclude(state=ArgumentState.DELETED).select_related("proposition")
    return rows.order_by("-pk").first() if fold(text) else None


def count_rebuttal(thread: Thread, argument: Argument, parent: Argument | None, step: int) -> None:
    """A visible con answers its parent, and itself waits for an answer until a visible con answers it."""
    if argument.side == Side.CON and argument.rebuttals == 0:
        thread.unanswered += step
    if argument.side == Side.CON and parent is not None:
        was = parent.rebuttals
        parent.rebuttals += step
        if parent.side == Side.CON and parent.state == ArgumentState.VISIBLE and 0 in (was, parent.rebuttals):
            thread.unanswered -= step


@transaction.atomic
def edit_argument(*, actor: Participant, argument: Argument, text: str, seen: str) -> Argument:
    """Change the words; the earlier ones stay readable, but for a slip mended before anyone answered.

    `seen` is what `seen_of` gave when the form was opened: a second window never overwrites what the first one saved.
    """
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.get(pk=argument.pk)
    require(can_edit(actor, argument), "Only its author may edit an argument.")
    now = timezone.now()
    ask(
        is_editable_now(argument, now),
        f"An argument can be edited for {EDIT_WINDOW.total_seconds() / 3600:.0f} hours. Post a reply that corrects it.",
    )
    text = clean_text(text)
    if text == argument.text:  # the same form sent twice
        return argument
    ask(
        seen == seen_of(argument),
        "You edited this argument in another window meanwhile. Look at the newer text, then edit again.",
    )
    written = argument.edited_at or argument.created_at
    if argument.descendants or now - written > QUIET_EDIT:
        Revision.objects.create(
            debate_id=argument.debate_id,
            argument=argument,
            version=argument.version,
            text=argument.text,
            written_at=written,
        )
        argument.version += 1
    argument.text, argument.html, argument.gist, argument.edited_at = text, render(text), gist(text), now
    argument.fold = fold(text)
    argument.save(update_fields=["text", "html", "gist", "fold", "edited_at", "version"])
    save_thread(thread)
    return argument


def seen_of(argument: Argument) -> str:
    """Names the argument as it stands now; a mended slip leaves no version, so the time of the edit is in it."""
    return f"{argument.state}/{argument.version}/{argument.edited_at or ''}"


@transaction.atomic
def delete_argument(*, actor: Participant, argument: Argument) -> Argument:
    """Take back one's own words; replies keep their place under a tombstone."""
    thread = lock_thread(argument.debate_id, argument.proposition_id)
    argument = Argument.objects.get(pk=argument.pk)
    require(can_delete(actor, argument), "Only its author may delete an argument.")
    change_state(thread, argument, ArgumentState.DELETED)
    return argument


def change_state(thread: Thread, argument: Argument, state: str) -> None:
    """Move an argument in or out of sight and let every figure above follow. The caller holds the lock."""
    was, argument.state = argument.state, state
    argument.save(update_fields=["state"])
    step = (state == ArgumentState.VISIBLE) - (was == ArgumentState.VISIBLE)
    if step:
        line = ancestors_of(argument)
        count_rebuttal(thread, argument, line[0] if line else None, step)
        share = (0.0, argument.standing) if step > 0 else (argument.standing, 0.0)
        carry_up(thread, argument, *share, line)
        save_line(line)
        thread.arguments += step
    save_thread(thread, "arguments", "unanswered")
