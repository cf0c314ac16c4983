"""The SEPA mandate: its words, its reference, and how long it lives (R-SEP-1, R-SEP-6, R-NUM-14)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from osc.foundation.identifiers import is_mandate_reference
from osc.foundation.reference import ALPHABET
from osc.foundation.terms import add_months

UNUSED_MONTHS = 36
RANDOM_SIGNS = 8

# the declaration is stored in the language it was read in; the German words are those of R-SEP-1
WORDS = {
    "de": {
        "title": "SEPA-Lastschriftmandat",
        "authorisation": (
            "Ich ermächtige {creditor}, Zahlungen von meinem Konto mittels Lastschrift einzuziehen. Zugleich weise "
            "ich mein Kreditinstitut an, die von {creditor} auf mein Konto gezogenen Lastschriften einzulösen."
        ),
        "note": (
            "Hinweis: Ich kann innerhalb von acht Wochen, beginnend mit dem Belastungsdatum, die Erstattung des "
            "belasteten Betrags verlangen. Es gelten dabei die mit meinem Kreditinstitut vereinbarten Bedingungen."
        ),
        "labels": (
            "Zahlungsempfänger", "Anschrift des Zahlungsempfängers", "Gläubiger-Identifikationsnummer",
            "Mandatsreferenz", "Zahlungsart", "Kontoinhaber", "Anschrift des Kontoinhabers", "IBAN", "Kreditinstitut",
            "Ort, Datum",
        ),
        "recurring": "Wiederkehrende Zahlungen",
    },
    "en": {
        "title": "SEPA Direct Debit Mandate",
        "authorisation": (
            "I authorise {creditor} to send instructions to my bank to debit my account, and I authorise my bank to "
            "debit my account in accordance with the instructions from {creditor}."
        ),
        "note": (
            "Note: I can demand a refund of the amount charged within eight weeks, starting with the date of the debit "
            "request. The terms and conditions agreed upon with my bank apply."
        ),
        "labels": (
            "Creditor", "Address of the creditor", "Creditor identifier", "Mandate reference", "Type of payment",
            "Account holder", "Address of the account holder", "IBAN", "Bank", "Place, date",
        ),
        "recurring": "Recurrent payments",
    },
}  # fmt: skip


class MandateState(StrEnum):
    """Whether may be collected."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


def mandate_state(*, last_used_on: date | None, revoked_on: date | None, today: date) -> MandateState:
    """36 months without a collection end a mandate; without a known collection nothing is assumed."""
    if revoked_on is not None and revoked_on <= today:
        return MandateState.REVOKED
    if last_used_on is not None and add_months(last_used_on, UNUSED_MONTHS) < today:
        return MandateState.EXPIRED
    return MandateState.ACTIVE


def new_reference(pattern: str, account_number: str, randomness: bytes) -> str:
    """A reference of `pattern` with {account} and {random}: A-Z, 0-9, dash, at most 35 signs.

    Raises ValueError when the pattern makes something else.
    """
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness[:RANDOM_SIGNS])
    reference = pattern.format(account=account_number, random=signs).upper()
    if not is_mandate_reference(reference):
        raise ValueError(f"{reference!r} is no mandate reference: at most 35 of A-Z, 0-9 and dash")
    return reference


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """What a mandate names. `iban` is shown as given: masked for people, whole for the bank."""

    creditor: str
    creditor_address: str
    creditor_id: str
    references: Sequence[str]
    holder: str
    holder_address: str
    iban: str
    bank: str
    city: str
    signed_on: date


def mandate_lines(facts: MandateFacts, language: str) -> list[tuple[str, str]]:
    """The facts as labelled lines; with the title and both sentences all items of R-SEP-1."""
    words = WORDS[language]
    values = (
        facts.creditor, facts.creditor_address, facts.creditor_id, ", ".join(facts.references), words["recurring"],
        facts.holder, facts.holder_address, facts.iban, facts.bank or "–", f"{facts.city}, {facts.signed_on:%d.%m.%Y}",
    )  # fmt: skip
    return list(zip(words["labels"], map(str, values), strict=True))


def mandate_sentences(creditor: str, language: str) -> tuple[str, str, str]:
    """Title, authorisation, and the note about the eight weeks."""
    title, authorisation, note = (str(WORDS[language][name]) for name in ("title", "authorisation", "note"))
    return title, authorisation.format(creditor=creditor), note


def mandate_text(facts: MandateFacts, language: str) -> str:
    """The whole declaration as it is stored and never changed."""
    lines = "\n".join(f"{label}: {value}" for label, value in mandate_lines(facts, language))
    return "\n\n".join([*mandate_sentences(facts.creditor, language), lines])


def text_hash(text: str, fingerprint: str) -> str:
    """SHA-256 over the words and the keyed fingerprint of the IBAN that the words show masked."""
    return hashlib.sha256(f"{text}\n{fingerprint}".encode()).hexdigest()
