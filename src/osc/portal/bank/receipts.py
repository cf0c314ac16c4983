"""Receipts as PDF: the signed mandate from its stored words alone (BIZ17), other cases from their summary."""

from collections.abc import Iterable
from typing import Any

from osc.cases.kinds import title_of
from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.documents.rendering import render_pdf
from osc.foundation.clock import in_berlin
from osc.payments.queries import AccountAtHand, SignedMandate
from osc.portal.bank.case_kinds import bank_rows


def mandate_pdf(signed: SignedMandate) -> bytes:
    """The same bytes for the same mandate, whenever it is asked for."""
    title, authorisation, note, lines = signed.text.split("\n\n")
    rows = [tuple(line.split(": ", 1)) for line in lines.split("\n")]
    at = in_berlin(signed.signed_at)
    proof = [
        (_("Vorgangsnummer"), signed.reference),
        (_("Online erteilt am"), f"{at:%d.%m.%Y, %H:%M:%S}"),
        (_("Prüfsumme"), signed.text_hash),
    ]
    recipient = [rows[5][1], *rows[6][1].split(", ")]
    blocks = [_words(authorisation), _words(note), _table(rows), _table(proof)]
    return render_pdf("letter", {"recipient": recipient, "subject": title, "blocks": blocks}, now=signed.signed_at)


def case_pdf(case: Case, about: AccountAtHand | None) -> bytes:
    """What was asked for and when it came in."""
    at = in_berlin(case.accepted_at)
    rows = [(_("Vorgangsnummer"), case.reference), (_("Eingegangen am"), f"{at:%d.%m.%Y, %H:%M}")]
    rows += bank_rows(case.summary)
    recipient = [about.name, about.street, about.city] if about else []
    data = {"recipient": recipient, "subject": title_of(case.kind), "blocks": [_table(rows)]}
    return render_pdf("letter", data, now=case.accepted_at)


def _part(words: str) -> list[dict[str, Any]]:
    return [{"text": words, "strong": False}]


def _words(words: str) -> dict[str, Any]:
    return {"kind": "paragraph", "parts": _part(words)}


def _table(rows: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    return {"kind": "rows", "items": [_part(cell) for row in rows for cell in row]}
