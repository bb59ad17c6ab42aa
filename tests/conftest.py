"""What every test shares: a database left as found, and nothing remembered from the test before."""

import pytest
from django.core.cache import cache
from hypothesis import settings

# A busy machine is no reason to fail: speed is measured in bench/, never by a timed test.
settings.register_profile("rejoinder", deadline=None)
settings.load_profile("rejoinder")


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and figures live in the cache; without this one test would slow down or shape the next."""
    cache.clear()
    yield
    cache.clear()
