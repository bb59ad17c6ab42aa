"""Bringing an article file into the database, the first time and again after it was corrected."""

from django.db import transaction
from django.db.models import F

from debate.actions.threads import bump
from debate.enums import DebateKind
from debate.errors import Refused
from debate.formats.article import ArticleFile, SourceEntry
from debate.models import Argument, Article, Debate, Link, Paragraph, Proposition, Stance, Thread

ASIDE = 1_000_000_000  # beyond every number that a file can hold, and within what the column can
KEPT = ["paragraph", "number", "kind", "text", "attributed_to", "is_thesis"]


@transaction.atomic
def load_article(*, file: ArticleFile) -> tuple[Article, bool]:
    """The article of the file with its public debate, and whether it is new; the slug says which article is meant.

    Loading again brings the article to what the file says and leaves every word of the debaters alone. Raises
    Refused when the file drops a proposition that people have spoken on.
    """
    # The row is locked to the end, so that two loads of one article follow one another.
    article, is_new = Article.objects.update_or_create(
        slug=file.slug,
        defaults={
            "title": file.title,
            "author": file.author,
            "author_note": file.author_note,
            "published_on": file.published_on,
            "language": file.language,
            "source_url": file.source_url,
            "summary": file.summary,
            "starter_sources": [_starter(entry) for entry in file.sources],
        },
    )
    _drop_propositions(article, file)
    paragraphs = _load_paragraphs(article, file)
    propositions = _load_propositions(article, file, paragraphs)
    _load_links(article, file, propositions)
    debate, _ = Debate.objects.get_or_create(article=article, kind=DebateKind.PUBLIC)
    threads = [Thread(debate=debate, proposition_id=pk) for pk in propositions.values()]
    Thread.objects.bulk_create(threads, ignore_conflicts=True)
    if not is_new:
        bump(Thread.objects.filter(debate__article=article))
    return article, is_new


def _starter(entry: SourceEntry) -> dict[str, str]:
    """A source as the article keeps it: the file's own fields, the day as text, "" where there is none."""
    return {
        "proposition": entry.proposition,
        "bears": entry.bears,
        "kind": entry.kind,
        "title": entry.title,
        "author": entry.author,
        "publisher": entry.publisher,
        "published_on": entry.published_on.isoformat() if entry.published_on else "",
        "url": entry.url,
        "says": entry.says,
    }


def _drop_propositions(article: Article, file: ArticleFile) -> None:
    """Delete what the file no longer has, unless that would take people's words or votes with it."""
    gone = article.propositions.exclude(slug__in=[entry.slug for entry in file.propositions])
    # A participant may be posting there now; the lock of the threads makes us see it, or them wait.
    list(Thread.objects.select_for_update().filter(proposition__in=gone).order_by("pk").values_list("pk"))
    for model in (Argument, Stance):
        spoken = model.objects.filter(proposition__in=gone).select_related("proposition").order_by("pk").first()
        if spoken:
            raise Refused(
                f"Proposition {spoken.proposition.number} ('{spoken.proposition.slug}') is missing from the file,"
                " but people have already voted or written on it. Put it back; its words may change, its slug may not."
            )
    gone.delete()


def _load_paragraphs(article: Article, file: ArticleFile) -> dict[int, int]:
    """Numbers → primary keys. Paragraphs that are too many go once no proposition points to them."""
    Paragraph.objects.bulk_create(
        [Paragraph(article=article, number=entry.number, gist=entry.gist) for entry in file.paragraphs],
        update_conflicts=True,
        unique_fields=["article", "number"],
        update_fields=["gist"],
    )
    return dict(article.paragraphs.values_list("number", "pk"))


def _load_propositions(article: Article, file: ArticleFile, paragraphs: dict[int, int]) -> dict[str, int]:
    """Slugs → primary keys."""
    # Numbers and the thesis may have changed hands; out of the way, they cannot meet while rows are written.
    article.propositions.update(number=F("number") + ASIDE, is_thesis=False)
    Proposition.objects.bulk_create(
        [
            Proposition(
                article=article,
                paragraph_id=paragraphs[entry.paragraph],
                number=entry.number,
                slug=entry.slug,
                kind=entry.kind,
                text=entry.text,
                attributed_to=entry.attributed_to,
                is_thesis=entry.thesis,
            )
            for entry in file.propositions
        ],
        update_conflicts=True,
        unique_fields=["article", "slug"],
        update_fields=KEPT,
    )
    article.paragraphs.filter(number__gt=len(file.paragraphs)).delete()
    return dict(article.propositions.values_list("slug", "pk"))


def _load_links(article: Article, file: ArticleFile, propositions: dict[str, int]) -> None:
    """The map is the file's alone, so it is drawn anew; nothing else points to a link."""
    article.links.all().delete()
    Link.objects.bulk_create(
        Link(
            article=article,
            premise_id=propositions[entry.premise],
            conclusion_id=propositions[entry.conclusion],
            relation=entry.relation,
        )
        for entry in file.links
    )
