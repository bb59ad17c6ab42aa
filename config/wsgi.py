"""The door for WSGI servers."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if settings.EMBEDDED_WORKER:
    worker.start()
