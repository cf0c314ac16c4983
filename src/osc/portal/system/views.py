"""What Django calls when a request ends early, and what programs look for."""

import sys
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.portal.guards import everybody
from osc.portal.system.responses import system_page, unavailable


@everybody
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); valid for a year from now."""
    expires = (request.now + timedelta(days=365)).replace(microsecond=0)
    text = (
        f"Contact: mailto:{settings.UTILITY.contact.email}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(settings.UTILITY.portal.languages)}\n"
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


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
