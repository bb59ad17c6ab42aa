"""Words in a debate: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL, one function over both.

The index tables are made and kept by triggers in migration 0002.
"""

import re
from typing import Any

from django.db import connection

from debate.enums import ArgumentState
from debate.models import Argument, Debate
from debate.queries.debates import readable_by

MOST = 50
CANDIDATES = 500  # the newest hits are ranked: ranking each of 100,000 that hold "the" took ten seconds


def words_of(query: str) -> list[str]:
    return re.findall(r"\w+", query)[:12]


def search(viewer: Any, debate: Debate, query: str, kind: str = "") -> list[Argument]:
    """Visible arguments that hold every word (as the beginning of one), the best match of the newest hits first.

    With `kind` only those below propositions of that kind; at most `MOST`.
    """
    words = words_of(query)
    if not words:
        return []
    of_kind = (
        "AND proposition_id IN (SELECT id FROM debate_proposition WHERE article_id = %s AND kind = %s) " if kind else ""
    )
    which = [debate.article_id, kind] if kind else []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Materialised, so that it is the words' index that answers and not a walk over every text.
            cursor.execute(
                "WITH hits AS MATERIALIZED (SELECT id FROM debate_argument WHERE to_tsvector('simple', text) @@ "  # nosec B608: our own words; what was typed is a parameter
                "to_tsquery('simple', %s) AND debate_id = %s AND state = 'visible' " + of_kind + "), "
                "newest AS (SELECT id FROM hits ORDER BY id DESC LIMIT %s) "
                "SELECT id FROM debate_argument, to_tsquery('simple', %s) q WHERE id IN (SELECT id FROM newest) "
                "ORDER BY ts_rank(to_tsvector('simple', text), q) DESC, id LIMIT %s",
                [(asked := " & ".join(f"{word}:*" for word in words)), debate.pk, *which, CANDIDATES, asked, MOST],
            )
        else:
            cursor.execute(
                "SELECT id FROM (SELECT a.id, w.rank AS worth FROM debate_argument_words w "  # nosec B608: our own words; what was typed is a parameter
                "JOIN debate_argument a ON a.id = w.rowid "
                "WHERE debate_argument_words MATCH %s AND a.debate_id = %s AND a.state = 'visible' "
                + of_kind
                + "ORDER BY w.rowid DESC LIMIT %s) ORDER BY worth, id LIMIT %s",
                [" ".join(f'"{word}"*' for word in words), debate.pk, *which, CANDIDATES, MOST],
            )
        ids = [row[0] for row in cursor.fetchall()]
    rows = Argument.objects.filter(pk__in=ids, debate__in=readable_by(viewer), state=ArgumentState.VISIBLE)
    found = {row.pk: row for row in rows.select_related("author", "proposition")}
    return [found[pk] for pk in ids if pk in found]
