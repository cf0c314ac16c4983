"""Which bank an IBAN belongs to, without asking anybody."""

from osc.interchange.sealed import sealer


class NoSuchBank(ValueError):
    """The bank's own part of the IBAN does not have the shape that its country uses."""


def bank_name(iban: str) -> str:
    """The name of the bank; empty when it is not known offline. Raises NoSuchBank."""
    from schwifty import IBAN  # a quarter of a second: only where an IBAN is really read
    from schwifty.exceptions import SchwiftyException

    try:
        return str(IBAN(iban).bank_name or "")
    except SchwiftyException as error:
        raise NoSuchBank(str(error)) from None


def bank_of_sealed(sealed: str) -> str:
    """The same for a stored account; empty for a number the bank's own rules refuse."""
    try:
        return bank_name(sealer().open(sealed))
    except NoSuchBank:
        return ""
