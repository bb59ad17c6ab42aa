"""Production's settings for a process of its own, over plain http; static files lie in a folder of the run's."""

import os
from pathlib import Path

os.environ.update(SECRET_KEY="only-for-measuring-0123456789-0123456789-0123456789", DEBUG="off", HTTPS="off")
os.environ["ALLOWED_HOSTS"] = "testserver"

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ.get("BENCH_STATIC", STATIC_ROOT))  # noqa: F405
