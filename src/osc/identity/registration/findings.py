"""What the worker finds out about a request, before anything is decided."""

from dataclasses import dataclass
from datetime import datetime

from osc.contracts.queries import FoundAccount, find_account_by_number
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.registration import limits
from osc.identity.rules.branches import Branch, Findings, Level, branch_of
from osc.identity.rules.names import same_name
from osc.metering.queries import account_has_meter

State = AccountLink.State
PROVED_BY = {Level.PAIR: "pair", Level.ON_FILE: "email_on_file", Level.PROVEN: "letter"}


@dataclass(frozen=True, slots=True)
class Judged:
    """The branch, the contract account if the pair fits, the log-in that has the address already."""

    branch: Branch
    account: FoundAccount | None
    proof: Level
    holder: PortalUser | None


def judge(request: Registration, *, now: datetime) -> Judged:
    """Counts the try before judging it; a code from a letter is no guess and counts nowhere."""
    if request.letter_code is not None:
        within, source_first, level = True, False, 0
    else:
        within, source_first = limits.count_try(request, now=now)
        level = limits.level(now=now)
    account = _fitting_account(request, now=now)
    proof = _proof(request, account)
    if account and proof == Level.PAIR and level >= 2 and not same_name(request.surname, account.surname):
        account = None
    holder = request.user or PortalUser.objects.filter(email=request.email).first()
    taken, proven = _linked(account, holder)
    found = Findings(
        pair_fits=account is not None, proof=proof, email_has_login=holder is not None and request.user is None,
        taken=taken, proven=proven, within_limits=within and level < 3, mailbox_proven=request.mailbox_proven,
        mailbox_first=source_first or level >= 1,
    )  # fmt: skip
    return Judged(branch_of(found), account, proof, holder)


def _fitting_account(request: Registration, *, now: datetime) -> FoundAccount | None:
    account = find_account_by_number(request.account_number)
    if account is None or request.letter_code is not None:
        return account
    return account if account_has_meter(account.id, request.meter_number, on=now.date()) else None


def _proof(request: Registration, account: FoundAccount | None) -> Level:
    if account and request.letter_code is not None:
        return Level.PROVEN
    return Level.ON_FILE if account and (account.email_on_file or "").lower() == request.email else Level.PAIR


def _linked(account: FoundAccount | None, holder: PortalUser | None) -> tuple[bool, bool]:
    """Whether somebody else sees the account already, and whether with a better proof than the pair."""
    if account is None:
        return False, False
    others = AccountLink.objects.filter(
        contract_account_id=account.id, removed_at=None, state=State.OPEN, read_only=False
    ).exclude(user=holder)
    levels = set(others.values_list("level", flat=True))
    return bool(levels), bool(levels - {Level.PAIR})


def as_opened(account: FoundAccount, proof: Level, proved_by: str = "") -> dict[str, str]:
    """What a link opens, in plain values: account, partner, number, how sure we are and by what."""
    return {
        "account": str(account.id), "partner": str(account.business_partner_id), "number": account.number,
        "level": proof.value, "proved_by": proved_by or PROVED_BY[proof],
    }  # fmt: skip
