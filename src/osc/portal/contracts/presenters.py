"""From rows to what the page of a contract says. Prices are gross, ct per unit and EUR per year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import ngettext

from osc.contracts.rules.terms import binding_of, earliest_end, may_end_specially, substitute_supply_end, withdrawal_end
from osc.design.language import gettext as _
from osc.foundation.calendars import CivilCalendar

Row = Mapping[str, Any]
DAY = timedelta(days=1)
# commodities with competition: their customers can choose a tariff
WITH_CHOICE = ("STROM", "GAS")


@dataclass(frozen=True, slots=True)
class PriceView:
    """Prices of a period; `until` is its last day. `when` is "past", "now" or "coming"."""

    when: str
    since: date
    until: date | None
    unit_price: Decimal
    base_price: Decimal
    tariff: str
    components: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One component before and after a change of price (R-VTR-3); None where it is not part of the price."""

    name: str
    old: Decimal | None
    new: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """An announced change of price, component by component, and whether it lets the customer go."""

    effective_on: date
    reason: str
    parts: tuple[ChangedPart, ...]
    special_termination: bool
    last_day: date


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract as its page shows it."""

    id: str
    commodity: str
    unit: str
    tariff: str
    supply_form: str
    price_kind: str
    account_id: str
    account_number: str
    place: str
    starts_on: date
    ends_on: date | None
    ended: bool
    concluded_on: date | None
    term_ends_on: date | None
    renewal_months: int | None
    notice: str
    earliest_end: date | None
    may_withdraw_until: date | None
    substitute_until: date | None
    guaranteed_until: date | None
    prices: tuple[PriceView, ...]
    change: ChangeView | None
    grid_operator: Row | None
    metering_operator: Row | None
    extras: tuple[str, ...]
    residual: bool
    has_numbers: bool
    may_choose: bool


def present_contract(row: Row, *, today: date, holidays: CivilCalendar) -> ContractView:
    """One contract with its prices, newest first."""
    prices = present_prices(row["prices"], today)
    starts_on, ends_on, term = date.fromisoformat(row["starts_on"]), _day(row["ends_on"]), _day(row["term_ends_on"])
    ended = ends_on is not None and ends_on <= today
    substitute = row["supply_form"] == "ERSATZVERSORGUNG"
    bound = binding_of(row["notice"] or {}, term_ends_on=term, renewal_months=row["renewal_months"])
    return ContractView(
        id=row["id"], commodity=row["commodity"], unit=unit_of(row["commodity"]),
        tariff=next((price.tariff for price in prices if price.when == "now" and price.tariff), row["tariff"]),
        supply_form=row["supply_form"], price_kind=row["price_kind"], account_id=row["account_id"],
        account_number=row["number"],
        place=f"{row['street']} {row['house_number']}, {row['postal_code']} {row['city']}", starts_on=starts_on,
        ends_on=ends_on - DAY if ends_on else None, ended=ended, concluded_on=_day(row["concluded_on"]),
        term_ends_on=term if term and term >= today else None, renewal_months=row["renewal_months"],
        notice=notice_sentence(row["notice"]) if row["notice"] and not substitute else "",
        earliest_end=earliest_end(bound, today) if row["notice"] and not ended and not substitute else None,
        may_withdraw_until=_withdrawal(_day(row["concluded_on"]), today, holidays),
        substitute_until=substitute_supply_end(starts_on) if substitute else None,
        guaranteed_until=_day(row["price_guarantee_until"]), prices=prices,
        change=None if ended else present_change(row, prices, today), grid_operator=row["grid_operator"],
        metering_operator=row["metering_operator"], extras=tuple(row["extras"]), residual=row["residual"],
        has_numbers=row["has_numbers"], may_choose=row["commodity"] in WITH_CHOICE and not ended and ends_on is None,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _withdrawal(concluded_on: date | None, today: date, holidays: CivilCalendar) -> date | None:
    """The last day to withdraw while it is still to come (R-WID-1)."""
    last = withdrawal_end(concluded_on, holidays) if concluded_on else None
    return last if last and last >= today else None


def unit_of(commodity: str) -> str:
    """What a unit price is for: water per m³, everything else per kWh (R-VTR-10)."""
    return "m³" if commodity == "WASSER" else "kWh"


def present_prices(rows: Sequence[Row], today: date) -> tuple[PriceView, ...]:
    """Every known period with its last day, newest first."""
    return tuple(sorted((_price(row, today) for row in rows), key=lambda price: price.since, reverse=True))


def _price(row: Row, today: date) -> PriceView:
    since, end = date.fromisoformat(row["from"]), _day(row.get("to"))
    when = "coming" if since > today else "past" if end is not None and end <= today else "now"
    return PriceView(
        when=when, since=since, until=end - DAY if end else None, unit_price=Decimal(row["unit_price_ct"]),
        base_price=Decimal(row["base_price_eur"]), tariff=row.get("tariff") or "",
        components=tuple(row.get("components") or ()),
    )  # fmt: skip


def present_change(row: Row, prices: Sequence[PriceView], today: date) -> ChangeView | None:
    """The announced change that is still to come, else None."""
    change = row["price_change"]
    if change is None:
        return None
    announced_on, effective_on = date.fromisoformat(change["announced_on"]), date.fromisoformat(change["effective_on"])
    if not announced_on <= today < effective_on:
        return None
    old = next((price for price in prices if price.since < effective_on), None)
    new = next((price for price in prices if price.since == effective_on), None)
    return ChangeView(
        effective_on=effective_on, reason=change["reason"], last_day=effective_on - DAY,
        parts=tuple(_changed_parts(old, new, unit_of(row["commodity"]))) if old and new else (),
        special_termination=may_end_specially(
            announced_on=announced_on, effective_on=effective_on, pass_through=change.get("pass_through", False),
            on=today,
        ),
    )  # fmt: skip


def _changed_parts(old: PriceView, new: PriceView, unit: str) -> Iterator[ChangedPart]:
    per_unit, per_year = f"ct/{unit}", _("€ im Jahr")
    yield ChangedPart(_("Arbeitspreis"), old.unit_price, new.unit_price, per_unit)
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys((*before, *after)):
        yield ChangedPart(name, before.get(name), after.get(name), per_unit)
    yield ChangedPart(_("Grundpreis"), old.base_price, new.base_price, per_year)


def _by_name(price: PriceView) -> dict[str, Decimal]:
    return {part["name"]: Decimal(part["unit_price_ct"]) for part in price.components if part.get("unit_price_ct")}


def notice_sentence(notice: Row) -> str:
    """`2 Wochen`, `1 Monat zum Monatsende`: the notice period in words."""
    count = {name: notice.get(name, 0) for name in ("days", "weeks", "months")}
    parts = [
        ngettext("%(n)s Monat", "%(n)s Monate", count["months"]) % {"n": count["months"]} if count["months"] else "",
        ngettext("%(n)s Woche", "%(n)s Wochen", count["weeks"]) % {"n": count["weeks"]} if count["weeks"] else "",
        ngettext("%(n)s Tag", "%(n)s Tage", count["days"]) % {"n": count["days"]} if count["days"] else "",
    ]
    length = " ".join(part for part in parts if part) or _("keine Frist")
    to = {"MONTH_END": _("zum Monatsende"), "TERM_END": _("zum Ende der Laufzeit")}.get(notice.get("to", ""), "")
    return f"{length} {to}".strip()
