"""The moderation log of public debates as Atom: what moderators did, without asking anyone to come and look."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from debate.enums import Verdict
from debate.formats.chain import short
from debate.queries.log import public_log


class LogFeed(Feed):
    feed_type = Atom1Feed
    title = "Rejoinder: moderation log"
    subtitle = "Every decision of a moderator in a public debate, with its reason."

    def get_object(self, request: HttpRequest) -> Any:
        return request.user

    def link(self) -> str:
        return reverse("debate:log")

    def items(self, viewer: Any) -> list:
        return public_log(viewer)

    def item_title(self, entry: Any) -> str:
        about = f"#{entry.argument.number} on proposition {entry.argument.proposition.number}"
        return f"Entry {entry.number}: {Verdict(entry.verdict).done}, {about} of “{entry.debate.article.title}”"

    def item_description(self, entry: Any) -> str:
        corrects = f"Corrects entry {entry.corrects.number}. " if entry.corrects else ""
        return escape(f"{corrects}{entry.reason} ({short(entry.hash)})")  # Atom says this is HTML

    def item_link(self, entry: Any) -> str:
        return entry.get_absolute_url()

    def item_author_name(self, entry: Any) -> str:
        return entry.pseudonym

    def item_pubdate(self, entry: Any) -> datetime:
        return entry.at

    def item_updateddate(self, entry: Any) -> datetime:
        return entry.at
