"""The receipt of any case as a file to keep: content, number, day and time (R-ZUG-8, R-ZUG-9)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from osc.cases.models import Case
from osc.cases.queries import find_case
from osc.contracts.queries import AccountNotFound, owner_of_account
from osc.design.language import gettext as _
from osc.documents.rendering import render_pdf
from osc.foundation.clock import in_berlin
from osc.foundation.german_output import format_instant, spell_contract_account
from osc.portal.cases.presenters import present_case
from osc.portal.guards import customers_only

Rows = Iterable[tuple[str, str]]


@customers_only
@require_safe
def case_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The receipt as PDF, in the language of the page."""
    case = find_case(request.customer.scope, case_id=case_id)
    if case is None:
        raise Http404
    try:
        owner = owner_of_account(request.customer.scope, contract_account_id=case.contract_account_id)
    except AccountNotFound:
        raise Http404 from None
    rows, label = list(present_case(case, now=request.now).rows), _("Vertragskonto")
    if label not in dict(rows):
        rows.insert(0, (label, spell_contract_account(owner.number)))
    return pdf_answer(receipt_pdf(case, owner.name, [(_("Von"), owner.name), *rows]), case.reference)


def receipt_pdf(case: Case, name: str, rows: Rows) -> bytes:
    """Number, moment of receipt and everything that was handed in; the same bytes whenever it is asked for."""
    language = (get_language() or "de")[:2]
    received = format_instant(in_berlin(case.accepted_at), language)
    first = [(_("Vorgangsnummer"), case.reference), (_("Eingegangen am"), received)]
    title = present_case(case, now=case.accepted_at).title
    return letter_pdf(name, title, [table((*first, *rows))], case)


def letter_pdf(name: str, subject: str, blocks: list[dict[str, Any]], case: Case) -> bytes:
    """A page of blocks about a case."""
    return render_pdf("letter", {"recipient": [name], "subject": subject, "blocks": blocks}, now=case.accepted_at)


def table(rows: Rows) -> dict[str, Any]:
    """Labels and values as a block."""
    return {"kind": "rows", "items": [[{"text": cell, "strong": False}] for row in rows for cell in row]}


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, never shown inside of the portal."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
