"""Vertrag widerrufen: what, then "Widerruf bestätigen", then the receipt (R-WID-1 … R-WID-4)."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from osc.declarations.actions import FormReused
from osc.design.paths import path_to
from osc.leaving.actions import withdraw_contract
from osc.limits.counters import LimitReached
from osc.portal.forms import Form
from osc.portal.guards import everybody, refuse_onlookers
from osc.portal.leaving.forms import COMMODITIES, read_withdrawal
from osc.portal.leaving.own_contracts import Known, known
from osc.portal.leaving.receipts import declared_rows
from osc.portal.leaving.termination import declarer_of
from osc.portal.pages import render_page
from osc.portal.system.responses import too_many

DRAFT = "contract_withdrawal"


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest) -> HttpResponse:
    """Step 1: name, contract, address for the receipt."""
    who = known(request)
    if request.method != "POST":
        draft = request.session.data.get(DRAFT) if request.GET.get("aendern") else None
        form = Form(dict(draft["typed"])) if draft else who.first_form(request.GET.get("vertrag", ""))
        return _show(request, who, form)
    form = read_withdrawal(request.POST, who.contracts)
    if form.errors:
        return _show(request, who, form)
    request.session.data[DRAFT] = {"typed": form.values, "key": str(uuid4())}
    return HttpResponseRedirect(path_to("portal:check_withdrawal"))


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def check_withdrawal(request: HttpRequest) -> HttpResponse:
    """Step 2: the button that declares; however often it is pressed, it is one withdrawal."""
    draft = request.session.data.get(DRAFT)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:withdraw_contract"))
    form = read_withdrawal(draft["typed"], known(request).contracts)
    if form.errors:
        return HttpResponseRedirect(path_to("portal:withdraw_contract") + "?aendern=1")
    if request.method != "POST":
        rows = declared_rows("withdrawal", form.content, form["name"])
        return render_page(request, "check_withdrawal.html", rows=rows, email=form["email"])
    refuse_onlookers(request)
    key = UUID(draft["key"])
    try:
        withdraw_contract(declarer=declarer_of(request, form), content=form.content, form_key=key, now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    except FormReused:
        return HttpResponseRedirect(path_to("portal:withdraw_contract") + "?aendern=1")
    return HttpResponseRedirect(path_to("portal:withdrawal_receipt", key))


def _show(request: HttpRequest, who: Known, form: Form) -> HttpResponse:
    return render_page(
        request, "withdraw.html", status=422 if form.errors else 200, form=form, errors=list(form.errors.items()),
        known=who, commodities=COMMODITIES,
    )  # fmt: skip
