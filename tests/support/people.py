"""People of the demo world, with log-ins made on demand."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.households import Household
from osc.contracts.models import ContractAccount
from osc.identity.models import AccountLink, Device, PortalUser
from osc.identity.sessions import hash_key
from tests.support.database import ACCOUNTS, SEED, TODAY

PASSWORD = "ein langer Satz als Passwort"


@cache
def households() -> dict[str, Household]:
    """The first household of every kind: "jana", "A", "B", "C", "L", "ht_nt", "smart" …"""
    found: dict[str, Household] = {}
    for household in all_households(ACCOUNTS, SEED, TODAY):
        found.setdefault(household.kind, household)
    return found


@cache
def _secret() -> str:
    return make_password(PASSWORD)


def make_user(kind: str = "jana", *, email: str = "", **more: Any) -> PortalUser:
    """A log-in for the household of this kind, with all its contract accounts."""
    user = PortalUser(email=email or f"{kind.lower()}@example.net", password=_secret(), created_at=settings.NOW, **more)
    user.save(force_insert=True)
    for account in ContractAccount.objects.filter(number__in=households()[kind].account_numbers):
        AccountLink(
            user=user, contract_account_id=account.id, business_partner_id=account.business_partner_id,
            linked_at=settings.NOW,
        ).save()  # fmt: skip
    return user


def let_look(user: PortalUser, kind: str) -> PortalUser:
    """The log-in may look at the contract accounts of this household, and not act on them."""
    for account in ContractAccount.objects.filter(number__in=households()[kind].account_numbers):
        AccountLink(
            user=user, contract_account_id=account.id, business_partner_id=account.business_partner_id,
            account_number=account.number, linked_at=settings.NOW, read_only=True,
        ).save()  # fmt: skip
    return user


def settle(user: PortalUser, *, days: int = 400) -> Device:
    """Makes an old friend of the user: linked long ago, on a browser known since then. Returns the device."""
    then = settings.NOW - timedelta(days=days)
    AccountLink.objects.filter(user=user).update(linked_at=then)
    device = Device(
        user=user, secret_hash=hash_key(f"device of {user.email}"), label="Firefox", recognised_at=then,
        seen_at=settings.NOW, valid_until=settings.NOW + timedelta(days=180),
    )  # fmt: skip
    device.save(force_insert=True)
    return device


def canaries(kind: str) -> set[str]:
    """What must never be seen by anybody but this household."""
    household = households()[kind]
    person = household.person
    marks = {person.street, person.phone, *household.account_numbers}
    marks |= {supply.meter_number for supply in household.supplies}
    return marks | {name for name in (person.last_name, person.company, person.email) if name}
