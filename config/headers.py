"""What every answer says beside Django's own headers; the outermost middleware, so that static files say it too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing here asks for a device, and nobody else's page has a use for ours.
SAID = {
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in SAID.items():
            response.headers.setdefault(name, value)
        return response
