"""Production's settings for a process of its own, over plain http; static files lie in a folder of the run's."""

import os
from pathlib import Path

os.environ.update(SECRET_KEY="only-for-measuring-0123456789-0123456789-0123456789", DEBUG="off", HTTPS="off")
os.environ["ALLOWED_HOSTS"] = "testserver"
# Counted as for everyone, but one program writes more than a person may.
os.environ["THROTTLES"] = "; ".join(f"{name}=99999/s/user,99999/s/ip" for name in ("post", "vote", "search"))

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ.get("BENCH_STATIC", STATIC_ROOT))  # noqa: F405
