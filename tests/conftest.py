"""What every test shares: a database left as found, and nothing remembered from the test before."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and figures live in the cache; without this one test would slow down or shape the next."""
    cache.clear()
    yield
    cache.clear()
