"""The authenticator app and the recovery codes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.factors.actions import link_app, remove_app, renew_recovery_codes
from osc.identity.factors.app import CodeRefused, app_picture, app_uri, new_app_secret
from osc.identity.factors.held import factors_of, has_second_factor
from osc.identity.factors.sealing import seal, unseal
from osc.identity.sessions import renew_key
from osc.portal.forms import Form
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.sign_in.entering import visitor_of

PENDING = "pending_app"


@customers_only
@confirmed_recently
@form_page
def authenticator_app(request: HttpRequest) -> HttpResponse:
    """Scan the picture or type the key, then show that it works with one code."""
    person, form = request.customer, Form()
    if factors_of(person.id).app is not None:
        return HttpResponseRedirect(path_to("portal:security"))
    secret = _pending_secret(request)
    if request.method == "POST":
        try:
            shown = link_app(
                user_id=person.id, secret=secret, code=request.POST.get("code", ""), visitor=visitor_of(request),
                keep_session=request.session.key, now=request.now,
            )  # fmt: skip
        except CodeRefused:
            form.refuse("code", _("Dieser Code stimmt nicht. Nehmen Sie den neuesten Code aus Ihrer App."))
        else:
            request.session.data.pop(PENDING)
            return factor_added(request, shown, _("Ihre App ist eingerichtet."))
    return render_page(
        request, "authenticator_app.html", nav="administration", status=422 if form.errors else 200, form=form,
        secret=secret, errors=list(form.errors.items()),
    )  # fmt: skip


def factor_added(request: HttpRequest, codes: list[str], sentence: str) -> HttpResponse:
    """A new key for this session, and the recovery codes, the only time they can be seen."""
    renew_key(request.session)
    if codes:
        return render_page(request, "recovery_codes.html", nav="administration", codes=codes, sentence=sentence)
    note(request, sentence)
    return HttpResponseRedirect(path_to("portal:security"))


def _pending_secret(request: HttpRequest) -> str:
    """The key that is being set up: made once for this session, sealed like the finished one."""
    owner = str(request.customer.id)
    if PENDING not in request.session.data:
        request.session.data[PENDING] = seal(new_app_secret(), belongs_to=owner)
    return unseal(request.session.data[PENDING], belongs_to=owner)


@customers_only
@confirmed_recently
@require_safe
def app_code(request: HttpRequest) -> HttpResponse:
    """The key as a QR code, a picture of this portal and of no other address."""
    if PENDING not in request.session.data:
        raise Http404
    uri = app_uri(secret=_pending_secret(request), email=request.customer.email, issuer=settings.UTILITY.name)
    return HttpResponse(app_picture(uri), content_type="image/svg+xml")


@customers_only
@confirmed_recently
@form_page
def drop_app(request: HttpRequest) -> HttpResponse:
    """GET comes from the confirmation and shows the page with the button once more."""
    if request.method == "POST":
        remove_app(
            user_id=request.customer.id, visitor=visitor_of(request), keep_session=request.session.key, now=request.now
        )
        note(request, _("Die App ist entfernt."))
    return HttpResponseRedirect(path_to("portal:security"))


@customers_only
@confirmed_recently
@form_page
def fresh_codes(request: HttpRequest) -> HttpResponse:
    """Ten new ones in place of the old ones."""
    if request.method != "POST" or not has_second_factor(request.customer.id):
        return HttpResponseRedirect(path_to("portal:security"))
    codes = renew_recovery_codes(
        user_id=request.customer.id, visitor=visitor_of(request), keep_session=request.session.key, now=request.now
    )
    return render_page(
        request,
        "recovery_codes.html",
        nav="administration",
        codes=codes,
        sentence=_("Die alten Codes gelten nicht mehr."),
    )
