"""Marktlokation, Messlokation and code numbers of market partners (R-NUM-4 to R-NUM-6, R-NUM-8)."""

import re


def market_location_check_digit(first_ten: str) -> int:
    """Lok- und Waggon-Verfahren: odd places once, even places twice, up to the next ten. Not Luhn (R-NUM-4)."""
    odd, even = (sum(map(int, first_ten[start::2])) for start in (0, 1))
    return -(odd + 2 * even) % 10


def is_market_location(text: str) -> bool:
    """Eleven ASCII digits, the first not 0, the check digit right. A hint, no proof: some typing errors
    pass (R-NUM-5)."""
    return bool(re.fullmatch(r"[1-9][0-9]{10}", text)) and market_location_check_digit(text[:10]) == int(text[10])


def is_metering_location(text: str) -> bool:
    """33 characters without blanks: country, operator, postal code, 20 alphanumerics. The embedded postal
    code may be outdated and is not compared; O and 0 are different here (R-NUM-6)."""
    bare = "".join(text.split())
    return bool(re.fullmatch(r"[A-Z]{2}[0-9]{6}[0-9]{5}[0-9A-Z]{20}", bare))


def is_code_number(text: str) -> bool:
    """A BDEW or DVGW code number: 13 digits (R-NUM-8)."""
    return bool(re.fullmatch(r"[0-9]{13}", text))
