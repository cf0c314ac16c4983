"""The mails of registration. What they say depends on the outcome; that they come does not tell it to strangers."""

from datetime import datetime

from django.conf import settings

from osc.contracts.queries import FoundAccount
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.registration.limits import MISMATCH_MAILS
from osc.limits.counters import count


def sign_in_address() -> str:
    return f"{settings.BASE_URL}/anmelden/"


def to_requester(template: str, request: Registration, link: str, *, now: datetime) -> None:
    """To the address that was entered; a link that has run out is not sent at all."""
    queue_mail(
        template=template, to=request.email, language=request.language, now=now,
        context={"link": link, "hours": 24}, useless_after=request.valid_until,
    )  # fmt: skip


def tell_owner(account: FoundAccount, request: Registration, *, now: datetime) -> None:
    """The address on file and every log-in that sees the account hear of it, whoever asked (R-SEC-6)."""
    for address, language in _owners(account, request).items():
        if not count(MISMATCH_MAILS, f"owner:{address}:{account.number}", now=now):
            continue
        queue_mail(
            template="registered_notice", to=address, language=language, now=now,
            context={"name": account.name, "account": account.number[-4:]},
        )  # fmt: skip


def _owners(account: FoundAccount, request: Registration) -> dict[str, str]:
    """Address and language."""
    seen_by = PortalUser.objects.filter(
        links__contract_account_id=account.id, links__removed_at=None, links__state=AccountLink.State.OPEN,
        links__read_only=False,
    )  # fmt: skip
    found = dict(seen_by.values_list("email", "language"))
    if account.email_on_file:
        # the owner's own language where a log-in tells it, else the one of whoever asked
        found.setdefault(account.email_on_file.lower(), next(iter(found.values()), request.language))
    found.pop(request.email, None)
    return found
