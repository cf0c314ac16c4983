"""Which pages need a signed-in customer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from osc.design.paths import path_to
from osc.isolation.acting import pin
from osc.portal.confinement import SAFE_METHODS
from osc.portal.pages import render_page

View = Callable[..., HttpResponse]
form_methods = require_http_methods(["GET", "HEAD", "POST"])
CONFIRMED_FOR = timedelta(minutes=5)


def customers_only(view: View) -> View:
    """Sends everybody else to the sign-in, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.customer is None:
            query = urlencode({"weiter": request.get_full_path()}) if request.path != "/" else ""
            return HttpResponseRedirect(path_to("portal:sign_in") + (f"?{query}" if query else ""))
        if request.customer.looks_on and request.method in SAFE_METHODS and getattr(view, "prepares", False):
            return _for_own_accounts(view, request, *args, **kwargs)
        return view(request, *args, **kwargs)

    guarded.open_to = "customers"  # type: ignore[attr-defined] - read by the test of all routes
    return guarded


def form_page(view: View) -> View:
    """A page that shows a form and takes it: whoever may only look at a contract account can't prepare anything."""
    marked = form_methods(view)
    marked.prepares = True  # type: ignore[attr-defined] - read by the test of all routes and by customers_only
    return marked


def _for_own_accounts(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What is sent later finds own contract accounts only, so the form offers no others. What is not there and
    what may only be looked at are answered alike."""
    request.customer = request.customer.acting()
    pin(request.customer.scope)
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return render_page(request, "look_only.html", status=403)


def refuse_onlookers(request: HttpRequest) -> None:
    """Who has nothing but other people's contract accounts declares nothing here. Raises PermissionDenied."""
    if request.customer is not None and request.customer.only_looks_on:
        raise PermissionDenied


def confirmed_recently(view: View) -> View:
    """Asks for the password again when it was typed more than five minutes ago (BIZ1); under customers_only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        confirmed_at = request.session.data.get("confirmed_at")
        if confirmed_at is None or request.now - datetime.fromisoformat(confirmed_at) > CONFIRMED_FOR:
            query = urlencode({"weiter": request.get_full_path()})
            return HttpResponseRedirect(f"{path_to('portal:confirm_password')}?{query}")
        return view(request, *args, **kwargs)

    return guarded


def everybody(view: View) -> View:
    """Marks a page that needs no sign-in, so that forgetting the guard is seen."""
    view.open_to = "everybody"  # type: ignore[attr-defined] - read by the test of all routes
    return view
