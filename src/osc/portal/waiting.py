"""A page for the seconds in which the worker looks something up; it works without script."""

from django.http import HttpRequest, HttpResponse

from osc.portal.pages import render_page

SECONDS = 2


def wait(request: HttpRequest) -> HttpResponse:
    """Asks again by itself, and has a link for those whose browser does not."""
    response = render_page(request, "waiting.html", here=request.path)
    response.headers["Refresh"] = str(SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
