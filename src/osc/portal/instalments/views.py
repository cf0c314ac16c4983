"""Abschlag anpassen: choose an amount and see the consequence before sending."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.billing.instalments.actions import (
    ChangeRefused,
    ContractNotFound,
    OutsideLimits,
    TermsMoved,
    Times,
    Wish,
    change_instalment,
)
from osc.billing.instalments.outlook import by_contract
from osc.billing.instalments.queries import INSTALMENT_PIECE, INSTALMENT_ROWS, SWITCH_PIECE
from osc.billing.rules.instalments.schedule import hand_over
from osc.cases.actions import SubmissionKeyReused
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.calendars import CivilCalendar, add_working_days
from osc.foundation.clock import berlin_today
from osc.foundation.period import BERLIN
from osc.isolation.pages import fetch_page
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import customers_only, form_page
from osc.portal.instalments.forms import AmountForm, read_amount
from osc.portal.instalments.presenters import InstalmentView, present_instalment, preview
from osc.portal.pages import note, render_page


def find_contract(request: HttpRequest, contract_id: UUID) -> tuple[InstalmentView, list[dict[str, Any]]]:
    """The contract among the customer's own, and all of them for switching. Raises Http404."""
    today = berlin_today(request.now)
    pieces = {"contracts": INSTALMENT_PIECE, "switch": SWITCH_PIECE}
    data = fetch_page(request.customer.scope, today=today, pieces=pieces, shapes=INSTALMENT_ROWS, contract=contract_id)
    for row, outlook in by_contract(data["contracts"], rules_on=_rules_on, today=today):
        return present_instalment(row, outlook), data["switch"]
    raise Http404


def _rules_on(commodity: str, day: date) -> Any:
    return settings.UTILITY.instalments.rules_on(commodity, day)


@customers_only
@require_safe
def list_instalments(request: HttpRequest) -> HttpResponse:
    """One contract: straight to its page. Several: a list with where each is heading."""
    today = berlin_today(request.now)
    pieces = {"contracts": INSTALMENT_PIECE}
    data = fetch_page(request.customer.scope, today=today, pieces=pieces, shapes=INSTALMENT_ROWS, contract=None)
    found = by_contract(data["contracts"], rules_on=_rules_on, today=today)
    if len(found) == 1:
        return HttpResponseRedirect(path_to("portal:instalment", found[0][0].id))
    rows = [(view, preview(view, view.outlook.current)) for view in (present_instalment(*each) for each in found)]
    return render_page(request, "instalment_list.html", nav="instalments", rows=rows)


@customers_only
@form_page
def change_amount(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The form; "Neu berechnen" shows the same page with the result of what was typed."""
    view, switch = find_contract(request, contract_id)
    if view.outlook.locked:
        return _page(request, view, switch, AmountForm(), status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, view, switch, _first_form(request, view))
    form = read_amount(request, view.outlook)
    if "recalculate" in request.POST and form.amount is not None:
        form.errors.clear()
        return _page(request, view, switch, form)
    if form.errors:
        return _page(request, view, switch, form, status=422)
    assert form.amount is not None and view.outlook.reach is not None, "a form without errors has an amount"
    request.session.data["instalment"] = {
        "contract": str(contract_id), "amount": str(form.amount), "typed": form.values, "key": str(uuid4()),
        "first_due": view.outlook.reach.first.on.isoformat(), "reason": form["reason"] if form.asks else "",
    }  # fmt: skip
    return HttpResponseRedirect(path_to("portal:check_instalment", contract_id))


def _first_form(request: HttpRequest, view: InstalmentView) -> AmountForm:
    """As left, as a link proposes it, or what is paid now."""
    draft = _draft(request, UUID(view.id)) if request.GET.get("aendern") else None
    if draft:
        return AmountForm(dict(draft["typed"]), amount=Decimal(draft["amount"]), asks=bool(draft["reason"]))
    if request.GET.get("amount"):
        proposed = read_amount(request, view.outlook)
        proposed.errors.clear()
        return proposed
    current = view.outlook.current
    whole = current == current.to_integral_value()
    return AmountForm({"amount": str(int(current)) if whole else str(current).replace(".", ",")}, amount=current)


def _page(
    request: HttpRequest, view: InstalmentView, switch: list[dict[str, Any]], form: AmountForm, *, status: int = 200
) -> HttpResponse:
    shown = form.amount if form.amount is not None else view.outlook.current
    return render_page(
        request, "instalment.html", nav="instalments", status=status, view=view, switch=switch, form=form,
        shown=shown, preview=None if view.outlook.locked else preview(view, shown),
        errors=list(form.errors.items()) if status == 422 else [],
        answer_by=_times(request, asks=True).answer_by,
    )  # fmt: skip


@customers_only
@require_safe
def preview_amount(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The result panel for an amount that is being chosen, as a piece of a page."""
    view, _switch = find_contract(request, contract_id)
    form = AmountForm() if view.outlook.locked else read_amount(request, view.outlook)
    found = preview(view, form.amount) if form.amount is not None else None
    return render_page(request, "instalment_result.html", view=view, preview=found, form=form)


def _draft(request: HttpRequest, contract_id: UUID) -> dict[str, Any] | None:
    draft = request.session.data.get("instalment")
    return draft if draft and draft["contract"] == str(contract_id) else None


def _times(request: HttpRequest, *, asks: bool) -> Times:
    """When a change goes out; a request can be taken back until the day of the answer is over."""
    section, utility = settings.UTILITY.instalments, settings.UTILITY
    answer_by = add_working_days(
        berlin_today(request.now), utility.contact.answer_days, CivilCalendar(utility.portal.land)
    )
    if asks:
        return Times(datetime.combine(answer_by + timedelta(days=1), time(), BERLIN), answer_by)
    return Times(hand_over(request.now, days=section.hand_over_days, hour=section.hand_over_hour), answer_by)


@customers_only
@form_page
def check_amount(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Stimmen Ihre Angaben? POST hands the change in, however often it is sent."""
    draft = _draft(request, contract_id)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:instalment", contract_id))
    if request.method == "POST":
        return _submit(request, contract_id, draft)
    view, _switch = find_contract(request, contract_id)
    amount = Decimal(draft["amount"])
    return render_page(
        request, "check_instalment.html", nav="instalments", view=view, amount=amount, reason=draft["reason"],
        first_due=date.fromisoformat(draft["first_due"]), preview=preview(view, amount),
        times=_times(request, asks=bool(draft["reason"])), submission_key=draft["key"],
        form=Form(), today=berlin_today(request.now),
    )  # fmt: skip


def _submit(request: HttpRequest, contract_id: UUID, draft: dict[str, Any]) -> HttpResponse:
    key = read_submission_key(request.POST)
    wish = Wish(contract_id, Decimal(draft["amount"]), date.fromisoformat(draft["first_due"]), draft["reason"])
    try:
        if key is None:
            raise SubmissionKeyReused
        case = change_instalment(
            submitter=submitter_of(request), wish=wish, rules_on=_rules_on, submission_key=key, now=request.now,
            times=_times(request, asks=bool(wish.reason)),
        )  # fmt: skip
    except ContractNotFound:
        raise Http404 from None
    except (ChangeRefused, OutsideLimits, TermsMoved):
        note(request, _("Inzwischen hat sich etwas geändert. Prüfen Sie den Betrag noch einmal."))
        return HttpResponseRedirect(path_to("portal:instalment", contract_id))
    except SubmissionKeyReused:
        return render_page(request, "form_too_old.html", status=409, nav="instalments")
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
