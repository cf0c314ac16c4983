"""The invited person says yes: signed in, or with a new log-in behind the link from the mail."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.delegates.accepting import accept, has_login, open_login, refuse
from osc.identity.delegates.inviting import find_invitation, invitations_to
from osc.identity.registration.tokens import LinkNotValid
from osc.identity.rules.passwords import SHORTEST
from osc.portal.forms import Form
from osc.portal.guards import customers_only, everybody
from osc.portal.links import token_page
from osc.portal.new_passwords import read_chosen_password
from osc.portal.pages import note, render_page
from osc.portal.sign_in.entering import enter, with_target


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who lets one look at what; POST uses the link once (REG12)."""
    form = Form()
    try:
        invitation = find_invitation(token=token, now=request.now)
        known = request.customer is None and has_login(invitation.email)
        if request.method == "POST" and request.customer is not None:
            return _accepted(request, accept(invitation, user_id=request.customer.id, now=request.now))
        if request.method == "POST" and not known:
            form = read_chosen_password(request.POST, email=invitation.email)
            if not form.errors:
                user = open_login(
                    invitation, password=request.POST["password"], language=get_language() or "de", now=request.now
                )
                note(request, _("Willkommen. Ihr Zugang ist eingerichtet."))
                return enter(request, user, path_to("portal:overview"))
    except LinkNotValid:
        return render_page(request, "invitation_gone.html", status=410)
    return render_page(
        request, "join.html", status=422 if form.errors else 200, form=form, errors=list(form.errors.items()),
        invitation=invitation, numbers=[each["number"] for each in invitation.accounts], known=known,
        shortest=SHORTEST, sign_in=with_target("portal:sign_in", path_to("portal:delegates")),
    )  # fmt: skip


@customers_only
@require_POST
def answer(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Yes or no to an invitation to the address of this log-in."""
    waiting = {each.id: each for each in invitations_to(request.customer.email, now=request.now)}
    if invitation_id not in waiting:
        raise Http404
    if request.POST.get("antwort") != "ja":
        refuse(email=request.customer.email, invitation_id=invitation_id, now=request.now)
        note(request, _("Die Einladung haben wir gelöscht."))
        return HttpResponseRedirect(path_to("portal:delegates"))
    return _accepted(request, accept(waiting[invitation_id], user_id=request.customer.id, now=request.now))


def _accepted(request: HttpRequest, opened: int) -> HttpResponse:
    if opened:
        note(request, _("Sie sehen die Vertragskonten jetzt in Ihrem Zugang. Ändern können Sie dort nichts."))
    else:
        note(request, _("Diese Vertragskonten stehen nicht mehr zur Verfügung, oder Sie haben sie schon."))
    return HttpResponseRedirect(path_to("portal:delegates"))
