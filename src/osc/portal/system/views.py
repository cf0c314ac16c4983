"""What Django calls when a request ends early."""

import sys

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from osc.portal.system.responses import system_page, unavailable


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what does not exist and what belongs to somebody else."""
    return system_page(request, "not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return system_page(request, "forbidden.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a form that is too old or came from elsewhere; the page says how to go on."""
    return system_page(request, "form_too_old.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return system_page(request, "unreadable.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """503 when the database was lost on the way, else 500."""
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        return unavailable(request)
    return system_page(request, "failed.html", status=500)
