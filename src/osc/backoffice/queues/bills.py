"""Bills that our own recomputation finds different: both figures, and a note of who has looked (R-GEN-9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_REASON, already_decided, note_opening
from osc.billing.invoices.tasks import note_look
from osc.billing.review import DifferingBill, differing_bill, differing_bills
from osc.contracts.finding import customers_by_id
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.interchange.jobs import put_in_queue
from osc.portal.forms import Form
from osc.portal.pages import note, render_page

COUNTED = frozenset({"USED", "ENERGY", "QUANTITY"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what, where, the bill's figure and ours. Amounts are EUR, `counted` ones are quantities."""

    what: str
    where: str
    billed: Decimal | None
    computed: Decimal | None
    counted: bool

    @property
    def gap(self) -> Decimal | None:
        """How much the bill is above ours."""
        return None if self.billed is None or self.computed is None else self.billed - self.computed


def finding_label(code: str) -> str:
    """What differs."""
    if code.startswith("ENWG40"):
        return _("Pflichtangabe fehlt (§ 40 Abs. 2 EnWG, Nr. %(number)s)") % {"number": code.split("_")[2]}
    return {
        "LINE": _("Rechnungszeile"), "USED": _("Verbrauch"), "ENERGY": _("Energie"), "QUANTITY": _("Menge"),
        "TAX_GROUP_NET": _("Netto je Steuersatz"), "TAX_GROUP_VAT": _("Umsatzsteuer je Steuersatz"),
        "NET": _("Summe netto"), "VAT": _("Summe Umsatzsteuer"), "GROSS": _("Summe brutto"),
        "PREPAYMENT": _("Abschläge je Vertrag"), "PREPAID": _("Summe der Abschläge"),
        "NO_DETAIL": _("Keine Einzelheiten"),
    }[code]  # fmt: skip


def differences(findings: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """The findings as lines."""
    return [
        Difference(finding_label(each["code"]), each["where"], _decimal(each["billed"]), _decimal(each["computed"]),
                   each["code"] in COUNTED)
        for each in findings
    ]  # fmt: skip


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@staff_only
@require_safe
def bill_queue(request: HttpRequest) -> HttpResponse:
    """Nobody has looked at these yet."""
    found = differing_bills(limit=200)
    people = {each.id: each for each in customers_by_id([bill.business_partner_id for bill in found])}
    return render_page(request, "team_bills.html", nav="cases", bills=found, people=people, label=finding_label)


@staff_only
@require_safe
def bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Both figures of every difference. Opening it is recorded."""
    found = differing_bill(bill_id)
    return _page(request, found, Form()) if found else _gone(request)


def _page(request: HttpRequest, found: DifferingBill, form: Form) -> HttpResponse:
    note_opening(request, partner_id=found.business_partner_id, reference=found.number)
    return render_page(
        request, "team_bill.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), bill=found, lines=differences(found.findings),
        customer=customers_by_id([found.business_partner_id])[0],
    )  # fmt: skip


@staff_only
@require_POST
def look_at_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Looked at, with a note. The bill itself stays as billed."""
    found, form = differing_bill(bill_id), Form.read(request.POST, "note")
    if found is None:
        return _gone(request)
    if len(form["note"]) < LEAST_REASON:
        form.refuse("note", _("Schreiben Sie, was Sie herausgefunden haben."))
        return _page(request, found, form)
    put_in_queue(
        note_look, invoice_id=str(found.id), content_hash=found.content_hash, staff_id=str(request.staff.id),
        note=form["note"],
    )  # fmt: skip
    note(request, _("Notiert. Ändert sich die Rechnung, steht sie wieder hier."))
    return HttpResponseRedirect(path_to("backoffice:bills"))


def _gone(request: HttpRequest) -> HttpResponse:
    note(request, already_decided())
    return HttpResponseRedirect(path_to("backoffice:bills"))
