"""Log-ins of the old portal: imported without passwords, claimed once by mail (plan 6.3, FAQ 3 and 4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from osc.contracts.queries import find_account_by_number
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, OldLogin, PortalUser, Registration
from osc.identity.registration.findings import as_opened
from osc.identity.registration.tokens import hash_token, link_address, new_token
from osc.identity.rules.branches import Level
from osc.identity.rules.old_logins import OldLoginRow, canonical_user_name
from osc.identity.tasks import offer_claim
from osc.interchange.jobs import put_in_queue
from osc.limits.counters import Limit, count

CLAIM_MAILS = (Limit("mail-claim", 1, timedelta(days=1)),)
# looking costs a job: enough for people, too little to fill the queue
LOOKS = (Limit("claim-look", 3, timedelta(hours=1)),)
ALL_LOOKS = (Limit("claim-looks", 600, timedelta(hours=1)),)


def is_open(*, now: datetime) -> bool:
    """Whether the old portal is still spoken of."""
    until = settings.UTILITY.portal.old_portal_until
    return until is not None and now.date() <= until


def import_old_logins(rows: Iterable[OldLoginRow], *, now: datetime, announce: bool) -> int:
    """Stores log-ins by user name; a later file replaces what an earlier one said. Returns how many."""
    kept = 0
    for row in rows:
        OldLogin.objects.update_or_create(
            user_name=row.user_name,
            defaults={"email": row.email, "account_numbers": list(row.account_numbers), "imported_at": now},
        )
        kept += 1
        if announce:
            queue_mail(
                template="old_portal", to=row.email, language="de", now=now,
                context={"link": f"{settings.BASE_URL}/registrieren/"},
            )  # fmt: skip
    return kept


def note_sign_in_attempt(entry: str, *, language: str, now: datetime) -> None:
    """After every sign-in that did not work, whatever was typed: the worker looks whether it was an old log-in. The
    mail speaks the language of the page."""
    name = canonical_user_name(entry)[:254]
    if is_open(now=now) and name and count(LOOKS, name, now=now) and count(ALL_LOOKS, "all", now=now):
        put_in_queue(offer_claim, entry=name, language=language)


@transaction.atomic
def send_claim(*, entry: str, language: str, now: datetime) -> None:
    """One link by mail to the address of the old log-in, with the accounts that nobody has yet."""
    old = OldLogin.objects.filter(user_name=entry).first() or OldLogin.objects.filter(email=entry).first()
    if old is None or PortalUser.objects.filter(email=old.email).exists():
        return
    if not count(CLAIM_MAILS, old.email, now=now):
        return
    token = new_token()
    until = now + timedelta(days=settings.UTILITY.registration.take_over_days)
    Registration(
        account_number="", meter_number="", email=old.email, language=language, source="", requested_at=now,
        mailbox_proven=True, outcome=Registration.Outcome.LINK_SENT, accounts=_free_accounts(old),
        token_hash=hash_token(token), valid_until=until,
    ).save(force_insert=True)  # fmt: skip
    queue_mail(
        template="claim", to=old.email, language=language, now=now, useless_after=until,
        context={"link": link_address(token), "days": settings.UTILITY.registration.take_over_days},
    )  # fmt: skip


def _free_accounts(old: OldLogin) -> list[dict[str, str]]:
    found = [account for number in old.account_numbers if (account := find_account_by_number(number))]
    linked = set(
        AccountLink.objects.filter(
            contract_account_id__in=[account.id for account in found], removed_at=None, state=AccountLink.State.OPEN,
            read_only=False,
        ).values_list("contract_account_id", flat=True)
    )  # fmt: skip
    return [as_opened(account, Level.ON_FILE, "old_login") for account in found if account.id not in linked]
