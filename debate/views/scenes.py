"""What the rows of a thread need, gathered for one viewer: cards, marks and the log entries of tombstones."""

from typing import Any

from django.utils import timezone

from debate.enums import ArgumentState
from debate.queries.arguments import cards_for, marks_for
from debate.queries.moderation import entries_for
from debate.queries.threads import Me
from debate.rules.debates import is_blind, is_open
from debate.templatetags.thread import Scene


def scene_for(viewer: Any, thread: Any, me: Me, arguments: list, *, sort: str = "", here: int = 0) -> Scene:
    """Two statements, and a third where something was taken down."""
    ids = [argument.pk for argument in arguments]
    down = [a.pk for a in arguments if a.state in (ArgumentState.HIDDEN, ArgumentState.REMOVED)]
    return Scene(
        me=me,
        marks=marks_for(me.id, ids),
        cards=cards_for(viewer, ids),
        entries=entries_for(viewer, down) if down else {},
        article_date=thread.debate.article.published_on,
        is_blind=is_blind(viewer.is_authenticated, me.has_stance, thread.debate),
        is_open=is_open(thread.debate),
        here=here,
        sort=sort,
        today=timezone.localdate(),
    )
