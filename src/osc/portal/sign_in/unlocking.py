"""The link from the mail about many failed tries: makes this browser a recognised one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.unlocking import UnlockLinkGone, find_unlock, use_unlock
from osc.portal.guards import everybody
from osc.portal.links import gone, token_page
from osc.portal.pages import note, render_page
from osc.portal.sign_in.entering import remember_device


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and changes nothing; POST uses the link, the password is still needed."""
    try:
        if request.method != "POST":
            find_unlock(token=token, now=request.now)
            return render_page(request, "unlock.html")
        secret = use_unlock(token=token, now=request.now, user_agent=request.headers.get("User-Agent", ""))
    except UnlockLinkGone:
        return gone(request)
    note(request, _("Dieses Gerät ist freigeschaltet. Melden Sie sich jetzt an."))
    response = HttpResponseRedirect(path_to("portal:sign_in"))
    remember_device(response, secret)
    return response
