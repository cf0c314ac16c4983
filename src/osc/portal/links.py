"""What pages behind mailed links share: no referrer with the token, one page for every link that is gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from osc.portal.pages import render_page

View = Callable[..., HttpResponse]


def token_page(view: View) -> View:
    """The address holds a secret: it is told to nobody and kept by no cache (PWD10)."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    quiet.token_page = True  # type: ignore[attr-defined] - our own mark, read by FormsOfOurs
    return quiet


def gone(request: HttpRequest) -> HttpResponse:
    """410: unknown, used and run out look alike (REG13)."""
    return render_page(request, "link_gone.html", status=410)
