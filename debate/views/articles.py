"""The living op-ed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from debate.queries.articles import links_of, paragraphs_of, visible_to
from debate.queries.debates import public_debate_of
from debate.queries.overviews import rows_of
from debate.templatetags.argument_map import map_of


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Paragraph by paragraph, each proposition with its three numbers, then the argument map."""
    article = visible_to(request.user).filter(slug=slug).first()
    debate = article and public_debate_of(request.user, article)
    if article is None or debate is None:
        raise Http404("There is no such article, or it is not for you to read.")
    debate.article = article
    request.shell = {"debate": debate}
    rows = {row.thread.proposition_id: row for row in rows_of(request.user, debate)}
    paragraphs = [
        (paragraph, [rows[claim.pk] for claim in paragraph.claims if claim.pk in rows])
        for paragraph in paragraphs_of(request.user, article)
    ]
    context = {
        "article": article, "debate": debate, "paragraphs": paragraphs, "rows": rows,
        "map": map_of(list(rows.values()), links_of(request.user, article)),
        "arguments": sum(row.thread.arguments for row in rows.values()),
        "voted": sum(1 for row in rows.values() if row.stance),
    }  # fmt: skip
    return render(request, "debate/articles/show.html", context)
