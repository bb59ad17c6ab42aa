"""How long ago, to the day: a page that has not changed stays the same page until midnight."""

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()


def age(moment: datetime | None, today: date | None = None) -> str:
    if moment is None:
        return ""
    day = timezone.localdate(moment)
    days = ((today or timezone.localdate()) - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 30 else written(day)


def unanswered_for(moment: datetime) -> str:
    """How long nobody has answered, to the day."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days <= 0:
        return "posted today"
    if days >= 30:
        return f"unanswered since {written(timezone.localdate(moment))}"
    return "unanswered for a day" if days == 1 else f"unanswered for {days} days"


def written(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


register.filter("age", age)
register.filter("unanswered_for", unanswered_for)
register.filter("written", written)
