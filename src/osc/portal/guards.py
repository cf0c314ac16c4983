"""Which pages need a signed-in customer."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def customers_only(view: View) -> View:
    """Sends everybody else to the sign-in, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.customer is None:
            query = urlencode({"weiter": request.get_full_path()}) if request.path != "/" else ""
            return HttpResponseRedirect(reverse("portal:sign_in") + (f"?{query}" if query else ""))
        return view(request, *args, **kwargs)

    guarded.open_to = "customers"  # type: ignore[attr-defined] - read by the test of all routes
    return guarded


def everybody(view: View) -> View:
    """Marks a page that needs no sign-in, so that forgetting the guard is seen."""
    view.open_to = "everybody"  # type: ignore[attr-defined] - read by the test of all routes
    return view
