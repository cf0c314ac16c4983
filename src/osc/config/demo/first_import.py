"""The first start of a demo: the utility's export comes in through the door, then people get log-ins."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django

PASSWORD = "Sommer-2026-Lindenau"  # noqa: S105 - the demo's open secret
STAFF = {"s1": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "s2": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"}
REGISTERED = ("jana", "A", "B", "L")
# the cast ends here; the crowd behind it gets log-ins too, for measuring
CAST_END, CROWD, PAIRS = 4, 40, 60
# customers of the portal before this one, without a log-in here
OLD_LOGINS = 4


def main() -> int:
    """Imports everything once; later starts find the work done."""
    django.setup()
    from django.conf import settings

    from osc.billing.instalments.hints import refresh_hints
    from osc.identity.registration.mode import measure_guessing
    from osc.interchange.door import billing_door
    from osc.interchange.imports.run import import_file
    from osc.interchange.models import ImportRun

    people = Path(os.environ["OSC_DEMO_DIR"]) / "people.json"
    if people.exists():
        return 0
    run = import_file(billing_door().export(), source="demo export", clock=settings.CLOCK)
    if run.state != ImportRun.State.APPLIED:
        print(f"{run.state}: {run.reason}", file=sys.stderr)
        return 1
    measure_guessing(now=settings.CLOCK())
    refresh_hints(section=settings.UTILITY.instalments, now=settings.CLOCK())
    people.write_text(json.dumps(_make_people(), ensure_ascii=False, indent=2))
    return 0


def _make_people() -> dict[str, list[dict[str, Any]]]:
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    from osc.connectors.demo.world.cast import all_households
    from osc.identity.factors.sealing import seal
    from osc.identity.models import AuthenticatorApp, PortalUser

    registered, unregistered = [], []
    secret = make_password(PASSWORD)
    world = (int(os.environ["OSC_DEMO_ACCOUNTS"]), int(os.environ["OSC_DEMO_SEED"]))
    for household in all_households(*world, date.fromisoformat(os.environ["OSC_DEMO_TODAY"])):
        if household.kind in REGISTERED or CAST_END < household.index < CAST_END + CROWD:
            registered.append(_register(household, secret))
        elif len(unregistered) < PAIRS and household.supplies and household.kind != "moved_out":
            unregistered.append(_pair(household))
    registered.append(_delegate(next(person for person in registered if person["kind"] == "A"), secret))
    staff = []
    for name, app_secret in STAFF.items():
        email = f"{name}@stadtwerke-lindenau.example"
        user = PortalUser(
            email=email, password=secret, is_staff=True, is_admin=name == "s2", created_at=settings.CLOCK()
        )  # fmt: skip
        user.save()
        AuthenticatorApp(
            user=user, sealed_secret=seal(app_secret, belongs_to=str(user.pk)), added_at=settings.CLOCK()
        ).save()  # fmt: skip
        staff.append({"email": email, "password": PASSWORD, "totp_secret": app_secret})
    former = [unregistered.pop() for _ in range(min(OLD_LOGINS, len(unregistered) // 2))]
    return {"registered": registered, "staff": staff, "unregistered": unregistered, "old_logins": _take_over(former)}


def _take_over(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Log-ins of the old portal, taken over as `osc import-logins` does it."""
    from django.conf import settings

    from osc.identity.registration.takeover import import_old_logins
    from osc.identity.rules.old_logins import OldLoginRow

    people = [
        {**pair, "user_name": f"kunde{number}", "email": f"kunde{number}@example.org"}
        for number, pair in enumerate(pairs, 1)
    ]
    rows = [OldLoginRow(each["user_name"], each["email"], (each["contract_account"],)) for each in people]
    import_old_logins(rows, now=settings.CLOCK(), announce=False)
    return people


def _pair(household: Any) -> dict[str, Any]:
    supply = household.supplies[0]
    return {
        "contract_account": household.account_numbers[supply.account],
        "meter_number": supply.meter_number,
        "email_on_file": household.person.email,
        "name": household.person.company or f"{household.person.first_name} {household.person.last_name}",
        "kind": household.kind,
        "canaries": [household.person.street, household.person.phone, household.person.last_name],
    }


def _register(household: Any, secret: str) -> dict[str, Any]:
    from django.conf import settings

    from osc.connectors.demo.world.people import iban
    from osc.contracts.models import ContractAccount
    from osc.identity.models import AccountLink, PortalUser

    person = household.person
    email = person.email or f"{household.kind.lower()}-{household.index}@example.org"
    user = PortalUser(email=email, password=secret, created_at=settings.CLOCK())
    user.save()
    for account in ContractAccount.objects.filter(number__in=household.account_numbers):
        AccountLink(
            user=user, contract_account_id=account.id, business_partner_id=account.business_partner_id,
            account_number=account.number, level="A1" if person.email else "A2", linked_at=settings.CLOCK(),
            proved_by="email_on_file" if person.email else "letter",
        ).save()  # fmt: skip
    return {
        "email": email,
        "password": PASSWORD,
        "kind": household.kind,
        "name": person.company or f"{person.first_name} {person.last_name}",
        "contract_accounts": list(household.account_numbers),
        "meters": [supply.meter_number for supply in household.supplies],
        "iban": iban(household.index),
        "canaries": [person.street, person.phone, *household.account_numbers,
                     *(supply.meter_number for supply in household.supplies)],
    }  # fmt: skip


def _delegate(owner: dict[str, Any], secret: str) -> dict[str, Any]:
    """D: somebody who may look at A's contract accounts and not act."""
    from django.conf import settings

    from osc.contracts.models import ContractAccount
    from osc.identity.models import AccountLink, PortalUser

    user = PortalUser(email="d.delegate@example.org", password=secret, created_at=settings.CLOCK())
    user.save()
    for account in ContractAccount.objects.filter(number__in=owner["contract_accounts"]):
        AccountLink(
            user=user, contract_account_id=account.id, business_partner_id=account.business_partner_id,
            account_number=account.number, linked_at=settings.CLOCK(), read_only=True,
        ).save()  # fmt: skip
    return {**owner, "email": user.email, "kind": "D", "name": "D", "canaries": []}


if __name__ == "__main__":
    sys.exit(main())
