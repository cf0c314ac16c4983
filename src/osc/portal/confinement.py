"""Sessions that may do little, wherever they knock: those that have shown a password only (PWD6) reach one page and
the way out; staff who look through a customer's eyes send nothing (AUT10)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osc.design.paths import path_to
from osc.identity.sessions import Stage
from osc.portal.system.responses import system_page

PAGE_OF_STAGE = {Stage.SECOND_FACTOR: "portal:second_factor", Stage.NEW_PASSWORD: "portal:new_password"}
ALSO = {
    Stage.SECOND_FACTOR: ("portal:sign_out", "portal:set_language", "portal:ask_passkey"),
    Stage.NEW_PASSWORD: ("portal:sign_out", "portal:set_language"),
}
# choices of the person at the screen, not of the customer who is looked at
WHILE_VIEWING = ("portal:sign_out", "portal:set_language", "portal:set_theme")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def detour(request: HttpRequest) -> HttpResponse | None:
    """The way to the one page that is open, None for everybody who may go on."""
    if request.customer is not None and request.customer.read_only and request.method not in SAFE_METHODS:
        return None if request.path in map(path_to, WHILE_VIEWING) else _forbidden(request)
    stage = request.session.stage
    if stage == Stage.FULL:
        return None
    page = path_to(PAGE_OF_STAGE[stage])
    if request.path == page or request.path in map(path_to, ALSO[stage]):
        return None
    return HttpResponseRedirect(page)


def _forbidden(request: HttpRequest) -> HttpResponse:
    return system_page(request, "forbidden.html", status=403)
