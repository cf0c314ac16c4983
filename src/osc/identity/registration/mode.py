"""Whether the pair of numbers alone may show data."""

from datetime import datetime

from django.conf import settings

from osc.contracts.queries import open_account_numbers
from osc.identity.models import GuessingResult
from osc.identity.rules.guessing import LEAST_BITS, Guessing, measure
from osc.metering.queries import meter_numbers_that_open


def is_strict() -> bool:
    """R-SEC-1: in strict, and wherever guessing is too easy, nothing is shown before a better proof."""
    if settings.UTILITY.portal.registration_mode == "strict":
        return True
    stored = stored_guessing()
    return stored is not None and stored.too_easy


def stored_guessing() -> Guessing | None:
    """The figures of the last look at the numbers; None before the first import."""
    row = GuessingResult.objects.filter(id=1).first()
    return Guessing(row.accounts, row.meters, row.account_range, row.meter_range) if row else None


def measure_guessing(*, now: datetime) -> Guessing | None:
    """Looks at all numbers and keeps the figures; None when there are none yet."""
    guessing = measure(open_account_numbers(), meter_numbers_that_open(on=now.date()))
    if guessing is not None:
        GuessingResult.objects.update_or_create(
            id=1,
            defaults={
                "accounts": guessing.accounts, "meters": guessing.meters, "account_range": guessing.account_range,
                "meter_range": guessing.meter_range, "measured_at": now,
            },
        )  # fmt: skip
    return guessing


def refusal() -> str:
    """Why the portal must not start as it is set up; empty when it may (security 6.2.3)."""
    stored = stored_guessing()
    if settings.UTILITY.portal.registration_mode == "strict" or stored is None or not stored.too_easy:
        return ""
    return (
        f'registration_mode = "faq_compat" is refused: a pair of numbers has {stored.bits:.1f} bit, at least '
        f'{LEAST_BITS} are needed. Set registration_mode = "strict", or see osc entropy.'
    )
