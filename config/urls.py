"""All addresses of the site."""

from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("debate.urls")),
]

handler429 = "debate.views.refusals.too_often"  # asked by allauth
