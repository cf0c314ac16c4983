"""Numbers, money and dates as they are shown, in German and English (ux 3.8)."""

from datetime import date, datetime
from decimal import Decimal

from osc.foundation.money import Money, round_half_up

NBSP, MINUS = "\u00a0", "\u2212"
GERMAN_SIGNS = str.maketrans(",.", ".,")
UNIT_SIGNS = {"m3": "m³"}
GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ"}
MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def format_number(value: Decimal, language: str, *, places: int | None = None) -> str:
    """Thousands grouped; `places` rounds half-up, else as many decimals as the value has."""
    shown = value if places is None else round_half_up(value, places)
    text = f"{abs(shown):,f}"
    if language == "de":
        text = text.translate(GERMAN_SIGNS)
    return (MINUS if shown < 0 else "") + text


def format_quantity(value: Decimal, unit: str, language: str, *, places: int | None = None) -> str:
    """`17.925 kWh` with a no-break space."""
    return f"{format_number(value, language, places=places)}{NBSP}{UNIT_SIGNS.get(unit, unit)}"


def format_cents(price: Decimal, language: str) -> str:
    """A price in EUR as ct, without the unit: `33,20`, `8,123`; two decimals, more where the price has them."""
    cents = (price * 100).normalize()
    return format_number(cents, language, places=max(2, -int(cents.as_tuple().exponent)))


def format_money(money: Money, language: str) -> str:
    """`1.650,00 €` or `€1,650.00`, to the cent."""
    number = format_number(abs(money.amount), language, places=2)
    sign = MINUS if round_half_up(money.amount, 2) < 0 else ""
    return f"{sign}{number}{NBSP}€" if language == "de" else f"{sign}€{number}"


def format_euros(amount: Decimal, language: str) -> str:
    """`167 €`, `85,50 €` or `€167`: cents only where there are some."""
    if amount == amount.to_integral_value():
        number = format_number(abs(amount), language, places=0)
        sign = MINUS if amount < 0 else ""
        return f"{sign}{number}{NBSP}€" if language == "de" else f"{sign}€{number}"
    return format_money(Money(amount), language)


def format_date(day: date, language: str) -> str:
    """For tables: `22.11.2026`, `22 Nov 2026`."""
    if language == "de":
        return f"{day.day:02}.{day.month:02}.{day.year}"
    return f"{day.day}{NBSP}{MONTHS['en'][day.month - 1][:3]}{NBSP}{day.year}"


def format_date_long(day: date, language: str) -> str:
    """For sentences: `22. November 2026`, `22 November 2026`."""
    dot = "." if language == "de" else ""
    return f"{day.day}{dot}{NBSP}{MONTHS[language][day.month - 1]}{NBSP}{day.year}"


def format_instant(at: datetime, language: str) -> str:
    """To the second and with its zone, for receipts; the instant must be in Europe/Berlin already:
    `22. November 2026, 14:05:09 Uhr (MEZ)`, `22 November 2026, 14:05:09 (CET)`."""
    day, time, zone = format_date_long(at.date(), language), at.strftime("%H:%M:%S"), at.tzname() or ""
    if language == "de":
        return f"{day}, {time} Uhr ({GERMAN_ZONES.get(zone, zone)})"
    return f"{day}, {time} ({zone})"


def mask_contract_account(number: str) -> str:
    """`IR … 4417`: for mails."""
    prefix = "".join(character for character in number[:4] if character.isalpha())
    return f"{prefix} … {number[-4:]}".strip()


def spell_meter_number(number: str) -> str:
    """`1 EMH00 12345678`: a 14-character number in its groups, others as they are (R-NUM-2)."""
    if len(number) != 14 or not number[1:4].isalpha():
        return number
    return f"{number[0]}{NBSP}{number[1:6]}{NBSP}{number[6:]}"


def spell_contract_account(number: str) -> str:
    """`IR 10284417`: as it is printed."""
    prefix = "".join(character for character in number if character.isalpha())
    return f"{prefix}{NBSP}{number[len(prefix) :]}" if prefix else number
