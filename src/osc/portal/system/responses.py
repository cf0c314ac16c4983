"""System pages that work without database, session and script."""

from types import SimpleNamespace

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from osc.portal.pages import render_page

RETRY_AFTER_SECONDS = 10


def system_page(request: HttpRequest, template: str, *, status: int, **context: object) -> HttpResponse:
    """A system page for a request that may not even have reached its session."""
    if not hasattr(request, "session"):
        request.session = SimpleNamespace(data={}, user=None)
        request.customer, request.staff, request.theme, request.now = None, None, "", settings.CLOCK()
    return render_page(request, template, status=status, **context)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: nothing was saved that a receipt was not shown for."""
    response = system_page(request, "unavailable.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429 with the time to wait."""
    response = system_page(request, "too_many.html", status=429, minutes=max(1, round(retry_after / 60)))
    response.headers["Retry-After"] = str(retry_after)
    return response
