"""Production's settings for a process of its own: plain http, and no collected static files."""

import os

os.environ.update(SECRET_KEY="only-for-measuring-0123456789-0123456789-0123456789", DEBUG="off", HTTPS="off")
os.environ["ALLOWED_HOSTS"] = "testserver"

from config.settings import *  # noqa: F403

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
