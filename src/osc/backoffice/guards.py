"""Who may enter the staff pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from osc.design.paths import path_to

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """404 for everybody else: who does not belong here need not know that this exists (AUT9). Staff without a
    second factor in this session get no further than setting one up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.staff is None:
            raise Http404
        if not request.staff.second_factor:
            return HttpResponseRedirect(path_to("portal:security"))
        return view(request, *args, **kwargs)

    guarded.open_to = "staff"  # type: ignore[attr-defined] - read by the test of all routes
    return guarded


def admins_only(view: View) -> View:
    """What needs a second person is not there for anybody else, staff included (AUT9)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.staff.is_admin:
            return view(request, *args, **kwargs)
        raise Http404

    return staff_only(guarded)
