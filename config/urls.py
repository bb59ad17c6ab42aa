"""All addresses of the site."""

from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from config.health import healthz

# Browsers ask for it where a page names no icon, as JSON and downloads cannot.
favicon = require_safe(RedirectView.as_view(url="/static/img/favicon.svg"))

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("debate.urls")),
]

handler429 = "debate.views.refusals.too_often"  # asked by allauth
