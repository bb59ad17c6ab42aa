"""What hangs below the arguments of a page: the first few replies of each, four levels down, in one statement.

The answer costs as many index look-ups as the page has rows, whatever the tree holds: below each parent the
database reads the first few entries of the index of that order and stops. Numbering all replies with a window
function, or descending level by level from Python, would grow with the tree or with the levels.
"""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from debate.models import Argument, Thread

OPEN = "x.state = 'visible' AND x.side = -1 AND x.rebuttals = 0"  # as the partial indexes say


def first_below(
    thread: Thread, heads: list[Argument], order: tuple[str, ...], children: tuple[int, ...], room: int
) -> QuerySet[Argument]:
    """Replies below `heads`, `children[level]` of each parent in `order`, upper levels first, at most `room`;
    and, for every head and every reply found, its strongest open rebuttal whatever its place."""
    here = (thread.debate_id, thread.proposition_id)
    columns = [name.lstrip("-") for name in order]
    by = ", ".join(f"{{0}}.{name.lstrip('-')}{' DESC' if name.startswith('-') else ''}" for name in order)
    kept = ", ".join(dict.fromkeys(["id", "parent_id", *columns]))
    parts = [f"level0(id) AS (SELECT id FROM debate_argument WHERE id IN ({', '.join(['%s'] * len(heads))}))"]  # nosec B608: our own words; values are parameters
    params: list[int] = [head.pk for head in heads]
    for level, most in enumerate(children, start=1):
        few = _few(f"level{level - 1}", by.format("x"), most)
        parts.append(
            f"level{level} AS (SELECT {_of('a', kept)} FROM {few} ORDER BY a.parent_id, {by.format('a')} LIMIT {room})"  # nosec B608: our own words; values are parameters
        )
        params += here
    found = " UNION ALL ".join(f"SELECT {level} AS level, {kept} FROM level{level}" for level in range(1, len(parts)))  # nosec B608: our own words; values are parameters
    parts.append(f"shown AS (SELECT id FROM ({found}) u ORDER BY level, parent_id, {by.format('u')} LIMIT {room})")  # nosec B608: our own words; values are parameters
    parts.append("parents AS (SELECT id FROM level0 UNION ALL SELECT id FROM shown)")
    rebuttals = f"SELECT a.id FROM {_few('parents', 'x.score DESC, x.id DESC', 1, OPEN)}"  # nosec B608: our own words; values are parameters
    sql = f"WITH {', '.join(parts)} SELECT id FROM shown UNION ALL {rebuttals}"  # nosec B608: our own words; values are parameters
    return Argument.objects.filter(pk__in=RawSQL(sql, [*params, *here])).select_related("author")  # nosec B611: as above


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))


def _few(parents: str, by: str, most: int, only: str = "") -> str:
    """`a`, the first children of each row of `parents`: a LATERAL join on PostgreSQL, an IN on SQLite, which has none.

    PostgreSQL may try an IN, or an array, against every argument there is, once for each parent: minutes on a table
    that it has not yet counted.
    """
    first = (
        "FROM debate_argument x WHERE x.debate_id = %s AND x.proposition_id = %s AND x.parent_id = p.id"
        f"{f' AND {only}' if only else ''} ORDER BY {by} LIMIT {most}"
    )
    if connection.vendor == "postgresql":
        return f"{parents} p CROSS JOIN LATERAL (SELECT x.* {first}) a"
    return f"{parents} p JOIN debate_argument a ON a.id IN (SELECT x.id {first})"
