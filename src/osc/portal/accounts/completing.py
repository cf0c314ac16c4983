"""Zugang vervollständigen: the code from the letter."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.german_output import spell_contract_account
from osc.identity.registration.asking import CodeNotValid, request_new_codes
from osc.identity.registration.opening import use_letter_code
from osc.limits.counters import LimitReached
from osc.portal.accounts.forms import read_letter_code
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.registration.forms import old_code, wrong_code
from osc.portal.system.responses import too_many


@customers_only
@form_page
def letter_code(request: HttpRequest) -> HttpResponse:
    """Wrong codes void nothing; the letter stays good for its time (REG18)."""
    if request.method != "POST":
        return _page(request, Form())
    form = read_letter_code(request.POST)
    if form.errors:
        return _page(request, form)
    try:
        link = use_letter_code(
            request.customer, code=form["canonical_code"], address=client_address(request), now=request.now
        )
    except CodeNotValid as refused:
        form.refuse("code", old_code() if refused.old else wrong_code())
        return _page(request, form)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    note(
        request,
        _("Willkommen. Sie sehen jetzt das Vertragskonto %(number)s.")
        % {"number": spell_contract_account(link.account_number)},
    )
    return HttpResponseRedirect(path_to("portal:overview"))


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    return render_page(
        request, "letter_code.html", nav="administration", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), may_ask="unproven" in request.customer.link_states,
    )  # fmt: skip


@customers_only
@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    """Another letter, at most one in seven days."""
    try:
        request_new_codes(request.customer, address=client_address(request), now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:letter_sent"))
