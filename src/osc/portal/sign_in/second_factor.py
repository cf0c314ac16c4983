"""Zweite Bestätigung (A5): a code or a passkey after the password."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.checking import admit_confirmed
from osc.identity.factors.actions import check_second_factor
from osc.identity.factors.app import CodeRefused
from osc.identity.factors.held import factors_of
from osc.identity.factors.passkeys import PasskeyRefused, use_passkey
from osc.identity.sessions import Stage
from osc.limits.counters import LimitReached
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.pages import render_page
from osc.portal.sign_in.entering import enter_as
from osc.portal.sign_in.passkeys import passkey_site, take_challenge
from osc.portal.sign_in.views import count_wrong, too_many_tries


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Only for a session that has shown a password; five wrong codes end it."""
    person = request.session.confined
    if request.session.stage != Stage.SECOND_FACTOR or person is None:
        return HttpResponseRedirect(path_to("portal:sign_in"))
    if request.method != "POST":
        return _page(request, Form())
    form = Form.read(request.POST, "code")
    try:
        if request.POST.get("passkey"):
            use_passkey(
                answer=request.POST["passkey"], challenge=take_challenge(request), now=request.now, user_id=person.id
            )
        else:
            check_second_factor(
                user_id=person.id, device_id=person.device_id, code=form["code"], now=request.now
            )  # fmt: skip
    except (CodeRefused, PasskeyRefused):
        form.refuse("code", _("Dieser Code stimmt nicht. Nehmen Sie den neuesten Code aus Ihrer App."))
        return count_wrong(request) or _page(request, form, status=422)
    except LimitReached as limit:
        form.refuse("code", too_many_tries(limit))
        response = _page(request, form, status=429)
        response.headers["Retry-After"] = str(limit.retry_after)
        return response
    return _go_on(request)


def _go_on(request: HttpRequest) -> HttpResponse:
    """A reset comes next, or the portal opens."""
    session = request.session
    admission = admit_confirmed(
        user_id=session.confined.id, device_id=session.confined.device_id, reset_id=session.reset_id
    )
    return enter_as(request, admission, session.data.get("target", "/"), second_factor=True)


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    factors = factors_of(request.session.confined.id)
    form.values["code"] = ""
    return render_page(
        request, "second_factor.html", status=status, form=form, errors=list(form.errors.items()),
        factors=factors, passkey_site=passkey_site(),
    )  # fmt: skip
