"""What the pages of a thread show, gathered for one viewer; the views only choose which page it is."""

from typing import Any

from django.utils import timezone

from debate.enums import KIND_TESTS, ArgumentState, Kind, StanceValue
from debate.queries.arguments import cards_for, marks_for
from debate.queries.articles import around
from debate.queries.debates import tallies
from debate.queries.figures import figures_of
from debate.queries.log import entries_for
from debate.queries.sources import cited_by
from debate.queries.threads import NEW, Me, new_since, window
from debate.rules.debates import is_blind, is_open
from debate.templatetags.icicle import icicle_of
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
        is_live=viewer.is_authenticated and is_open(thread.debate),
        here=here,
        sort=sort,
        today=timezone.localdate(),
    )


def frame_of(thread: Any, me: Me) -> dict[str, Any]:
    """What every page of one thread begins with; nothing is read here."""
    return {
        "thread": thread, "debate": thread.debate, "proposition": thread.proposition, "me": me,
        "settled": KIND_TESTS[Kind(thread.proposition.kind)], "is_open": is_open(thread.debate),
    }  # fmt: skip


def reading_of(viewer: Any, thread: Any, me: Me, sort: str, after: str) -> dict[str, Any]:
    """One window of the thread with its figures and what stands beside it: eight statements at any size."""
    page = window(thread, sort, after)
    shown = page.arguments
    scene = scene_for(viewer, thread, me, shown, sort=sort)
    tally = tallies(viewer, thread.debate, thread.proposition_id).get(thread.proposition_id, {})
    leads_to, rests_on = around(viewer, thread.proposition)
    return {
        "page": page, "scene": scene, "figures": figures_of(thread, tally), "icicle": icicle_of(page.nodes),
        "leads_to": leads_to, "rests_on": rests_on, "cited": cited_by(shown, scene.cards, scene.article_date),
        "is_whole": not page.next_key and len(shown) >= thread.last_number,
        "may_argue": scene.is_live and me.has_stance and not page.next_key,
        **visit_of(thread, me, shown),
    }  # fmt: skip


def visit_of(thread: Any, me: Me, shown: list) -> dict[str, Any]:
    """Where this reader stands and how far they have read; nothing is read here."""
    unseen = [a for a in shown if me.id and a.number > me.seen and a.author_id != me.id] if me.seen_at else []
    now = me.after if me.after is not None else me.before
    return {
        "unseen": unseen[:8], "new_count": max(0, thread.last_number - me.seen) if me.seen_at else 0,
        "stance_label": StanceValue(now).label if now is not None else "",
        "before_label": StanceValue(me.before).label if me.before is not None else "", "values": StanceValue.choices,
    }  # fmt: skip


def new_for(viewer: Any, thread: Any, me: Me) -> dict[str, Any]:
    """Only what came since the last visit, each with what it answers, in the order of posting."""
    found = new_since(thread, me.seen, me.id)
    last = found[-1].number if found else thread.last_number
    return {"found": found, "scene": scene_for(viewer, thread, me, found), "last": last, "is_all": len(found) < NEW}
