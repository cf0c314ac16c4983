"""Verträge hier kündigen: one page with everything, the button, the receipt. No sign-in, no step between (R-KUE-2)."""

from datetime import date
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from osc.contracts.rules.terms import earliest_end, usual_binding
from osc.declarations.actions import Declarer, FormReused
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.leaving.actions import terminate
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form, read_submission_key, stale_form
from osc.portal.guards import everybody, refuse_onlookers
from osc.portal.leaving.forms import COMMODITIES, DeclarationForm, read_termination
from osc.portal.leaving.own_contracts import Known, known
from osc.portal.pages import render_page
from osc.portal.system.responses import too_many


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def terminate_page(request: HttpRequest) -> HttpResponse:
    """The one page. POST stores the declaration, whatever was entered, and leads to its receipt."""
    who = known(request)
    if request.method != "POST":
        return _show(request, who, who.first_form(request.GET.get("vertrag", "")))
    refuse_onlookers(request)
    form = read_termination(request.POST, who.contracts, berlin_today(request.now))
    key = read_submission_key(request.POST)
    if key is None:
        form.refuse("form", stale_form())
    if form.errors or key is None:
        return _show(request, who, form)
    try:
        terminate(declarer=declarer_of(request, form), content=form.content, form_key=key, now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    except FormReused:
        form.refuse("form", stale_form())
        return _show(request, who, form)
    return HttpResponseRedirect(path_to("portal:termination_receipt", key))


def _show(request: HttpRequest, who: Known, form: Form) -> HttpResponse:
    today = berlin_today(request.now)
    return render_page(
        request, "terminate.html", status=422 if form.errors else 200, form=form, errors=list(form.errors.items()),
        submission_key=uuid4(), known=who, commodities=COMMODITIES, usual=usual_ends(today), today=today,
    )  # fmt: skip


def usual_ends(today: date) -> dict[str, date]:
    """The earliest last days for those whom we do not know (R-KUE-9)."""
    return {
        "basic": earliest_end(usual_binding("STROM", "GRUNDVERSORGUNG"), today),
        "special": earliest_end(usual_binding("STROM", "SONDERVERTRAG"), today),
        "water": earliest_end(usual_binding("WASSER", ""), today),
    }


def declarer_of(request: HttpRequest, form: DeclarationForm) -> Declarer:
    """Who declares, as typed."""
    return Declarer(
        name=form["name"][:200], email=form["email"], language=get_language() or "de",
        address=client_address(request), user_id=request.customer.id if request.customer else None,
        chosen=[form.chosen.key] if form.chosen else [],
    )  # fmt: skip
