"""The receipt of a declaration: on the page at once, and as a file to keep (R-KUE-5, R-WID-4)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from osc.declarations.receipts import Receipt, find_receipt
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.documents.rendering import render_pdf
from osc.foundation.clock import in_berlin
from osc.foundation.german_output import format_date_long, format_instant
from osc.portal.guards import everybody
from osc.portal.pages import render_page

MakeRows = Callable[[str, Mapping[str, Any], str], list[tuple[str, str]]]
TERMINATION, WITHDRAWAL, MOVE = "termination", "withdrawal", "move"


@everybody
@require_safe
def termination_receipt(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """Content, date and time; the same whether a contract was found or not."""
    return receipt_page(request, form_key, TERMINATION)


@everybody
@require_safe
def withdrawal_receipt(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """Content, date and time."""
    return receipt_page(request, form_key, WITHDRAWAL)


@everybody
@require_safe
def termination_file(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """The receipt as PDF."""
    return receipt_file(request, form_key, TERMINATION)


@everybody
@require_safe
def withdrawal_file(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """The receipt as PDF."""
    return receipt_file(request, form_key, WITHDRAWAL)


def receipt_page(request: HttpRequest, form_key: UUID, kind: str, *, rows: MakeRows | None = None) -> HttpResponse:
    """The page of a receipt; `rows` makes label and value of what was declared. Raises Http404."""
    receipt = _find(request, form_key, kind)
    shown = (rows or declared_rows)(kind, receipt.content, receipt.name)
    return render_page(request, "declared.html", receipt=receipt, rows=shown, form_key=form_key)


def receipt_file(request: HttpRequest, form_key: UUID, kind: str, *, rows: MakeRows | None = None) -> HttpResponse:
    """The same as PDF. Raises Http404."""
    receipt = _find(request, form_key, kind)
    shown = (rows or declared_rows)(kind, receipt.content, receipt.name)
    response = HttpResponse(receipt_pdf(receipt, shown), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{receipt.reference}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _find(request: HttpRequest, form_key: UUID, kind: str) -> Receipt:
    receipt = find_receipt(form_key=form_key, now=request.now)
    if receipt is None or receipt.kind != kind:
        raise Http404
    return receipt


def receipt_pdf(receipt: Receipt, shown: list[tuple[str, str]]) -> bytes:
    """What was declared, when it reached us, and by which button."""
    title, lead = _titles(receipt.kind)
    received = format_instant(in_berlin(receipt.received_at), _language())
    rows = [
        (_("Vorgangsnummer"), receipt.reference),
        (_("Eingegangen am"), received),
        *shown,
        (_("Bestätigung an"), receipt.email),
    ]
    data = {
        "title": title, "lead": lead, "rows": rows, "recipient": [receipt.name],
        "signature": _("Ort, Datum, Unterschrift (nur wenn wir darum bitten)"),
    }  # fmt: skip
    return render_pdf("declaration", data, now=receipt.received_at)


def _titles(kind: str) -> tuple[str, str]:
    return {
        TERMINATION: (
            _("Ihre Kündigung"),
            _("Diese Kündigung wurde über die Schaltfläche „jetzt kündigen“ abgegeben."),
        ),
        WITHDRAWAL: (
            _("Ihr Widerruf"),
            _("Dieser Widerruf wurde über die Schaltfläche „Widerruf bestätigen“ abgegeben."),
        ),
        MOVE: (_("Ihr Umzug"), _("Dieser Umzug wurde im Online-Service-Center gemeldet.")),
    }[kind]


def declared_rows(kind: str, content: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Label and value of everything that was declared."""
    rows = [(_("Name"), name)]
    if content.get("contract_account"):
        rows.append((_("Vertragskontonummer"), content["contract_account"]))
    if content.get("commodity"):
        rows.append((_("Vertrag"), meant(content["commodity"])))
    if content.get("street"):
        rows.append((_("Adresse"), f"{content['street']}, {content['postal_code']} {content['city']}".strip(" ,")))
    if kind == TERMINATION:
        rows += _terminated(content)
    return rows


def _terminated(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    if content["how"] == "extraordinary":
        rows = [(_("Art der Kündigung"), _("außerordentlich")), (_("Grund"), content["reason"])]
    else:
        rows = [(_("Art der Kündigung"), _("ordentlich"))]
    wish = content.get("wish_on")
    end = format_date_long(date.fromisoformat(wish), _language()) if wish else _("zum nächstmöglichen Termin")
    return [*rows, (_("Ende des Vertrags"), end)]


def meant(commodity: str) -> str:
    """The Sparte of a declaration."""
    return _("alle Verträge zu dieser Nummer oder Adresse") if commodity == "ALLE" else commodity_name(commodity)


def _language() -> str:
    return (get_language() or "de")[:2]
