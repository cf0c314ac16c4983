"""Which pages need a signed-in customer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CONFIRMED_FOR = timedelta(minutes=5)


def customers_only(view: View) -> View:
    """Sends everybody else to the sign-in, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.customer is None:
            query = urlencode({"weiter": request.get_full_path()}) if request.path != "/" else ""
            return HttpResponseRedirect(reverse("portal:sign_in") + (f"?{query}" if query else ""))
        if request.customer.read_only and request.method not in SAFE_METHODS:
            raise PermissionDenied  # a delegate, or staff who look on
        return view(request, *args, **kwargs)

    guarded.open_to = "customers"  # type: ignore[attr-defined] - read by the test of all routes
    return guarded


def confirmed_recently(view: View) -> View:
    """Asks for the password again when it was typed more than five minutes ago (BIZ1); under customers_only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        confirmed_at = request.session.data.get("confirmed_at")
        if confirmed_at is None or request.now - datetime.fromisoformat(confirmed_at) > CONFIRMED_FOR:
            query = urlencode({"weiter": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('portal:confirm_password')}?{query}")
        return view(request, *args, **kwargs)

    return guarded


def everybody(view: View) -> View:
    """Marks a page that needs no sign-in, so that forgetting the guard is seen."""
    view.open_to = "everybody"  # type: ignore[attr-defined] - read by the test of all routes
    return view
