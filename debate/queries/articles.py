"""Articles, their paragraphs, propositions and links."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from debate.models import Article, Link, Paragraph, Proposition
from debate.queries.debates import readable_by


def visible_to(viewer: Any) -> QuerySet[Article]:
    return Article.objects.filter(debates__in=readable_by(viewer)).distinct()


def paragraphs_of(viewer: Any, article: Article) -> QuerySet[Paragraph]:
    """The paragraphs in order, each with its propositions as `claims`."""
    claims = Prefetch("propositions", Proposition.objects.order_by("number"), to_attr="claims")
    return article.paragraphs.filter(article__in=visible_to(viewer)).prefetch_related(claims).order_by("number")


def links_of(viewer: Any, article: Article) -> list[Link]:
    rows = Link.objects.filter(article=article, article__in=visible_to(viewer))
    return list(rows.select_related("premise", "conclusion").order_by("premise__number", "conclusion__number"))


def around(viewer: Any, proposition: Proposition) -> tuple[list[Link], list[Link]]:
    """(what the proposition leads to, what it rests on), one statement."""
    rows = (proposition.links_out.all() | proposition.links_in.all()).select_related("premise", "conclusion")
    links = list(rows.distinct().order_by("pk"))
    return (
        [link for link in links if link.premise_id == proposition.pk],
        [link for link in links if link.conclusion_id == proposition.pk],
    )


def featured(viewer: Any) -> Article | None:
    """The article debated most recently."""
    return visible_to(viewer).order_by("-debates__threads__last_argument_at", "pk").first()
