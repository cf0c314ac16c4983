"""The signed mandate as PDF, made from the stored words and nothing else (BIZ17)."""

from typing import Any

from django.utils.translation import gettext as _

from osc.documents.rendering import render_pdf
from osc.foundation.clock import in_berlin
from osc.payments.queries import SignedMandate


def mandate_pdf(text: SignedMandate) -> bytes:
    """The same bytes for the same mandate, whenever it is asked for."""
    title, authorisation, note, lines = text.text.split("\n\n")
    rows = [tuple(line.split(": ", 1)) for line in lines.split("\n")]
    signed = in_berlin(text.signed_at)
    proof = [
        (_("Vorgangsnummer"), text.reference),
        (_("Online erteilt am"), f"{signed:%d.%m.%Y, %H:%M:%S}"),
        (_("Prüfsumme"), text.text_hash),
    ]
    recipient = [rows[5][1], *rows[6][1].split(", ")]
    blocks = [_words(authorisation), _words(note), _table(rows), _table(proof)]
    return render_pdf("letter", {"recipient": recipient, "subject": title, "blocks": blocks}, now=text.signed_at)


def _part(words: str) -> list[dict[str, Any]]:
    return [{"text": words, "strong": False}]


def _words(words: str) -> dict[str, Any]:
    return {"kind": "paragraph", "parts": _part(words)}


def _table(rows: list[Any]) -> dict[str, Any]:
    return {"kind": "rows", "items": [_part(cell) for row in rows for cell in row]}
