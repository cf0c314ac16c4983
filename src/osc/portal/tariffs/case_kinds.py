"""How cases about tariffs are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.german_output import format_date_long, format_money, format_quantity
from osc.foundation.money import Money
from osc.portal.cases.shown import ShownCase
from osc.portal.contracts.presenters import notice_sentence, unit_of


def order_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """What was ordered: tariff, start, price, term, notice, and how long it can be withdrawn from."""
    language = (get_language() or "de")[:2]
    price = summary["prices"][0]
    unit = format_quantity(Decimal(price["unit_ct"]), f"ct/{unit_of(summary['commodity'])}", language, places=2)
    base = format_money(Money(Decimal(price["base_eur"])), language)
    bound = summary["bound_until"]
    return [
        (_("Tarif"), f"{commodity_name(summary['commodity'])}, {summary['tariff']}"),
        (_("Verbrauchsstelle"), summary["place"]),
        (_("Beginn"), _day(summary["starts_on"], language)),
        (_("Arbeitspreis"), unit),
        (_("Grundpreis im Jahr"), base),
        (_("Mindestlaufzeit"), _("bis %(day)s") % {"day": _day(bound, language)} if bound else _("keine")),
        (_("Kündigungsfrist"), notice_sentence(summary["notice"])),
        (_("Widerruf möglich bis"), _day(summary["withdrawal_until"], language)),
    ]


def _day(text: str, language: str) -> str:
    return format_date_long(date.fromisoformat(text), language)


SHOWN = {
    Case.Kind.TARIFF_CHANGE: ShownCase(
        headline=gettext_noop("Danke, Ihr Tarifwechsel ist angekommen"),
        rows=order_rows,
        done=gettext_noop("Ihr neuer Tarif ist eingetragen. Sie sehen ihn unter „Vertrags- und Kontoverwaltung“."),
        more="portal:tariff_order",
        more_label=gettext_noop("Vertrag und Widerrufsbelehrung"),
    ),
}
