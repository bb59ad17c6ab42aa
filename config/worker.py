"""The background worker inside the web process, for the embedded database: one program to start, nothing to watch.

It is django-tasks-db's own worker in a thread; the queue is in the database, so a restart loses nothing. With
PostgreSQL a worker of its own (`manage.py db_worker`) keeps long computations off the web processes.
"""

import logging
import threading
import time

from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)
INTERVAL = 0.25  # seconds between looks at the queue: well inside the five seconds that a page may be behind
PAUSE = 5.0  # after a failure, such as a database that is not migrated yet


def start() -> threading.Thread:
    """Begin to work off the queue; the thread ends with its process."""
    thread = threading.Thread(target=work, name="embedded-worker", daemon=True)
    thread.start()
    return thread


def work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker  # needs the apps to be ready

    while True:
        worker = Worker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        try:
            worker.run()
        except Exception:
            logger.exception("The embedded worker stumbled; it tries again in %.0f s.", PAUSE)
            time.sleep(PAUSE)
