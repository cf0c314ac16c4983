"""Behind the link from the mail the mailbox is proven: here the form may say what does not fit (security 6.3)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.registration.asking import Outcome, Registration, correct_numbers, find_correction, request_letter
from osc.identity.registration.limits import surname_wanted
from osc.identity.registration.tokens import LinkNotValid
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.links import token_page
from osc.portal.pages import render_page
from osc.portal.registration.forms import read_correction
from osc.portal.system.responses import too_many
from osc.portal.waiting import wait


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """The numbers once more. GET changes nothing; the worker judges, the page waits for it."""
    try:
        found = find_correction(token=token, now=request.now)
        with_surname = surname_wanted(now=request.now)
        if request.method != "POST":
            return _show(request, found, token, with_surname)
        form = read_correction(request.POST, with_surname=with_surname)
        if form.errors:
            return _page(request, form, token, with_surname)
        correct_numbers(
            token=token, account_number=form["canonical_account"], meter_number=form["canonical_meter"],
            surname=form["surname"], address=client_address(request), now=request.now,
        )  # fmt: skip
    except LinkNotValid:
        return render_page(request, "register_link_gone.html", status=410)
    except LimitReached as limit:
        return _too_many(request, form, token, with_surname, limit)
    return HttpResponseRedirect(path_to("portal:correct_numbers", token))


def _show(request: HttpRequest, found: Registration, token: str, with_surname: bool) -> HttpResponse:
    """What came of the last try."""
    if found.outcome == Outcome.OPEN:
        return wait(request)
    if found.outcome == Outcome.LINK_SENT:
        return HttpResponseRedirect(path_to("portal:register_link", token))
    if found.outcome == Outcome.EMAIL_IN_USE:
        return render_page(request, "has_login.html")
    form = Form({
        "contract_account": found.account_number, "meter_number": found.meter_number, "surname": found.surname,
    })  # fmt: skip
    if found.tries:
        form.refuse("contract_account", what_did_not_fit(found.outcome))
    return _page(request, form, token, with_surname, taken=found.outcome == Outcome.TAKEN)


def what_did_not_fit(outcome: str) -> str:
    """The outcome of a try for somebody whose mailbox is proven."""
    if outcome == Outcome.TAKEN:
        return _("Zu diesem Vertragskonto gibt es schon einen Zugang. Fordern Sie einen Code per Brief an")
    if outcome == Outcome.BY_LETTER:
        return _("Für diese Nummern gab es zu viele Versuche. Fordern Sie einen Code per Brief an")
    return _("Diese beiden Nummern passen nicht zusammen. Vergleichen Sie sie mit Ihrer Rechnung")


def _page(request: HttpRequest, form: Form, token: str, with_surname: bool, *, taken: bool = False) -> HttpResponse:
    return render_page(
        request, "correct_numbers.html", status=422 if form.errors else 200, form=form, with_surname=with_surname,
        errors=list(form.errors.items()), taken=taken, token=token,
    )  # fmt: skip


def _too_many(request: HttpRequest, form: Form, token: str, with_surname: bool, limit: LimitReached) -> HttpResponse:
    form.refuse("contract_account", _("Das waren viele Versuche. Fordern Sie einen Code per Brief an"))
    response = _page(request, form, token, with_surname)
    response.status_code = 429
    response.headers["Retry-After"] = str(limit.retry_after)
    return response


@everybody
@require_POST
def ask_for_letter_instead(request: HttpRequest, token: str) -> HttpResponse:
    """A code by letter for the numbers that were typed last."""
    try:
        found = find_correction(token=token, now=request.now)
        request_letter(registration_id=found.id, address=client_address(request), now=request.now)
    except LinkNotValid:
        return render_page(request, "register_link_gone.html", status=410)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:letter_sent"))
