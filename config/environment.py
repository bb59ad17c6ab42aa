"""Settings from the environment, read strictly.

django-environ reads `DEBUG=ture` as false; here a value that is not understood stops the boot
with a sentence that names the variable and what it may hold.
"""

import os
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
CACHE_ENTRIES = 50_000  # the people of a busy hour, times what they do


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool) -> bool:
    value = env_text(name, "on" if default else "off")
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: write 'on' or 'off'.")
    return value == "on"


def env_int(name: str, default: int, least: int = 0) -> int:
    value = env_text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: write a whole number, {least} or more.")
    return int(value)


def env_list(name: str) -> list[str]:
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def env_zone(name: str, default: str) -> str:
    value = env_text(name, default)
    if value != default and value not in available_timezones():
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: write a zone's name such as Europe/Berlin.")
    return value


def env_database(name: str, default: str) -> dict:
    value = env_text(name, default)
    if not value.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"{name} is not understood: write sqlite:///path or postgres://user:password@host:port/name."
        )
    return env.db_url_config(value)


def env_cache(name: str, default: str) -> dict:
    value = env_text(name, default)
    if not value.startswith(("locmemcache://", "dbcache://", "rediscache://", "redis://")):
        raise ImproperlyConfigured(f"{name} is not understood: write locmemcache://, dbcache://table or redis://host.")
    config = env.cache_url_config(value)
    if "redis" not in value.partition("://")[0]:  # Django keeps 300 entries: a busy hour would forget its limits
        config.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", CACHE_ENTRIES)
    return config


def env_email(name: str, default: str) -> dict:
    value = env_text(name, default)
    try:
        return env.email_url_config(value)
    except (ImproperlyConfigured, KeyError) as problem:
        raise ImproperlyConfigured(
            f"{name} is not understood: write consolemail:// or smtp+tls://user:password@host:port."
        ) from problem
