"""Language and display, for the log-in or for this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.identity.actions import change_language, change_theme
from osc.portal.guards import everybody
from osc.portal.middleware import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from osc.portal.sign_in.entering import safe_target

YEAR_SECONDS = 365 * 24 * 3600


@everybody
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the page and changes its language, for the log-in or for this browser."""
    response = HttpResponseRedirect(safe_target(request))
    language = request.POST.get("language", "")
    if language in settings.UTILITY.portal.languages:
        _keep_choice(response, LANGUAGE_COOKIE, language)
        if request.customer is not None:
            change_language(user_id=request.customer.id, language=language)
    return response


@everybody
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """As the device, light or dark; for the log-in or for this browser."""
    response = HttpResponseRedirect(safe_target(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _keep_choice(response, THEME_COOKIE, theme)
        if request.customer is not None:
            change_theme(user_id=request.customer.id, theme=theme)
    return response


def _keep_choice(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
    )
