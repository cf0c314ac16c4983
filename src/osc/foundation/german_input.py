"""Numbers and dates as people in Germany type them (ux 3.8, R-ABL-5)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class InputRefused(ValueError):
    """Can't be read; `code` is stable, so that the page chooses the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reading:
    """A meter reading as typed. `cut`: decimals were left out because the register shows none.
    `other`: a second way to read it ("3.427": thousands or decimals), for asking back."""

    value: Decimal
    cut: bool = False
    other: Decimal | None = None


def plain(text: str) -> str:
    """Without blanks of any kind, full-width signs as plain ones. All else stays, so that "8²" is never 82."""
    signs = (
        unicodedata.normalize("NFKC", sign) if unicodedata.east_asian_width(sign) == "F" else sign for sign in text
    )
    return re.sub(r"\s", "", "".join(signs))


def parse_reading(text: str, *, digits: int, decimals: int) -> Reading:
    """Reads a meter reading for a register with so many places before and after the point.

    Without decimals on the register they are cut, never rounded up: a register shows only what it has
    counted. Raises InputRefused: empty, not_a_number, too_many_digits.
    """
    bare = plain(text)
    if not bare:
        raise InputRefused("empty")
    if not bare.isascii() or not re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d*)?|\d+([.,]\d*)?", bare):
        raise InputRefused("not_a_number")
    thousands = bool(re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d*)?", bare))
    readings = [_cut(bare.replace(".", "").replace(",", "."), decimals)] if thousands else []
    if not thousands or (decimals and bare.count(".") == 1 and "," not in bare):
        readings.append(_cut(bare.replace(",", "."), decimals))
    fitting = [reading for reading in readings if reading.value < Decimal(10) ** digits]
    if not fitting:
        raise InputRefused("too_many_digits")
    other = fitting[1].value if len(fitting) == 2 else None
    return Reading(fitting[0].value, fitting[0].cut, other)


def _cut(number: str, decimals: int) -> Reading:
    whole, _, fraction = number.partition(".")
    kept = fraction[:decimals]
    return Reading(Decimal(f"{whole}.{kept}" if kept else whole), cut=len(fraction) > decimals)


def parse_money(text: str) -> Decimal:
    """Reads an amount in EUR with at most two decimals: `165`, `165,00`, `165.00`, `1.650`, `1650 €`.

    A dot with exactly two final digits is decimal. Raises InputRefused: empty, not_a_number.
    """
    bare = plain(text).removesuffix("€").removesuffix("EUR")
    if not bare:
        raise InputRefused("empty")
    if re.fullmatch(r"\d+\.\d{2}", bare) and bare.isascii():
        return Decimal(bare)
    if bare.isascii() and re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?", bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    raise InputRefused("not_a_number")


_DATES = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)


def parse_date(text: str) -> date:
    """Reads `22.11.2026`, `22.11.26`, `221126`, `22112026`, `2026-11-22`; two digits mean 20yy.

    Raises InputRefused: empty, not_a_date.
    """
    bare = plain(text)
    if not bare:
        raise InputRefused("empty")
    for pattern in _DATES:
        match = pattern.fullmatch(bare)
        if match and bare.isascii():
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            try:
                return date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                break
    raise InputRefused("not_a_date")
