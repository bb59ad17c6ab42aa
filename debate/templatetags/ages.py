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


def written(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


register.filter("age", age)
register.filter("written", written)
