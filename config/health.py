"""Is this process able to serve? For the proxy and the person on call."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the database reachable and migrated, else 503 and the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError) as problem:
        return JsonResponse(
            {"status": "down", "reason": f"The database does not answer: {type(problem).__name__}."}, status=503
        )
    if waiting:
        reason = f"{len(waiting)} migrations wait: run manage.py migrate."
        return JsonResponse({"status": "down", "reason": reason}, status=503)
    return JsonResponse({"status": "up"})
