"""What the frame of every page shows: where one is, who one is, what waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from debate.queries.arguments import unread_for
from debate.queries.debates import main_debate, name_and_office

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that sets `request.shell` itself (the thread) pays no statement here."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    known = getattr(request, "shell", {})
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    debate = known["debate"] if "debate" in known else main_debate(user) if user else None
    if "may_moderate" in known:
        name, may_moderate = known.get("name"), known["may_moderate"]
    else:
        name, may_moderate = name_and_office(user, debate) if signed_in else ("", False)
    values = {
        "theme": theme_of(request),
        "signed_in": signed_in,
        "display_name": name or ((user.display_name or user.username) if signed_in else ""),
        "may_moderate": may_moderate,
        "unread_notices": known["unread"] if "unread" in known else unread_for(user) if signed_in else 0,
        "notices_url": reverse("debate:notices"),
        "debate": debate,
    }
    if debate:
        values |= {
            "article": debate.article,
            "article_url": debate.article.get_absolute_url(),
            "debate_url": debate.get_absolute_url(),
            "search_url": debate.get_absolute_url(),
            "consensus_url": reverse("debate:consensus", args=[debate.pk]),
            "sources_url": reverse("debate:sources", args=[debate.pk]),
            "is_demo": debate.is_demo,
        }
    return values
