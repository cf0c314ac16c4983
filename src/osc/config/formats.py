"""The template filters: one value, shown in the language of the page."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from osc.design.language import spoken_language
from osc.foundation import german_output
from osc.foundation.clock import in_berlin
from osc.foundation.money import Money


def number(value: Decimal | int, places: int | None = None) -> str:
    """A number, grouped."""
    return german_output.format_number(Decimal(value), spoken_language(), places=places)


def cents(price: Decimal) -> str:
    """A price in EUR as ct, without the unit."""
    return german_output.format_cents(price, spoken_language())


def money(value: Decimal) -> str:
    """An amount in EUR, to the cent."""
    return german_output.format_money(Money(Decimal(value)), spoken_language())


def euros(value: Decimal | str) -> str:
    """An amount in EUR, with cents only where there are some."""
    return german_output.format_euros(Decimal(value), spoken_language())


def quantity(value: Decimal | str, unit: str, places: int | None = None) -> str:
    """A number with its unit."""
    return german_output.format_quantity(Decimal(value), unit, spoken_language(), places=places)


def in_unit(value: Decimal, unit: str, places: int) -> str:
    """An amount of money when the unit is EUR, else a number with its unit."""
    return money(value) if unit == "€" else quantity(value, unit, places)


def _day(value: date | datetime | str) -> date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return in_berlin(value).date() if isinstance(value, datetime) else value


def date_short(value: date | datetime | str) -> str:
    """A civil day in Berlin, for tables."""
    return german_output.format_date(_day(value), spoken_language())


def date_long(value: date | datetime | str) -> str:
    """A civil day in Berlin, for sentences."""
    return german_output.format_date_long(_day(value), spoken_language())


def month_name(month: int) -> str:
    """The name of a month, 1 to 12."""
    return german_output.MONTHS[spoken_language()][month - 1]


def day_before(value: datetime | str) -> date:
    """The last whole day in Berlin before an instant: "until midnight of the 8th" is "until the 7th"."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return in_berlin(instant - timedelta(microseconds=1)).date()


def meter_number(number: str) -> str:
    """A meter number as it is printed."""
    return german_output.spell_meter_number(number)


def account_number(number: str) -> str:
    """A contract account number as it is printed."""
    return german_output.spell_contract_account(number)


def clock_time(value: datetime | str) -> str:
    """The time of day in Berlin, `14:05`."""
    return in_berlin(datetime.fromisoformat(value) if isinstance(value, str) else value).strftime("%H:%M")


def instant(value: datetime | str) -> str:
    """A moment in Berlin to the second, with its zone, for receipts."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return german_output.format_instant(in_berlin(at), spoken_language())
