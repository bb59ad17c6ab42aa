"""Production's settings over plain http, as the scanners meet them; `security/site.py` gives the environment."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["SECURITY_FOLDER"]) / "static"
# Hundreds of tries a minute come from one address: the throttles would answer in place of the forms behind them.
ACCOUNT_RATE_LIMITS = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # a login form asked 500 times, not 500 s of hashing
