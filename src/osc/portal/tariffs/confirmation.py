"""The contract as a file to keep: what was ordered, the terms and the instruction, word for word (R-WID-7)."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from osc.contracts.queries import AccountNotFound, find_order, owner_of_account, terms_of_product
from osc.correspondence.rules.letter_blocks import read_letter
from osc.design.language import gettext as _
from osc.portal.cases.receipts import letter_pdf, pdf_answer, table
from osc.portal.guards import customers_only
from osc.portal.tariffs.case_kinds import order_rows


@customers_only
@require_safe
def contract_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The contract as PDF."""
    order = find_order(request.customer.scope, case_id=case_id)
    if order is None:
        raise Http404
    try:
        owner = owner_of_account(request.customer.scope, contract_account_id=order.case.contract_account_id)
    except AccountNotFound:
        raise Http404 from None
    facts = table(
        [
            (_("Vorgangsnummer"), order.case.reference),
            (_("Von"), owner.name),
            (_("Vertragspartner"), settings.UTILITY.legal.company),
            *order_rows(order.summary),
        ]
    )
    blocks = [facts, *_terms(order.tariff_code, order.texts["terms"]), *_instruction()]
    return pdf_answer(letter_pdf(owner.name, _("Ihr Vertrag"), blocks, order.case), order.case.reference)


def _terms(code: str, agreed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The terms agreed to, where the product still has these very words; else their version."""
    heading, body = _block("heading", _("Bedingungen")), terms_of_product(code)
    if hashlib.sha256(body.encode()).hexdigest() != agreed["sha256"]:
        sentence = _("Fassung %(version)s. Den Text haben wir Ihnen per E-Mail geschickt.")
        return [heading, _block("paragraph", sentence % {"version": agreed["version"]})]
    version = _block("paragraph", _("Fassung %(version)s") % {"version": agreed["version"]})
    return [heading, version, *(_block("paragraph", words) for words in body.split("\n\n"))]


def _instruction() -> list[dict[str, Any]]:
    html = render_to_string("legal/withdrawal_instruction.html", {"utility": settings.UTILITY})
    title = _("Widerrufsbelehrung")
    return [_block("heading", title), *read_letter(f"<h1>{title}</h1>{html}").blocks]


def _block(kind: str, words: str) -> dict[str, Any]:
    return {"kind": kind, "parts": [{"text": words, "strong": False}]}
