"""Load an article with its propositions from a file; load it again after correcting the file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from debate.actions.articles import load_article
from debate.enums import DebateKind
from debate.errors import Refused
from debate.formats.article import ArticleFile, ArticleFileError, parse_article


class Command(BaseCommand):
    help = (
        "Checks an article file and loads it, or brings the article it names up to date. A broken file changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="as debate/management/data/article.json")

    def handle(self, *args: Any, **options: Any) -> None:
        file = read(options["file"])
        try:
            article, is_new = load_article(file=file)
        except Refused as error:
            raise CommandError(f"{options['file']}: {error}") from error
        debate = article.debates.get(kind=DebateKind.PUBLIC)
        self.stdout.write(
            f"{'Loaded' if is_new else 'Updated'} “{article.title}” ({article.slug}): "
            f"{counted(file.paragraphs, 'paragraph')}, {counted(file.propositions, 'proposition')}, "
            f"{counted(file.links, 'link')}, {counted(file.sources, 'starter source')}.\n"
            f"The public debate is at {debate.get_absolute_url()}"
        )


def read(name: str) -> ArticleFile:
    """The file's article, or CommandError that names file, line and reason."""
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    try:
        return parse_article(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CommandError(f"{name}: line {line}: this is not UTF-8 text; save the file as UTF-8") from error
    except ArticleFileError as error:
        raise CommandError(f"{name}: {error}") from error


def counted(things: tuple[Any, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
