"""The form for a new account: precise about the IBAN, silent about what is harmless (BIZ4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from osc.design.language import gettext as _
from osc.payments.banks import NoSuchBank, bank_name
from osc.payments.rules.holds import Purpose
from osc.payments.rules.iban import IbanProblem, ReadIban, read_iban
from osc.portal.forms import Form

LONGEST_HOLDER = 70
NAMES = ("holder", "whose", "holder_street", "holder_city", "holder_email", "iban", "for_debit", "for_refund")


@dataclass
class BankForm(Form):
    """As typed, plus the canonical IBAN, the bank and the ticked contract accounts."""

    iban: str = ""
    bank: str = ""
    chosen: list[str] = field(default_factory=list)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        ticks = {Purpose.DEBIT: "for_debit", Purpose.REFUND: "for_refund"}
        return tuple(purpose for purpose, name in ticks.items() if self[name])

    @property
    def somebody_else(self) -> bool:
        return self["whose"] == "other"


def read_bank(data: QueryDict, numbers: Sequence[str]) -> BankForm:
    """Reads the form; `numbers` are the customer's open contract accounts."""
    form = BankForm(Form.read(data, *NAMES).values)
    form.chosen = list(numbers) if len(numbers) == 1 else [n for n in data.getlist("account") if n in numbers]
    _read_holder(form)
    _read_account(form)
    if not form.purposes:
        form.refuse("for_debit", _("Wählen Sie aus, wofür das Konto gilt"))
    if not form.chosen:
        form.refuse("accounts", _("Wählen Sie mindestens ein Vertragskonto aus"))
    return form


def _read_holder(form: BankForm) -> None:
    if not form["holder"]:
        form.refuse("holder", _("Geben Sie den Namen ein, auf den das Konto läuft"))
    elif len(form["holder"]) > LONGEST_HOLDER:
        form.refuse("holder", _("Kürzen Sie den Namen auf 70 Zeichen"))
    if not form.somebody_else:
        form.values["whose"] = "own"
        return
    if not form["holder_street"]:
        form.refuse("holder_street", _("Geben Sie Straße und Hausnummer der Person ein"))
    if not form["holder_city"]:
        form.refuse("holder_city", _("Geben Sie Postleitzahl und Ort der Person ein"))
    user, at, domain = form["holder_email"].partition("@")
    if not (user and at and "." in domain) or " " in form["holder_email"] or len(form["holder_email"]) > 254:
        form.refuse("holder_email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))


def _read_account(form: BankForm) -> None:
    read = read_iban(form["iban"])
    if read.problem is not None:
        form.refuse("iban", iban_sentence(read))
        return
    try:
        form.bank = bank_name(read.iban)
    except NoSuchBank:
        form.refuse("iban", iban_sentence(ReadIban(problem=IbanProblem.TYPO)))
        return
    form.iban = read.iban


def iban_sentence(read: ReadIban) -> str:
    """What to do about an IBAN that can't be right (ux 3.4)."""
    if read.problem in {IbanProblem.TOO_SHORT, IbanProblem.TOO_LONG} and read.length:
        return _length_sentence(read)
    return {
        IbanProblem.EMPTY: _("Geben Sie die IBAN ein"),
        IbanProblem.SIGNS: _("Geben Sie die IBAN nur mit Buchstaben von A bis Z und Ziffern ein"),
        IbanProblem.NO_COUNTRY: _("Eine IBAN beginnt mit 2 Buchstaben für das Land, zum Beispiel DE"),
        IbanProblem.NOT_SEPA: _("Nehmen Sie ein Konto aus dem SEPA-Raum. IBANs mit %(country)s gehören nicht dazu")
        % {"country": read.country},
        IbanProblem.TOO_LONG: _("Die IBAN ist zu lang. Keine IBAN hat mehr als 34 Zeichen"),
    }.get(
        read.problem or IbanProblem.TYPO,
        _("Diese IBAN hat einen Tippfehler. Vergleichen Sie sie mit Ihrer Bankkarte"),
    )


def _length_sentence(read: ReadIban) -> str:
    wanted = {"length": read.length, "country": read.country}
    if read.problem is IbanProblem.TOO_SHORT:
        if read.country == "DE":
            return _("Die IBAN ist zu kurz. Eine deutsche IBAN hat %(length)s Zeichen") % wanted
        return _("Die IBAN ist zu kurz. Eine IBAN mit %(country)s hat %(length)s Zeichen") % wanted
    if read.country == "DE":
        return _("Die IBAN ist zu lang. Eine deutsche IBAN hat %(length)s Zeichen") % wanted
    return _("Die IBAN ist zu lang. Eine IBAN mit %(country)s hat %(length)s Zeichen") % wanted
