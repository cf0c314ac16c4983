"""The amount that a customer typed, and why it can't be taken as it is (ux 3.4, D1; BIZ12)."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest

from osc.billing.instalments.outlook import Outlook
from osc.billing.rules.instalments.limits import Refusal
from osc.design.language import gettext as _
from osc.foundation.german_input import InputRefused, parse_money
from osc.portal.forms import Form
from osc.portal.instalments.words import euros

# no instalment is larger than this, whatever somebody has a reason for
LARGEST = Decimal(99_999)
SHORTEST_REASON = 10


@dataclass
class AmountForm(Form):
    """`amount` is set when it can be read; `asks` when only a request with a reason can have it."""

    amount: Decimal | None = None
    asks: bool = False


def read_amount(request: HttpRequest, outlook: Outlook) -> AmountForm:
    """Reads and judges the amount; a reason turns an amount outside of the limits into a request."""
    form = AmountForm(Form.read(request.POST or request.GET, "amount", "reason").values)
    form.amount = _amount(form["amount"])
    limits = outlook.limits
    assert limits is not None, "a form is only shown where something can be changed"
    between = _("Geben Sie einen Betrag zwischen %(low)s und %(high)s ein") % {
        "low": euros(limits.low), "high": euros(limits.high),
    }  # fmt: skip
    if form.amount is None:
        form.refuse("amount", between)
    elif form.amount == outlook.current:
        form.refuse("amount", _("So viel zahlen Sie schon. Wählen Sie einen anderen Betrag"))
    elif outlook.refusal is Refusal.TOO_MANY or not limits.allows(form.amount):
        form.asks = True
        _ask_for_reason(form, outlook, between)
    return form


def _amount(text: str) -> Decimal | None:
    try:
        amount = parse_money(text)
    except InputRefused:
        return None
    return amount if 0 < amount <= LARGEST else None


def _ask_for_reason(form: AmountForm, outlook: Outlook, between: str) -> None:
    assert form.amount is not None and outlook.limits is not None
    if len(form["reason"]) >= SHORTEST_REASON:
        return
    if form["reason"]:
        form.refuse("reason", _("Schreiben Sie in einem Satz, was sich geändert hat"))
    if outlook.refusal is Refusal.TOO_MANY:
        form.refuse("amount", _("Sie haben den Abschlag in diesem Abrechnungsjahr schon oft geändert."))
    elif form.amount > outlook.limits.high:
        form.refuse("amount", between)
    elif outlook.limits.lowered:
        form.refuse(
            "amount",
            _("Sie haben den Abschlag in diesem Abrechnungsjahr schon gesenkt. Erhöhen geht jederzeit."),
        )
    else:
        form.refuse(
            "amount",
            _(
                "Weniger als %(low)s geht nicht. Damit vermeiden wir eine hohe Nachzahlung. "
                "Sprechen Sie uns an, wenn sich viel geändert hat."
            )
            % {"low": euros(outlook.limits.low)},
        )
