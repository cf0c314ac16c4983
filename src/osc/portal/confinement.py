"""Sessions that have shown a password only reach one page and the way out, wherever they knock (PWD6)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from osc.identity.sessions import Stage

PAGE_OF_STAGE = {Stage.SECOND_FACTOR: "portal:second_factor", Stage.NEW_PASSWORD: "portal:new_password"}
ALSO = {
    Stage.SECOND_FACTOR: ("portal:sign_out", "portal:set_language", "portal:ask_passkey"),
    Stage.NEW_PASSWORD: ("portal:sign_out", "portal:set_language"),
}


def detour(request: HttpRequest) -> HttpResponse | None:
    """The way to the one page that is open, None for everybody who may go on."""
    stage = request.session.stage
    if stage == Stage.FULL:
        return None
    page = reverse(PAGE_OF_STAGE[stage])
    if request.path == page or request.path in map(reverse, ALSO[stage]):
        return None
    return HttpResponseRedirect(page)
